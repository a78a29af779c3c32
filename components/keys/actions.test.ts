import { expect, it } from 'vitest'
import { everRotates, type KeyActions, lockedReason, rotationReason, scheduleReason, whyNot } from './actions.ts'

const CHANGES: readonly (keyof KeyActions)[] = ['enableKeys', 'disableKeys', 'scheduleDeletion', 'cancelDeletion']

it.each([
  ['Enabled', ['disableKeys', 'scheduleDeletion']],
  ['Disabled', ['enableKeys', 'scheduleDeletion']],
  ['PendingDeletion', ['cancelDeletion']],
  ['PendingImport', ['scheduleDeletion']],
  ['PendingReplicaDeletion', ['cancelDeletion']],
  ['Creating', ['scheduleDeletion']],
  ['Updating', []],
  ['Unavailable', ['scheduleDeletion']],
])('a key that is %s can be changed by %j', (state, possible) => {
  expect(CHANGES.filter((change) => whyNot(change, state) === undefined)).toEqual(possible)
})

const key = {
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  origin: 'AWS_KMS',
  manager: 'CUSTOMER',
  regionality: 'SINGLE',
  regions: [],
} as const

it('only enabled symmetric keys rotate, and of a multi-Region key only the primary', () => {
  expect(rotationReason(key)).toBeUndefined()
  expect(rotationReason({ ...key, regionality: 'PRIMARY', regions: ['us-east-1'] })).toBeUndefined()
  expect(rotationReason({ ...key, state: 'Disabled' })).toBeDefined()
  expect(rotationReason({ ...key, spec: 'RSA_2048' })).toBeDefined()
  expect(rotationReason({ ...key, manager: 'AWS' })).toBeDefined()
  expect(rotationReason({ ...key, regionality: 'REPLICA', regions: ['eu-west-1', 'us-east-1'] })).toContain('eu-west-1')
})

it('imported material rotates when it is told to, never by itself', () => {
  expect(rotationReason({ ...key, origin: 'EXTERNAL' })).toBeUndefined()
  expect(scheduleReason({ ...key, origin: 'EXTERNAL' })).toBeDefined()
  expect(scheduleReason(key)).toBeUndefined()
})

it.each(['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'])('a key of origin %s never rotates', (origin) => {
  expect(everRotates({ ...key, origin })).toBe(false)
  expect(rotationReason({ ...key, origin })).toBeDefined()
  expect(scheduleReason({ ...key, origin })).toBeDefined()
  expect(everRotates(key)).toBe(true)
})

it('what belongs to a key is fixed while it waits for its deletion, and for AWS managed keys always', () => {
  expect(lockedReason(key)).toBeUndefined()
  expect(lockedReason({ ...key, state: 'PendingReplicaDeletion' })).toBeDefined()
  expect(lockedReason({ ...key, manager: 'AWS' })).toBeDefined()
})
