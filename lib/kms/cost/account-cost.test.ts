import { describe, expect, it } from 'vitest'
import type { EpochMillis, KeyArn, KeyId, Region } from '#kernel/ids.ts'
import { accountCost, accountTotal, type Calls } from './account-cost.ts'
import type { KeyLife } from './life.ts'
import type { Month } from './month.ts'

const at = (text: string) => Date.parse(`${text}Z`) as EpochMillis
const MONTH = '2026-11' as Month
const AFTER = at('2026-12-15T00:00:00')
const MIDDLE = at('2026-11-16T00:00:00')
const REGION = 'us-east-1' as Region
const arn = (id: string) => `arn:aws:kms:us-east-1:111122223333:key/${id}` as KeyArn

const life = (id: string, change: Partial<KeyLife> = {}): KeyLife => ({
  ...{ arn: arn(id), keyId: id as KeyId, region: REGION, spec: 'SYMMETRIC_DEFAULT', manager: 'CUSTOMER' },
  ...{ multiRegion: false, inKeyStore: false, aliases: [], rotations: [], cancelledWaits: [] },
  createdAt: at('2026-01-01T00:00:00'),
  ...change,
})
const calls = (operation: string, count: number, change: Partial<Calls> = {}): Calls => ({
  ...{ region: REGION, operation, count },
  ...change,
})
const sumOf = (...each: Calls[]) => accountCost([], each, MONTH, AFTER).sum

describe('the free tier', () => {
  it.each([
    [19_999, 19_999, 0],
    [20_000, 20_000, 0],
    [20_001, 20_000, 3],
    [1_030_000, 20_000, 3_030_000],
  ])('of %i requests takes %i off', (count, freeRequests, total) => {
    expect(sumOf(calls('Encrypt', count))).toMatchObject({ freeRequests, credit: freeRequests * 3, total })
  })

  it('is one for all Regions', () => {
    const there = { region: 'eu-west-1' as Region }
    expect(sumOf(calls('Encrypt', 15_000), calls('Encrypt', 15_000, there))).toMatchObject({
      freeRequests: 20_000,
      total: 30_000,
    })
  })

  it('holds for nothing that uses or makes a key pair', () => {
    const sum = sumOf(
      calls('Sign', 100, { key: arn('x'), spec: 'ECC_NIST_P256' }),
      calls('Sign', 100, { key: arn('y'), spec: 'RSA_2048' }),
      calls('GenerateDataKeyPair', 100, { pairSpec: 'ECC_NIST_P256' }),
      calls('GenerateDataKeyPairWithoutPlaintext', 100, { pairSpec: 'RSA_4096' }),
    )
    expect(sum).toMatchObject({ freeRequests: 0, credit: 0, total: 1500 + 300 + 1000 + 120_000 })
    expect(sum.requests.map(({ rule, count, amount }) => [rule, count, amount])).toEqual([
      ['requests-rsa2048', 100, 300],
      ['requests-asymmetric', 100, 1500],
      ['requests-eccPair', 100, 1000],
      ['requests-rsaPair', 100, 120_000],
    ])
  })
})

describe('the cost of an account', () => {
  it('is the sum of its rows less the free tier, exactly', () => {
    const start = at('2026-11-01T00:00:00')
    const lives = Array.from({ length: 997 }, (_, n) => {
      return life(`k${n}`, { createdAt: (start + n * 2_000_003) as EpochMillis })
    })
    const { rows, sum } = accountCost(lives, [calls('Encrypt', 33_333, { key: arn('k1') })], MONTH, AFTER)
    expect(rows.reduce((total, row) => total + row.total, 0) - sum.credit).toBe(sum.total)
    expect(Number.isSafeInteger(sum.total)).toBe(true)
    expect(accountTotal(lives, [calls('Encrypt', 33_333, { key: arn('k1') })], MONTH, AFTER)).toBe(sum.total)
  })

  it('has a row for each key with its requests, priced by its own spec', () => {
    const lives = [life('a'), life('b', { spec: 'RSA_4096' }), life('c', { manager: 'AWS' })]
    const made = [
      calls('Encrypt', 10, { key: arn('a') }),
      calls('Sign', 10, { key: arn('b') }),
      calls('DescribeKey', 10, { key: arn('b') }),
      calls('Decrypt', 10, { key: arn('c') }),
    ]
    const { rows, keys, sum } = accountCost(lives, made, MONTH, AFTER)
    expect(rows.map(({ total }) => total)).toEqual([1_000_030, 1_000_000 + 150 + 30, 30])
    expect(keys).toBe(2)
    expect(accountTotal(lives, made, MONTH, AFTER)).toBe(sum.total)
    expect(sum).toMatchObject({ storage: 2_000_000, rotations: 0, freeRequests: 30, credit: 90 })
  })

  it('has rows for calls on no key, by Region, and on keys of other accounts', () => {
    const other = 'arn:aws:kms:us-east-1:444455556666:key/z' as KeyArn
    const there = { region: 'eu-west-1' as Region }
    const { rows } = accountCost(
      [],
      [
        calls('ListKeys', 1),
        calls('GenerateRandom', 2),
        calls('ListKeys', 3, there),
        calls('Decrypt', 4, { key: other, spec: 'RSA_3072' }),
      ],
      MONTH,
      AFTER,
    )
    expect(rows.map(({ subject, total }) => [subject.kind, total])).toEqual([
      ['no-key', 9],
      ['no-key', 9],
      ['foreign', 60],
    ])
  })

  it('leaves out keys that were not there, and keeps those whose deletion is pending', () => {
    const lives = [
      life('new', { createdAt: at('2026-12-01T00:00:00') }),
      life('new-managed', { manager: 'AWS', createdAt: at('2026-12-01T00:00:00') }),
      life('gone', { waitingSince: at('2026-10-01T00:00:00'), deletedAt: at('2026-10-08T00:00:00') }),
      life('waits', { waitingSince: at('2026-10-30T00:00:00') }),
    ]
    const { rows, keys } = accountCost(lives, [], MONTH, AFTER)
    expect(rows.map(({ subject, total }) => [subject.kind === 'key' && subject.life.keyId, total])).toEqual([
      ['waits', 0],
    ])
    expect(keys).toBe(0)
  })
})

describe('the forecast', () => {
  it('is there in the running month alone', () => {
    expect(accountCost([life('a')], [], MONTH, AFTER)).not.toHaveProperty('forecast')
    expect(accountCost([life('a')], [], MONTH, MIDDLE).forecast?.storage).toBe(1_000_000)
  })

  it('counts planned rotations from their hour, and keeps pending deletions free', () => {
    const lives = [
      life('rotates', { nextRotation: at('2026-11-23T12:00:00') }),
      life('later', { nextRotation: at('2026-12-01T00:00:00') }),
      life('waits', { waitingSince: at('2026-11-10T00:00:00'), nextRotation: at('2026-11-20T00:00:00') }),
    ]
    const { forecast } = accountCost(lives, [], MONTH, MIDDLE)
    expect(forecast).toMatchObject({ storage: 2_300_000, rotations: 250_000 })
  })

  it('lets requests go on at their average, with one free tier for the month', () => {
    const { sum, forecast } = accountCost([], [calls('Encrypt', 15_000)], MONTH, MIDDLE)
    expect(sum).toMatchObject({ freeRequests: 15_000, total: 0 })
    expect(forecast).toMatchObject({ freeRequests: 20_000, total: 30_000 })
    expect(forecast?.requests).toMatchObject([{ count: 30_000 }])
  })

  it('divides by no hour less than one', () => {
    const start = at('2026-11-01T00:00:00')
    expect(accountCost([], [calls('Encrypt', 1)], MONTH, start).forecast?.requests).toMatchObject([{ count: 720 }])
  })
})
