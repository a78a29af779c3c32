import { beforeEach, describe, expect, it } from 'vitest'
import { AWS_ACCOUNT } from '#kernel/scope.ts'
import { isServiceError } from '#kernel/service-error.ts'
import { encrypted } from '#testing/calls.ts'
import { envelopeOf, eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'
import { externalKey } from '#testing/key-stores.ts'
import { type Limited, limited } from '#testing/limits.ts'
import { createKms } from '../execute.ts'
import { createQuotaReads } from './quota-reads.ts'

const PLAINTEXT = Buffer.from('attack at dawn')

let harness: Harness
let under: Limited
beforeEach(async () => {
  harness = await openHarness()
  under = limited(harness)
  under.profile = 'aws'
})

/** The codes that calls at one moment end by. */
async function codes(calls: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
  const ended = await Promise.all(calls.map((call) => call().catch((error: unknown) => error)))
  return ended.map((outcome) => (isServiceError(outcome) ? outcome.code : 'OK'))
}

const createKey = (caller = harness.caller()) => under.kms.execute('CreateKey', {}, caller)
const used = async (quota: string, caller = harness.caller()) => {
  const { gauges } = await createQuotaReads(under.ports, under.quotas)(caller)
  return gauges.find((gauge) => gauge.quota.id === quota)?.use?.lastSecond
}

describe('a call over its request quota', () => {
  it('is refused in AWS’s words, does nothing and is in the log', async () => {
    const before = (await harness.call('ListKeys', {})).Keys?.length ?? 0
    const events = await eventsOf(harness, async () => {
      const outcomes = await codes(Array.from({ length: 8 }, () => createKey))
      expect(outcomes.toSorted()).toEqual([...Array(5).fill('OK'), ...Array(3).fill('ThrottlingException')])
    })
    expect((await harness.call('ListKeys', {})).Keys).toHaveLength(before + 5)
    const refused = events.filter(({ outcome }) => outcome === 'error')
    expect(refused).toHaveLength(3)
    expect(refused[0]?.record).toMatchObject({
      eventName: 'CreateKey',
      errorCode: 'ThrottlingException',
      errorMessage: 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    })
    expect(refused[0]?.decisions).toEqual([])
  })

  it('goes through once there is room again', async () => {
    expect(await codes(Array.from({ length: 6 }, () => createKey))).toContain('ThrottlingException')
    harness.clock.advance(200)
    expect(await codes([createKey])).toEqual(['OK'])
  })

  it('is refused before its key is looked up, and not when its input is invalid', async () => {
    const disable = (KeyId: string) => () => under.kms.execute('DisableKey', { KeyId }, harness.caller())
    const missing = disable('00000000-1111-2222-3333-444444444444')
    const outcomes = await codes([...Array.from({ length: 6 }, () => missing), disable('')])
    expect(outcomes).toEqual([...Array(5).fill('NotFoundException'), 'ThrottlingException', 'ValidationException'])
  })

  it('is paid once, however often it is planned', async () => {
    const { KeyId } = await harness.newKey()
    let stale = 3
    const commit: typeof harness.ports.store.commit = async (transaction) => {
      if (stale-- > 0) return 'stale'
      return harness.ports.store.commit(transaction)
    }
    const kms = createKms({ ...under.ports, store: { ...harness.ports.store, commit } })
    await kms.execute('UpdateKeyDescription', { KeyId, Description: 'new' }, harness.caller())
    expect(stale).toBeLessThan(0)
    expect(await used('UpdateKeyDescription')).toBe(1)
  })
})

describe('quotas', () => {
  it('are those of the caller’s account, also for a key of another', async () => {
    const { Arn = '', KeyId } = await harness.newKey()
    const other = harness.caller({ account: OTHER_ACCOUNT })
    const statement = { Effect: 'Allow', Principal: { AWS: [ACCOUNT, OTHER_ACCOUNT] }, Action: 'kms:*', Resource: '*' }
    await harness.call('PutKeyPolicy', { KeyId, Policy: JSON.stringify({ Statement: [statement] }) })
    await under.kms.execute('Encrypt', { KeyId: Arn, Plaintext: PLAINTEXT }, other)
    expect(await used('symmetric', other)).toBe(1)
    expect(await used('symmetric')).toBe(0)
  })

  it('are drawn on twice by ReEncrypt, and by a dry run as by any call', async () => {
    const { KeyId } = await harness.newKey()
    const CiphertextBlob = await encrypted(harness, KeyId, 'attack at dawn')
    const input = { CiphertextBlob, DestinationKeyId: KeyId }
    await under.kms.execute('ReEncrypt', input, harness.caller())
    expect(await used('symmetric')).toBe(2)
    const dry = () => under.kms.execute('ReEncrypt', { ...input, DryRun: true }, harness.caller())
    expect(await codes([dry])).toEqual(['DryRunOperationException'])
    expect(await used('symmetric')).toBe(4)
  })

  it('are drawn on by AWS managed keys, and by calls that are denied', async () => {
    const managed = { KeyId: 'alias/aws/ebs' }
    await under.kms.execute('DescribeKey', managed, harness.caller())
    expect(await used('DescribeKey')).toBe(1)
    const encrypt = () => under.kms.execute('Encrypt', { ...managed, Plaintext: PLAINTEXT }, harness.caller())
    expect(await codes([encrypt])).toEqual(['AccessDeniedException'])
    expect(await used('symmetric')).toBe(1)
  })

  it('are not drawn on by AWS owned keys', async () => {
    const ofAws = harness.caller({ account: AWS_ACCOUNT })
    expect(await codes(Array.from({ length: 20 }, () => () => createKey(ofAws)))).toEqual(Array(20).fill('OK'))
  })

  it('of a key store are drawn on beside the shared one, by all accounts together', async () => {
    const { KeyId, Arn = '', CustomKeyStoreId = '' } = await externalKey(harness)
    const statement = { Effect: 'Allow', Principal: { AWS: [ACCOUNT, OTHER_ACCOUNT] }, Action: 'kms:*', Resource: '*' }
    await harness.call('PutKeyPolicy', { KeyId, Policy: JSON.stringify({ Statement: [statement] }) })
    const other = harness.caller({ account: OTHER_ACCOUNT })
    for (const caller of [harness.caller(), other]) {
      await under.kms.execute('Encrypt', { KeyId: Arn, Plaintext: PLAINTEXT }, caller)
    }
    expect(await used(`store ${CustomKeyStoreId}`)).toBe(2)
    expect(await used('symmetric')).toBe(1)
    expect(await used('symmetric', other)).toBe(1)
    const scope = harness.caller().scope
    under.quotas.take([{ scope, quota: `store ${CustomKeyStoreId}`, requests: 1798 }])
    const encrypt = () => under.kms.execute('Encrypt', { KeyId, Plaintext: PLAINTEXT }, harness.caller())
    expect(await codes([encrypt])).toEqual(['ThrottlingException'])
  })

  it('of key stores are told to those only who may see the stores', async () => {
    const { CustomKeyStoreId = '' } = await externalKey(harness)
    const quota = `store ${CustomKeyStoreId}`
    expect(await used(quota)).toBe(0)
    expect(await used(quota, harness.caller({ principal: harness.identities.user(ACCOUNT, 'nobody') }))).toBeUndefined()
  })

  it('stand before nothing when they are off', async () => {
    under.profile = 'off'
    expect(await codes(Array.from({ length: 20 }, () => createKey))).toEqual(Array(20).fill('OK'))
    const { gauges, profile } = await createQuotaReads(under.ports, under.quotas)(harness.caller())
    expect(profile).toBe('off')
    expect(gauges.every(({ use }) => use === undefined)).toBe(true)
  })

  it('leave no event when they are read', async () => {
    const before = await harness.events()
    await createQuotaReads(under.ports, under.quotas)(harness.caller())
    expect((await harness.events()).map(envelopeOf)).toEqual(before.map(envelopeOf))
  })
})
