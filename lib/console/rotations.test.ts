import { expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { rotationsDto } from './rotations.ts'

const BORN = 1000 as EpochMillis
const AT = (time: number) => time as EpochMillis

it('orders materials by birth, whatever the order they are listed in', () => {
  const rotations = [
    { KeyMaterialId: 'c', KeyMaterialState: 'CURRENT', RotationType: 'ON_DEMAND', RotationDate: AT(3000) },
    { KeyMaterialId: 'a', KeyMaterialState: 'NON_CURRENT' },
    { KeyMaterialId: 'b', KeyMaterialState: 'NON_CURRENT', RotationType: 'AUTOMATIC', RotationDate: AT(2000) },
  ] as const
  const status = { KeyRotationEnabled: true, RotationPeriodInDays: 90, NextRotationDate: AT(9000) }
  expect(rotationsDto(BORN, rotations, status)).toEqual({
    materials: [
      { number: 1, materialId: 'a', state: 'former', since: 1000, how: 'created', missing: false },
      { number: 2, materialId: 'b', state: 'former', since: 2000, how: 'automatic', missing: false },
      { number: 3, materialId: 'c', state: 'current', since: 3000, how: 'on-demand', missing: false },
    ],
    periodInDays: 90,
    nextRotationAt: 9000,
    onDemandUsed: 1,
  })
})

it('plans nothing while automatic rotation is off', () => {
  const dto = rotationsDto(BORN, [], {
    KeyRotationEnabled: false,
    RotationPeriodInDays: 90,
    NextRotationDate: AT(9000),
  })
  expect(dto).toEqual({ materials: [], onDemandUsed: 0 })
})

it('tells of imported material what is missing, what expires, and what waits for its rotation', () => {
  const rotations = [
    { KeyMaterialId: 'b', KeyMaterialState: 'PENDING_ROTATION', ImportState: 'IMPORTED', ValidTo: AT(9000) },
    { KeyMaterialId: 'a', KeyMaterialState: 'CURRENT', ImportState: 'PENDING_IMPORT', KeyMaterialDescription: 'HSM 1' },
  ] as const
  expect(rotationsDto(BORN, rotations, {}).materials).toEqual([
    { number: 1, materialId: 'a', state: 'current', how: 'imported', missing: true, description: 'HSM 1' },
    { number: 2, materialId: 'b', state: 'pending', how: 'imported', missing: false, expiresAt: 9000 },
  ])
})
