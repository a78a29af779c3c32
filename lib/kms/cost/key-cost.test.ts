import { describe, expect, it } from 'vitest'
import type { EpochMillis, KeyArn, KeyId, Region } from '#kernel/ids.ts'
import { keyStorage } from './key-cost.ts'
import type { KeyLife } from './life.ts'
import { type Month, periodOf } from './month.ts'

const at = (text: string) => Date.parse(`${text}Z`) as EpochMillis
/** Of 720 hours. */
const NOVEMBER = '2026-11' as Month
const LATER = at('2027-03-01T00:00:00')

const life = (change: Partial<KeyLife> = {}): KeyLife => ({
  arn: 'arn:aws:kms:us-east-1:111122223333:key/1' as KeyArn,
  keyId: '1' as KeyId,
  region: 'us-east-1' as Region,
  ...{ spec: 'SYMMETRIC_DEFAULT', manager: 'CUSTOMER', multiRegion: false, inKeyStore: false, aliases: [] },
  createdAt: at('2026-01-01T00:00:00'),
  rotations: [],
  cancelledWaits: [],
  ...change,
})
const of = (change: Partial<KeyLife>, month = NOVEMBER, now = LATER) => keyStorage(life(change), periodOf(month, now))
const stored = (change: Partial<KeyLife>, month = NOVEMBER, now = LATER) => {
  const { storage, rotations } = of(change, month, now)
  return [storage.hours, storage.amount, rotations.amount]
}

describe('the storage of a key', () => {
  it('is a dollar in every whole month, however many hours it has', () => {
    for (const month of ['2026-02', '2026-04', '2026-12']) expect(stored({}, month as Month)[1]).toBe(1_000_000)
  })

  it('counts from the hour it was made in, across the ends of months', () => {
    const createdAt = at('2026-10-31T23:59:59')
    expect(stored({ createdAt }, '2026-09' as Month)).toEqual([0, 0, 0])
    expect(stored({ createdAt }, '2026-10' as Month)).toEqual([1, 1344, 0])
    expect(stored({ createdAt })).toEqual([720, 1_000_000, 0])
    expect(stored({ createdAt: at('2026-11-16T00:00:00') })).toEqual([360, 500_000, 0])
  })

  it('counts until now in the running month', () => {
    expect(stored({}, NOVEMBER, at('2026-11-07T00:00:00'))).toEqual([144, 200_000, 0])
    expect(stored({}, NOVEMBER, at('2026-11-01T00:00:01'))).toEqual([1, 1389, 0])
  })

  it('ends when the deletion is scheduled, and says what is withheld', () => {
    const change = { waitingSince: at('2026-11-16T00:00:00') }
    expect(stored(change)).toEqual([360, 500_000, 0])
    expect(of(change)).toMatchObject({ withheld: 500_000, storage: { rules: ['key-month', 'pending-deletion'] } })
    expect(of(change, '2026-12' as Month)).toMatchObject({ withheld: 1_000_000, storage: { hours: 0, amount: 0 } })
    expect(of(change, '2026-10' as Month)).toEqual(of({}, '2026-10' as Month))
  })

  it('of a key made and deleted in one month is that of its hours before the waiting period', () => {
    const change = {
      createdAt: at('2026-11-02T00:30:00'),
      waitingSince: at('2026-11-02T10:00:00'),
      deletedAt: at('2026-11-09T10:00:00'),
    }
    expect(stored(change)).toEqual([10, 13_889, 0])
    expect(of(change)).not.toHaveProperty('withheld')
  })

  it('is billed after all when the deletion was cancelled, in the months before too', () => {
    const change = { cancelledWaits: [{ from: at('2026-10-20T00:00:00'), to: at('2026-11-05T00:00:00') }] }
    for (const month of ['2026-10', '2026-11'] as Month[]) {
      expect(of(change, month).storage).toMatchObject({ amount: 1_000_000, rules: ['key-month', 'deletion-cancelled'] })
    }
    expect(of(change, '2026-12' as Month).storage.rules).toEqual(['key-month'])
  })

  it('is the same for replicas and keys in key stores, each with its rule', () => {
    const { storage } = of({ multiRegion: true, inKeyStore: true })
    expect(storage).toEqual({ amount: 1_000_000, hours: 720, rules: ['key-month', 'multi-region', 'key-store'] })
  })

  it('of an AWS managed key is free, its rotations too', () => {
    const { storage, rotations } = of({ manager: 'AWS', rotations: [at('2025-11-01T00:00:00')] })
    expect(storage).toEqual({ amount: 0, hours: 0, rules: ['aws-managed'] })
    expect(rotations).toMatchObject({ amount: 0, count: 0 })
  })
})

describe('the rotations of a key', () => {
  const [first, second, third] = [at('2026-02-01T00:00:00'), at('2026-05-01T00:00:00'), at('2026-08-01T00:00:00')]

  it('add a dollar each for the first two, nothing for the third: three dollars at most', () => {
    expect(stored({ rotations: [first] })).toEqual([720, 1_000_000, 1_000_000])
    expect(stored({ rotations: [first, second] })).toEqual([720, 1_000_000, 2_000_000])
    expect(stored({ rotations: [first, second, third] })).toEqual([720, 1_000_000, 2_000_000])
    expect(of({ rotations: [first, second] }).rotations).toMatchObject({ count: 2, rules: ['rotation'] })
    expect(of({ rotations: [first, second, third] }).rotations).toMatchObject({
      count: 3,
      rules: ['rotation', 'rotation-cap'],
    })
  })

  it('are counted from their hour on', () => {
    const rotations = [at('2026-11-16T00:00:00'), at('2026-11-28T12:00:00')]
    expect(stored({ rotations })).toEqual([720, 1_000_000, 500_000 + 83_333])
    expect(of({ rotations }, '2026-10' as Month).rotations).toEqual({ amount: 0, hours: 0, count: 0, rules: [] })
  })

  it('of a replica that is younger than they are count from its own first hour', () => {
    expect(stored({ createdAt: at('2026-11-16T00:00:00'), rotations: [first, second] })).toEqual([
      360, 500_000, 1_000_000,
    ])
  })

  it('end with the storage when the deletion is scheduled', () => {
    const change = { rotations: [first], waitingSince: at('2026-11-16T00:00:00') }
    expect(stored(change)).toEqual([360, 500_000, 500_000])
    expect(of(change).withheld).toBe(1_000_000)
  })
})
