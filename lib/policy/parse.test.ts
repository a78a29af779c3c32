import { describe, expect, it } from 'vitest'
import type { PolicyKind } from './decision.ts'
import { parsePolicy } from './parse.ts'

const STATEMENT = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }

function problems(document: unknown, kind?: PolicyKind): readonly string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const result = parsePolicy(text, kind)
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`)
}

const withStatement = (change: object) => ({ Version: '2012-10-17', Statement: { ...STATEMENT, ...change } })

describe('parsing a key policy', () => {
  it('makes one shape of single values and lists', () => {
    const result = parsePolicy(
      JSON.stringify({
        Version: '2012-10-17',
        Id: 'p',
        Statement: {
          Sid: 'Sid with spaces',
          Effect: 'Deny',
          NotPrincipal: { AWS: ['111122223333', '*'], Service: 's3.amazonaws.com' },
          NotAction: ['kms:A', 'kms:B'],
          Resource: '*',
          Condition: { NumericLessThan: { x: 30 }, Bool: { y: [true, 'false'] } },
        },
      }),
    )
    expect(result).toEqual({
      ok: true,
      document: {
        version: '2012-10-17',
        id: 'p',
        statements: [
          {
            sid: 'Sid with spaces',
            effect: 'Deny',
            principal: {
              negated: true,
              values: [
                { type: 'AWS', value: '111122223333' },
                { type: 'AWS', value: '*' },
                { type: 'Service', value: 's3.amazonaws.com' },
              ],
            },
            action: { negated: true, values: ['kms:A', 'kms:B'] },
            resource: { negated: false, values: ['*'] },
            conditions: [
              { operator: 'NumericLessThan', key: 'x', values: ['30'] },
              { operator: 'Bool', key: 'y', values: ['true', 'false'] },
            ],
          },
        ],
      },
    })
  })

  it('takes a document without a version for one of 2008', () => {
    expect(parsePolicy(JSON.stringify({ Statement: [STATEMENT] }))).toMatchObject({
      document: { version: '2008-10-17' },
    })
  })

  it.each([
    ['without action', { Effect: 'Allow', Principal: '*', Resource: '*' }],
    ['without resource', { Effect: 'Allow', Principal: '*', Action: 'kms:*' }],
    ['with an empty list', { ...STATEMENT, Action: [] }],
  ])('accepts a statement %s, as AWS does', (_, statement) => expect(problems({ Statement: statement })).toEqual([]))

  it.each<[string, unknown, string]>([
    ['text that is no JSON', '{', ': Expected a member name'],
    ['an empty text', '', ': Expected a value'],
    ['a list', [], ': Expected an object'],
    [
      'foreign characters',
      { Statement: STATEMENT, Id: 'Ω' },
      ': A policy may hold tabs, line breaks and U+0020 to U+00FF only',
    ],
    ['duplicate names', '{"Id":"a","Id":"b"}', ': Duplicate member name "Id"'],
    [
      'an unknown version',
      { Version: '2020-01-01', Statement: STATEMENT },
      'Version: The version is 2012-10-17 or 2008-10-17',
    ],
    ['an unknown element', { Statement: STATEMENT, Extra: 1 }, ': There is no element "Extra"'],
    ['an Id that is no text', { Id: 1, Statement: STATEMENT }, 'Id: Expected text'],
    ['no statement', { Version: '2012-10-17' }, 'Statement: A policy has at least one statement'],
    ['an empty list of statements', { Statement: [] }, 'Statement: A policy has at least one statement'],
    ['a statement that is no object', { Statement: ['x'] }, 'Statement[0]: Expected an object'],
    ['another effect', withStatement({ Effect: 'allow' }), 'Statement.Effect: The effect is Allow or Deny'],
    ['an unknown statement element', withStatement({ action: 'x' }), 'Statement: There is no element "action"'],
    [
      'no principal',
      withStatement({ Principal: undefined }),
      'Statement: A statement of a resource-based policy names its principal',
    ],
    [
      'two principals',
      withStatement({ NotPrincipal: '*' }),
      'Statement: Principal and NotPrincipal exclude each other',
    ],
    [
      'a principal as bare text',
      withStatement({ Principal: '111122223333' }),
      'Statement.Principal: Expected an object',
    ],
    [
      'an unknown principal type',
      withStatement({ Principal: { Aws: '*' } }),
      'Statement.Principal: There is no principal type "Aws"',
    ],
    ['both action forms', withStatement({ NotAction: 'x' }), 'Statement: Action and NotAction exclude each other'],
    ['an action that is no text', withStatement({ Action: [1] }), 'Statement.Action: Expected text or a list of texts'],
    [
      'an unknown operator',
      withStatement({ Condition: { StringIs: { a: 'b' } } }),
      'Statement.Condition: There is no condition operator "StringIs"',
    ],
    [
      'a condition value that is an object',
      withStatement({ Condition: { Bool: { a: {} } } }),
      'Statement.Condition.Bool.a: Expected text, a number or a boolean, or a list of them',
    ],
    [
      'a condition without keys',
      withStatement({ Condition: { Bool: 'true' } }),
      'Statement.Condition.Bool: Expected an object',
    ],
  ])('refuses %s and says where', (_, document, problem) => expect(problems(document)).toContain(problem))
})

describe('parsing a policy attached to a principal', () => {
  it('refuses a principal, and demands action and resource', () => {
    expect(problems({ Statement: STATEMENT }, 'identity-based policy')).toEqual([
      'Statement: A policy attached to a principal names none',
    ])
    expect(problems({ Statement: { Effect: 'Allow' } }, 'identity-based policy')).toEqual([
      'Statement: Action or NotAction is missing',
      'Statement: Resource or NotResource is missing',
    ])
  })
})
