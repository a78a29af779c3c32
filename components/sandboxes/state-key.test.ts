import { expect, it } from 'vitest'
import { stateKey } from './state-key.ts'

const state = { name: 'demo', quotas: 'off', faults: [], clock: { now: 1000, frozen: false, ahead: 0 } } as const
const frozen = { ...state, clock: { ...state.clock, frozen: true } }

it('is the same a moment later, while nobody changes anything', () => {
  expect(stateKey({ ...state, clock: { ...state.clock, now: 4000 } })).toBe(stateKey(state))
  expect(stateKey({ ...frozen, clock: { ...frozen.clock, ahead: -3000 } })).toBe(stateKey(frozen))
})

it.each([
  ['a clock that was moved on', { ...state, clock: { ...state.clock, now: 4000, ahead: 3000 } }],
  ['a clock that was frozen', frozen],
  ['a fault', { ...state, faults: [{ kind: 'throttle' }] }],
  ['another profile of quotas', { ...state, quotas: 'aws' as const }],
])('is another one for %s', (_, other) => {
  expect(stateKey(other)).not.toBe(stateKey(state))
})

it('is another one for a frozen clock that was moved on', () => {
  expect(stateKey({ ...frozen, clock: { ...frozen.clock, now: 4000 } })).not.toBe(stateKey(frozen))
})
