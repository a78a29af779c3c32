import { expect, it } from 'vitest'
import type { MaterialDto } from '#console/dto/keys.ts'
import { nextDue } from './next-due.ts'

const material = (expiresAt?: number, missing = false): MaterialDto => ({
  ...{ number: 1, materialId: 'm', state: 'current', how: 'imported', missing },
  ...(expiresAt === undefined ? {} : { expiresAt }),
})
const of = (nextRotationAt: number | undefined, ...materials: readonly MaterialDto[]) =>
  nextDue({ materials, onDemandUsed: 0, ...(nextRotationAt === undefined ? {} : { nextRotationAt }) }, 100)

it('is the first of what is planned', () => {
  expect(of(300, material())).toEqual({ what: 'rotation', at: 300 })
  expect(of(300, material(200))).toEqual({ what: 'expiry', at: 200 })
})

it('is nothing that is over, or of material that is not here', () => {
  expect(of(undefined, material(50), material(200, true))).toBeUndefined()
  expect(of(100)).toBeUndefined()
})
