import { expect, it } from 'vitest'
import type { MaterialStateDto } from '#console/dto/keys.ts'
import type { Rotating } from '../actions.ts'
import { onDemandReason } from './rotate.ts'

const key: Rotating = {
  ...{ state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS', manager: 'CUSTOMER' },
  regionality: 'SINGLE',
  regions: [],
}

function rotationsOf(onDemandUsed: number, ...states: readonly MaterialStateDto[]) {
  const materials = states.map((state, index) => ({
    ...{ number: index + 1, materialId: `m${index}`, state, how: 'created' as const, missing: false },
  }))
  return { materials, onDemandUsed }
}

it('a key rotates on demand 25 times', () => {
  expect(onDemandReason(key, rotationsOf(24, 'current'))).toBeUndefined()
  expect(onDemandReason(key, rotationsOf(25, 'current'))).toBe('All 25 rotations on demand are used')
  expect(onDemandReason({ ...key, state: 'Disabled' }, rotationsOf(0, 'current'))).toBe('Only an enabled key rotates')
})

it('an imported key rotates to material that waits for it in all its Regions', () => {
  const imported = { ...key, origin: 'EXTERNAL' }
  expect(onDemandReason(imported, rotationsOf(0, 'current', 'pending'))).toBeUndefined()
  expect(onDemandReason(imported, rotationsOf(0, 'current'))).toBe('Import new material first')
  expect(onDemandReason(imported, rotationsOf(0, 'current', 'pending-elsewhere'))).toMatch(
    /in its other Regions first$/,
  )
})
