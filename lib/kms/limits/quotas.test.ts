import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, Region, SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { TestClock } from '#testing/clock.ts'
import { ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION } from '#testing/harness.ts'
import type { QuotaProfile } from './quota-classes.ts'
import { createQuotas, type Quotas } from './quotas.ts'

const SCOPE = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }

let clock: TestClock
let profile: QuotaProfile
let refused: string[]
let quotas: Quotas

beforeEach(() => {
  clock = new TestClock()
  profile = 'aws'
  refused = []
  quotas = createQuotas({ profileOf: () => profile, clock, throttled: (metric) => refused.push(metric) })
})

/** How many of a number of calls at one moment get through. */
function taken(calls: number, quota: string, scope = SCOPE, requests = 1): number {
  const outcomes = Array.from({ length: calls }, () => quotas.take([{ scope, quota, requests }]))
  return outcomes.filter(Boolean).length
}

const rateOf = (quota: string, region: string) => {
  const scope = { ...SCOPE, region: region as Region }
  return quotas.gauges(scope, []).find((gauge) => gauge.quota.id === quota)?.rate
}

describe('request quotas', () => {
  it.each<[QuotaProfile, string, number]>([
    ['aws', 'eu-north-1', 10_000],
    ['aws', 'eu-central-1', 20_000],
    ['aws', 'us-east-1', 100_000],
    ['brief', 'eu-north-1', 5_500],
    ['brief', 'eu-central-1', 10_000],
    ['brief', 'us-east-1', 50_000],
  ])('of the profile %s give symmetric keys in %s %i requests a second', (wanted, region, rate) => {
    profile = wanted
    expect(rateOf('symmetric', region)).toBe(rate)
    expect(taken(rate + 10, 'symmetric', { ...SCOPE, region: region as Region })).toBe(rate)
  })

  it.each<[string, number]>([
    ['rsa', 1000],
    ['eccSm2', 1000],
    ['mlDsa', 1000],
    ['mlKem', 1000],
    ['store cks-1', 1800],
    ['pair RSA_2048', 20],
    ['pair RSA_3072', 4],
    ['pair RSA_4096', 1],
    ['pair ECC_NIST_P256', 100],
    ['pair SM2', 25],
    ['CreateKey', 5],
    ['CreateGrant', 50],
    ['DescribeKey', 2000],
    ['GetParametersForImport', 1],
  ])('of both profiles give %s %i', (quota, rate) => {
    for (const each of ['aws', 'brief'] as const) {
      profile = each
      expect(
        taken(rate + 3, quota, { ...SCOPE, account: (each === 'aws' ? ACCOUNT : OTHER_ACCOUNT) as AccountId }),
      ).toBe(rate)
    }
  })

  it('refuse nothing when they are off, and what has none', () => {
    expect(taken(100, 'pair ML_KEM_768')).toBe(100)
    profile = 'off'
    expect(taken(100, 'CreateKey')).toBe(100)
    expect(refused).toEqual([])
  })

  it('are apart for each sandbox, account, Region, operation and key store', () => {
    expect(taken(9, 'CreateKey')).toBe(5)
    expect(taken(9, 'CreateKey', { ...SCOPE, account: OTHER_ACCOUNT })).toBe(5)
    expect(taken(9, 'CreateKey', { ...SCOPE, region: OTHER_REGION })).toBe(5)
    expect(taken(9, 'CreateKey', { ...SCOPE, sandbox: 'other' as SandboxId })).toBe(5)
    expect(taken(9, 'CreateAlias')).toBe(5)
    expect(taken(2000, 'store cks-1')).toBe(1800)
    expect(taken(2000, 'store cks-2')).toBe(1800)
    expect(taken(1, 'CreateKey')).toBe(0)
  })

  it('take all that a call draws, or nothing', () => {
    const charges = [
      { scope: SCOPE, quota: 'ReplicateKey', requests: 1 },
      { scope: { ...SCOPE, region: OTHER_REGION }, quota: 'CreateKey', requests: 2 },
    ]
    expect([1, 2, 3].map(() => quotas.take(charges))).toEqual([true, true, false])
    // One request of the five is left there, and three here.
    expect(taken(9, 'CreateKey', { ...SCOPE, region: OTHER_REGION })).toBe(1)
    expect(taken(9, 'ReplicateKey')).toBe(3)
    expect(refused.slice(0, 1)).toEqual(['CreateKey'])
  })

  it('take two from one quota as two, not twice one', () => {
    const twice = [1, 2].map(() => ({ scope: SCOPE, quota: 'GetParametersForImport', requests: 1 }))
    expect(quotas.take(twice)).toBe(false)
    expect(taken(2, 'GetParametersForImport')).toBe(1)
  })

  it('come back with time', () => {
    expect(taken(9, 'CreateKey')).toBe(5)
    clock.advance(400)
    expect(taken(9, 'CreateKey')).toBe(2)
    clock.advance(1000)
    expect(taken(9, 'CreateKey')).toBe(5)
  })

  it('begin anew in a sandbox that was put back, and in no other', () => {
    const other = { ...SCOPE, sandbox: 'other' as SandboxId }
    taken(9, 'CreateKey', other)
    taken(2000, 'store cks-1', other)
    taken(9, 'CreateKey')
    quotas.forget(other.sandbox)
    expect(taken(9, 'CreateKey', other)).toBe(5)
    expect(taken(1, 'store cks-1', other)).toBe(1)
    expect(taken(9, 'CreateKey')).toBe(0)
  })

  it('begin anew with another profile', () => {
    expect(taken(120_000, 'symmetric')).toBe(100_000)
    profile = 'brief'
    expect(taken(120_000, 'symmetric')).toBe(50_000)
  })

  it('keep a refused quota refused while calls name key stores that are not there', () => {
    expect(taken(9, 'CreateKey')).toBe(5)
    for (let store = 0; store < 12_000; store++) taken(1, `store cks-${store}`)
    expect(taken(1, 'CreateKey')).toBe(0)
  })

  it('count refusals by the quota, of all key stores as one', () => {
    taken(6, 'CreateKey')
    taken(1801, 'store cks-1')
    taken(1801, 'store cks-2')
    expect(refused).toEqual(['CreateKey', 'keyStore', 'keyStore'])
  })
})

describe('gauges', () => {
  const gaugeOf = (quota: string) =>
    quotas.gauges(SCOPE, [{ customKeyStoreId: 'cks-1' }]).find((gauge) => gauge.quota.id === quota)

  it('tell the rate and the use of every quota, those of key stores too', () => {
    taken(7, 'CreateKey')
    taken(3, 'symmetric', SCOPE, 2)
    taken(4, 'store cks-1')
    expect(gaugeOf('CreateKey')).toMatchObject({ rate: 5, use: { lastSecond: 5, peak: 5, throttled: 2 } })
    expect(gaugeOf('symmetric')).toMatchObject({ rate: 100_000, use: { lastSecond: 6, peak: 6, throttled: 0 } })
    expect(gaugeOf('store cks-1')).toMatchObject({ rate: 1800, use: { lastSecond: 4 } })
    expect(gaugeOf('CreateAlias')).toMatchObject({ rate: 5, use: { lastSecond: 0, peak: 0, throttled: 0 } })
  })

  it('tell the figures of AWS and no use when quotas are off', () => {
    profile = 'off'
    taken(7, 'CreateKey')
    expect(gaugeOf('CreateKey')).toEqual({ quota: expect.objectContaining({ id: 'CreateKey' }), rate: 5 })
  })

  it('do not count what they read', () => {
    taken(1, 'CreateKey')
    for (const _ of [1, 2, 3]) expect(gaugeOf('CreateKey')?.use?.lastSecond).toBe(1)
  })
})
