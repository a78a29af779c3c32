import { expect, it } from 'vitest'
import { type KeyActions, rotationReason, whyNot } from './actions.ts'

const CHANGES: readonly (keyof KeyActions)[] = ['enableKeys', 'disableKeys', 'scheduleDeletion', 'cancelDeletion']

it.each([
  ['Enabled', ['disableKeys', 'scheduleDeletion']],
  ['Disabled', ['enableKeys', 'scheduleDeletion']],
  ['PendingDeletion', ['cancelDeletion']],
  ['PendingImport', ['scheduleDeletion']],
  ['Creating', ['scheduleDeletion']],
])('a key that is %s can be changed by %j', (state, possible) => {
  expect(CHANGES.filter((change) => whyNot(change, state) === undefined)).toEqual(possible)
})

it('only enabled symmetric keys with material of their own rotate', () => {
  const key = { state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS' }
  expect(rotationReason(key)).toBeUndefined()
  expect(rotationReason({ ...key, state: 'Disabled' })).toBeDefined()
  expect(rotationReason({ ...key, spec: 'RSA_2048' })).toBeDefined()
  expect(rotationReason({ ...key, origin: 'EXTERNAL' })).toBeDefined()
})
