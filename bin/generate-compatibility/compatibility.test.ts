import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { calledIn, callsEvery, coverageOf } from './coverage.ts'
import { readDifferences } from './differences.ts'
import { renderCompatibility } from './render.ts'

const operations = ['Decrypt', 'Encrypt', 'Sign', 'Verify']

describe('a call in a test', () => {
  it.each([
    "kms.call('Sign', { KeyId })",
    "await kms.refusal('Sign', input)",
    "callJson(server, 'Sign', {})",
    "call(\n      'Sign',\n      { KeyId },\n    )",
    'kms.send(new SignCommand({ KeyId }))',
    "{ target: 'TrentService.Sign' }",
    "it.each([['Sign', { KeyId }]])",
    "it.each([\n  ['Sign', inputOf('x')],\n])",
    "it.each([['Sign', '{\"KeyId\":1}']])",
  ])('is found: %s', (text) => {
    expect([...calledIn(text, operations)]).toEqual(['Sign'])
  })

  it.each([
    "Operations: ['Sign', 'Verify']",
    "expect(event.eventName).toBe('Sign')",
    "expect(names).toContain('Sign')",
    "Action: 'kms:Sign'",
    "eventName: 'Sign'",
    "kms.call('SignOut')",
    'new SignInCommand({})',
  ])('is not: %s', (text) => {
    expect([...calledIn(text, operations)]).toEqual([])
  })

  it('is one of all operations where a test goes through their names', () => {
    expect(callsEvery("it.each(operationNames)('%s', () => {})")).toBe(true)
    expect(callsEvery('for (const name of operationNames) check(name)')).toBe(true)
    expect(callsEvery("import { operationNames } from '#model/api.ts'")).toBe(false)
  })
})

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'keystead-coverage-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

it('tests are scanned with the helpers of the folder beside them, and nothing else is', () => {
  const root = project({
    'lib/kms/sign.test.ts': "kms.call('Sign', {})",
    'lib/kms/sign.ts': "kms.call('Verify', {})",
    'lib/all.test.ts': 'it.each(operationNames)',
    'e2e/wire/texts.spec.ts': "import { texts } from './texts/table.ts'\nimport { post } from './clients.ts'",
    'e2e/wire/texts/table.ts': "onKey('Encrypt', {})",
    'e2e/wire/clients.ts': "call('Decrypt', {})",
    'e2e/console/page.spec.ts': "call('Decrypt', {})",
  })
  expect(coverageOf(root, operations)).toEqual({
    byOperation: new Map([
      ['Decrypt', []],
      ['Encrypt', ['e2e/wire/texts.spec.ts']],
      ['Sign', ['lib/kms/sign.test.ts']],
      ['Verify', []],
    ]),
    every: ['lib/all.test.ts'],
  })
})

describe('the differences', () => {
  const remark = { operations: ['Sign'], what: 'words' }
  const file = (more: object) =>
    readDifferences(JSON.stringify({ notBuilt: [], differs: [], unchecked: [], ...more }), operations)

  it('may be about some operations or about all', () => {
    expect(file({ unchecked: [remark, { ...remark, operations: [] }] }).unchecked).toHaveLength(2)
  })

  it.each([
    ['there is no operation Sing', { unchecked: [{ ...remark, operations: ['Sing'] }] }],
    ['notBuilt is no list', { notBuilt: {} }],
    ['no list of operations', { unchecked: [{ what: 'words' }] }],
    ['not just what', { unchecked: [{ ...remark, why: 'none' }] }],
    ['not just aws, keystead', { differs: [{ operations: [], aws: 'words' }] }],
  ])('are refused: %s', (message, more) => {
    expect(() => file(more)).toThrow(message)
  })
})

it('an operation has one row, with its tests and the rows that are about it', () => {
  const text = renderCompatibility({
    operations,
    sisters: { 'AWS STS': ['GetCallerIdentity'] },
    coverage: { byOperation: new Map([['Sign', ['lib/kms/sign.test.ts', 'e2e/wire/jwt.spec.ts']]]), every: [] },
    differences: {
      notBuilt: [{ operations: ['Verify'], what: 'a part of it' }],
      differs: [{ operations: [], aws: 'a|b', keystead: 'c' }],
      unchecked: [
        { operations: [], what: 'everything' },
        { operations: ['Sign', 'Encrypt'], what: 'the words' },
      ],
    },
  })
  expect(text).toContain('All 4 operations are built')
  expect(text).toContain('\n| Sign | 2 |  |  | U2 |\n| Verify | 0 | N1 |  |  |\n')
  expect(text).toContain('\n- **AWS STS**, 1: GetCallerIdentity.\n')
  expect(text).toContain('\n| D1 | everywhere | a\\|b | c |\n')
  expect(text).toContain('\n- **Sign**: kms/sign, e2e/wire/jwt\n- **Verify**: none\n')
})
