import { describe, expect, it } from 'vitest'
import { simulate } from '#policy/lab/simulate.ts'
import { type LabState, scenarioOf } from './lab-state.ts'
import { decodeState, encodeState } from './share.ts'

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
const allow = (more: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*', ...more } })

const STATE: LabState = {
  principal: 'arn:aws:iam::111122223333:role/worker',
  action: 'kms:Decrypt',
  resource: ARN,
  policies: {
    key: allow({ Principal: { AWS: '111122223333' } }),
    identity: [allow({ Condition: { StringEquals: { 'kms:EncryptionContext:a': 'b' } } })],
    ...{ boundary: '', session: '', serviceControl: '', grants: '' },
  },
  encryptionContext: [{ key: 'a', value: 'b' }],
  context: [],
}

function outcome(state: LabState): string {
  const scenario = scenarioOf(state, undefined)
  if (typeof scenario === 'string') return scenario
  const simulation = simulate(scenario)
  return simulation.ok ? simulation.decision.outcome : 'problems'
}

describe('a question of the lab', () => {
  it('is decided as the service would', () => {
    expect(outcome(STATE)).toBe('allowed')
    expect(outcome({ ...STATE, encryptionContext: [] })).toBe('implicitly-denied')
    const grants = JSON.stringify([{ grantee: STATE.principal, operations: ['Decrypt'] }])
    expect(outcome({ ...STATE, encryptionContext: [], policies: { ...STATE.policies, grants } })).toBe('allowed')
  })

  it('across accounts needs both sides', () => {
    const foreign = { ...STATE, principal: 'arn:aws:iam::444455556666:role/worker' }
    expect(outcome(foreign)).toBe('implicitly-denied')
    const key = allow({ Principal: { AWS: '444455556666' } })
    expect(outcome({ ...foreign, policies: { ...STATE.policies, key } })).toBe('allowed')
  })

  it('says what is missing for one', () => {
    expect(outcome({ ...STATE, principal: 'somebody' })).toContain('Name a principal')
    expect(outcome({ ...STATE, resource: '*' })).toContain('Name a key')
    expect(outcome({ ...STATE, policies: { ...STATE.policies, grants: '{}' } })).toContain('grants')
    expect(outcome({ ...STATE, policies: { ...STATE.policies, key: '{' } })).toBe('problems')
  })
})

it('comes back out of an address', async () => {
  expect(await decodeState(await encodeState(STATE))).toEqual(STATE)
  expect(await decodeState('nonsense')).toBeUndefined()
})
