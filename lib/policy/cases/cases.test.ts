import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasShared, sharedPath } from '#testing/shared.ts'
import { traceText } from '../explain/text.ts'
import { readCases } from './case-file.ts'
import { runCase } from './run-case.ts'

const RECORDED = 'policy/kms-policy-cases.json'

const own = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
const recorded = hasShared(RECORDED) ? readCases(readFileSync(sharedPath(RECORDED), 'utf8')) : []

/** Nothing for a case that holds, and the faults with the trace for one that does not. */
function faultsOf(one: Parameters<typeof runCase>[0]): string {
  const { passed, faults, trace } = runCase(one)
  return passed ? '' : `${faults.join('; ')}\n${traceText(trace)}`
}

describe('the recorded policy cases', () => {
  it.skipIf(!hasShared(RECORDED))('are all there', () => expect(recorded.length).toBeGreaterThanOrEqual(67))
  it.each(recorded)('$id: $why → $expect', (one) => expect(faultsOf(one)).toBe(''))
})

describe.each(own)('our policy cases in %s', (file) => {
  const cases = readCases(readFileSync(join(import.meta.dirname, file), 'utf8'))
  it.each(cases)('$id: $why → $expect', (one) => expect(faultsOf(one)).toBe(''))
})

describe('a case that expects the wrong thing', () => {
  const text = readFileSync(join(import.meta.dirname, 'delegation.json'), 'utf8')
  const [first] = readCases(text)

  it('fails with the reason', () => {
    expect(first && runCase({ ...first, expect: 'allowed' }).faults).toEqual([
      'expected allowed, got implicitly-denied',
    ])
    expect(first && runCase({ ...first, decider: 'grant' }).faults[0]).toContain('expected to be decided by: grant')
  })
})

describe('a file that is not of the format is refused with the place:', () => {
  const base = {
    id: 'x',
    expect: 'Allowed',
    principal: 'arn:aws:iam::111122223333:user/A',
    action: 'kms:Decrypt',
    resource: '*',
    resourceAccount: '111122223333',
    keyPolicy: null,
    identityPolicies: [],
    grants: [],
    context: {},
  }
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*' }] }
  const refused = (change: object) => () => readCases(JSON.stringify({ cases: [{ ...base, ...change }] }))

  it('takes the unchanged case', () => expect(refused({})()).toHaveLength(1))

  it.each<[string, object]>([
    ['case x: there is no field "extra"', { extra: 1 }],
    ['case x: expect: expected one of', { expect: 'Denied' }],
    ['case x: principal: expected the ARN', { principal: 'arn:aws:iam::111122223333:group/A' }],
    ['case x: resourceAccount: expected 12 digits', { resourceAccount: 111122223333 }],
    ['case x: resourceAccount: expected 12 digits', { resourceAccount: '1' }],
    ['case x: identityPolicies: expected a list', { identityPolicies: policy }],
    ['case x: identityPolicies[0]: Statement[0]: Resource or NotResource is missing', { identityPolicies: [policy] }],
    ['case x: grants[0]: there is no field "who"', { grants: [{ who: 'x' }] }],
    ['case x: grants[0]: operations: expected a list', { grants: [{ granteePrincipal: 'x' }] }],
    ['case x: context: k: expected text', { context: { k: {} } }],
    ['case 1: id: expected text', { id: 1 }],
  ])('%s', (message, change) => expect(refused(change)).toThrow(message))

  it.each<[string, string]>([
    ['the file: not JSON', '{'],
    ['the file: cases: expected a list', '{}'],
    ['the file: expected an object', '[]'],
    ['case x: the id is used twice', JSON.stringify({ cases: [base, base] })],
  ])('%s', (message, file) => expect(() => readCases(file)).toThrow(message))
})
