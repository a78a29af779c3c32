import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { compileText } from './compile.ts'
import { defaultKeyPolicyText } from './default-policy.ts'
import { forAllValuesProblem, keepsControl } from './lockout.ts'
import { parsePolicy } from './parse.ts'

const account = '111122223333' as AccountId
const key = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const root = rootPrincipal(account)
const alice: Principal = {
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/Alice`,
  id: 'AIDA1',
  name: 'Alice',
}

const compiled = (...statements: object[]) =>
  compileText('p', JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'resource-based policy')
const allow = (principal: unknown, action = 'kms:*', more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: '*',
  ...more,
})

describe('the lockout safety check', () => {
  it.each<[string, object[], Principal, boolean]>([
    ['root delegation counts for every principal of the account', [allow({ AWS: root.arn })], alice, true],
    ['the caller itself may be named', [allow({ AWS: alice.arn }, 'kms:PutKeyPolicy')], alice, true],
    ['another principal is not enough', [allow({ AWS: alice.arn })], root, false],
    ['without PutKeyPolicy control is lost', [allow({ AWS: root.arn }, 'kms:Encrypt')], root, false],
    ['a deny takes control away', [allow('*'), { ...allow('*', 'kms:Put*'), Effect: 'Deny' }], root, false],
    ['a statement for another key gives none', [allow('*', 'kms:*', { Resource: `${key}x` })], root, false],
    [
      'a condition that does not hold gives none',
      [allow('*', 'kms:*', { Condition: { Bool: { 'aws:x': true } } })],
      root,
      false,
    ],
  ])('%s', (_, statements, caller, expected) => {
    expect(keepsControl(compiled(...statements), caller, key)).toBe(expected)
  })

  it('passes for the default policy', () => {
    const policy = compileText('p', defaultKeyPolicyText(account), 'resource-based policy')
    expect(keepsControl(policy, root, key)).toBe(true)
  })

  it('sees the conditions of the request', () => {
    const policy = compiled(allow('*', 'kms:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } }))
    expect(keepsControl(policy, alice, key, new Map([['aws:multifactorauthpresent', 'true']]))).toBe(true)
  })
})

describe('ForAllValues on a single-valued key', () => {
  function problem(operator: string, conditionKey: string): string | undefined {
    const statement = allow('*', 'kms:*', { Condition: { [operator]: { [conditionKey]: 'x' } } })
    const parsed = parsePolicy(JSON.stringify({ Statement: statement }))
    return parsed.ok ? forAllValuesProblem(parsed.document) : 'does not parse'
  }

  it('is refused in the words of AWS', () => {
    expect(problem('ForAllValues:StringEquals', 'kms:EncryptionContext:AppName')).toBe(
      'OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified encryption context or with an unspecified encryption context. To fix, remove ForAllValues.',
    )
    expect(problem('ForAllValues:StringLike', 'aws:RequestTag/Env')).toContain(
      'the specified tag or with an unspecified tag',
    )
  })

  it.each([
    ['StringEquals', 'kms:EncryptionContext:AppName'],
    ['ForAnyValue:StringEquals', 'kms:EncryptionContext:AppName'],
    ['ForAllValues:StringEquals', 'kms:EncryptionContextKeys'],
  ])('is not seen in %s on %s', (operator, conditionKey) => expect(problem(operator, conditionKey)).toBeUndefined())
})
