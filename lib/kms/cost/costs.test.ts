import { beforeEach, describe, expect, it } from 'vitest'
import { isCloudTrailOperation } from '#cloudtrail/registry.ts'
import { isIamOperation } from '#iam/registry.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { runDue } from '#kms/due.ts'
import { operationNames } from '#model/api.ts'
import { openMemoryStore } from '#store/open.ts'
import { isStsOperation } from '#sts/registry.ts'
import { eventsOf } from '#testing/events.ts'
import { fixturesOf, SANDBOX } from '#testing/fixtures.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { openIamHarness } from '#testing/iam-harness.ts'
import { administering } from '#testing/sandboxes.ts'
import type { Caller } from '../ports.ts'
import { createCosts } from './costs.ts'
import type { Month } from './month.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness(openMemoryStore())
})

/** The test's clock begins with January 2026, of 744 hours. */
const JANUARY = '2026-01' as Month
const FEBRUARY = '2026-02' as Month
const cost = (month?: Month, caller = kms.caller()) => kms.cost(month, caller)
const rowOf = async (arn: string | undefined, month?: Month) => {
  const { rows } = await cost(month)
  return rows.find(({ subject }) => subject.kind === 'key' && subject.life.arn === arn)
}
const user = (name: string, ...Statement: object[]) =>
  kms.caller({ principal: kms.identities.user(ACCOUNT, name, { Version: '2012-10-17', Statement }) })
const allow = (Action: string | readonly string[], Resource = '*') => ({ Effect: 'Allow', Action, Resource })
const runDueNow = () => runDue(kms.caller().scope.sandbox, kms.clock.now(), kms.ports)

describe('what an account costs', () => {
  it('is nothing before there is anything', async () => {
    const { rows, sum, months } = await cost()
    expect([rows, sum.total, months]).toEqual([[], 0, [{ month: JANUARY, total: 0 }]])
  })

  it('comes of its keys, rotations and calls, with the forecast', async () => {
    const { KeyId = '', Arn } = await kms.newKey()
    kms.clock.advanceDays(15.5)
    await kms.call('RotateKeyOnDemand', { KeyId })
    for (let n = 0; n < 3; n++) await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') })
    await kms.refusal('Encrypt', { KeyId, Plaintext: Buffer.from('x'), DryRun: true })
    expect(await rowOf(Arn)).toMatchObject({
      held: { storage: { amount: 500_000, hours: 372 }, rotations: { amount: 0, count: 0 } },
      requests: [{ class: 'symmetric', count: 6, amount: 18 }],
    })
    kms.clock.advanceDays(1)
    expect(await rowOf(Arn)).toMatchObject({ held: { rotations: { amount: 32_258, count: 1 } } })
    expect((await cost()).forecast).toMatchObject({ storage: 1_000_000, rotations: 500_000 })
    kms.clock.advanceDays(20)
    expect(await cost(JANUARY)).toMatchObject({ sum: { storage: 1_000_000, rotations: 500_000 } })
    expect((await cost()).months.map(({ month }) => month)).toEqual([JANUARY, FEBRUARY])
  })

  it('counts each call once, also when asked again and when others ask meanwhile', async () => {
    const { KeyId = '', Arn } = await kms.newKey()
    await Promise.all([cost(), cost()])
    await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') })
    await Promise.all([cost(), cost(), cost()])
    expect((await rowOf(Arn))?.requests).toMatchObject([{ count: 2 }])
  })

  it('is counted anew in a sandbox that was put back, however long the log was of its other accounts', async () => {
    const sandbox = 'a' as SandboxId
    const [own, other] = [kms.caller({ sandbox }), kms.caller({ sandbox, account: OTHER_ACCOUNT })]
    const draw = (caller: Caller) => kms.call('GenerateRandom', { NumberOfBytes: 1 }, caller)
    const drawn = async () => (await cost(undefined, own)).sum.requests.map(({ count }) => count)
    const admin = administering(kms)
    await admin('CreateSandbox', { name: 'a' })
    await draw(own)
    await admin('CreateSnapshot', { id: sandbox, name: 'kept' })
    for (let n = 0; n < 10; n++) await draw(other)
    expect(await drawn()).toEqual([1])
    await admin('RestoreSnapshot', { id: sandbox, name: 'kept' })
    for (let n = 0; n < 3; n++) await draw(own)
    expect(await drawn()).toEqual([4])
    await admin('ResetSandbox', { id: sandbox })
    expect(await drawn()).toEqual([])
  })

  it('prices calls by the key, and those for a pair by the pair', async () => {
    const { KeyId = '', Arn } = await kms.newKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    const Message = Buffer.from('x')
    await kms.call('Sign', { KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' })
    await kms.call('GetPublicKey', { KeyId })
    const symmetric = await kms.newKey()
    const pair = { KeyId: symmetric.KeyId, KeyPairSpec: 'ECC_NIST_P384' } as const
    await kms.call('GenerateDataKeyPairWithoutPlaintext', pair)
    await kms.refusal('GenerateDataKeyPair', { ...pair, KeyPairSpec: 'RSA_2048', DryRun: true })
    expect((await rowOf(Arn))?.requests.map((each) => [each.class, each.count])).toEqual([
      ['symmetric', 1],
      ['asymmetric', 2],
    ])
    expect((await rowOf(symmetric.Arn))?.requests.map((each) => [each.class, each.count])).toEqual([
      ['symmetric', 1],
      ['eccPair', 1],
      ['rsaPair', 1],
    ])
  })

  it('has every replica as a key of its own, with the rotations of its primary', async () => {
    const { KeyId = '', Arn } = await kms.newKey({ MultiRegion: true })
    await kms.call('RotateKeyOnDemand', { KeyId })
    kms.clock.advanceDays(1)
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
    kms.clock.advanceDays(1)
    const held = (hours: number) => ({ held: { storage: { hours }, rotations: { hours, count: 1 } } })
    expect(await rowOf(Arn)).toMatchObject(held(48))
    expect(await rowOf(Arn?.replace(REGION, OTHER_REGION))).toMatchObject(held(24))
    expect((await rowOf(Arn))?.held?.storage.rules).toEqual(['key-month', 'multi-region'])
  })

  it('leaves the waiting period of a deletion out, and takes it in when it is cancelled', async () => {
    const { KeyId = '', Arn } = await kms.newKey()
    kms.clock.advanceDays(5)
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 30 })
    kms.clock.advanceDays(10)
    expect(await rowOf(Arn)).toMatchObject({ held: { storage: { hours: 120 }, withheld: 322_581 } })
    await kms.call('CancelKeyDeletion', { KeyId })
    const row = await rowOf(Arn)
    expect(row).toMatchObject({ held: { storage: { hours: 360, rules: ['key-month', 'deletion-cancelled'] } } })
    expect(row?.held).not.toHaveProperty('withheld')
  })

  it('knows keys that are gone by the log', async () => {
    const { KeyId = '', Arn } = await kms.newKey({ KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' })
    kms.clock.advanceDays(5)
    await kms.refusal('Sign', {
      KeyId,
      Message: Buffer.from('x'),
      SigningAlgorithm: 'RSASSA_PSS_SHA_256',
      DryRun: true,
    })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    kms.clock.advanceDays(8)
    await runDueNow()
    await kms.refusal('DescribeKey', { KeyId })
    expect(await rowOf(Arn)).toMatchObject({
      subject: { life: { spec: 'RSA_4096', aliases: [] } },
      held: { storage: { hours: 120 } },
      requests: [{ class: 'symmetric' }, { class: 'asymmetric', count: 1 }],
    })
    kms.clock.advanceDays(30)
    expect((await cost()).keys).toBe(0)
  })

  it('has a replica that was made anew as a key of its own, and its calls once', async () => {
    const { KeyId = '', Arn } = await kms.newKey({ MultiRegion: true })
    const there = kms.caller({ region: OTHER_REGION })
    const replicate = async () => {
      await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
      await runDueNow()
    }
    const schedule = () => kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, there)
    const replicas = async (month?: Month) => {
      const rows = (await cost(month)).rows.filter(({ subject }) => {
        return subject.kind === 'key' && subject.life.arn === Arn?.replace(REGION, OTHER_REGION)
      })
      return rows.map(({ held, requests }) => [held?.storage.hours, requests.map(({ count }) => count)])
    }
    await replicate()
    await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') }, there)
    kms.clock.advanceDays(2)
    await schedule()
    kms.clock.advanceDays(8)
    await runDueNow()
    await replicate()
    // CreateKey, Encrypt, ScheduleKeyDeletion; CreateKey.
    expect(await replicas()).toEqual([
      [0, [4]],
      [48, []],
    ])
    kms.clock.advanceDays(6)
    await schedule()
    expect(await replicas()).toEqual([
      [144, [5]],
      [48, []],
    ])
    kms.clock.advanceDays(8)
    await runDueNow()
    expect(await replicas()).toEqual([
      [48, []],
      [144, [5]],
    ])
    kms.clock.advanceDays(20)
    await replicate()
    await schedule()
    expect(await replicas(JANUARY)).toEqual([
      [48, []],
      [144, [5]],
    ])
    const told = await cost(JANUARY)
    expect(told.months[0]?.total).toBe(told.sum.total)
    const toldAtOnce = await createCosts(kms.ports)(JANUARY, kms.caller())
    expect(toldAtOnce.rows).toEqual(told.rows)
  })

  it('has calls of its own on keys of other accounts, and none of theirs on its keys', async () => {
    const { Arn = '' } = await kms.newKey(
      { KeySpec: 'RSA_3072', KeyUsage: 'SIGN_VERIFY' },
      kms.caller({ account: OTHER_ACCOUNT }),
    )
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...allow('kms:*'), Principal: { AWS: [ACCOUNT, OTHER_ACCOUNT] } }],
    })
    await kms.call('PutKeyPolicy', { KeyId: Arn, Policy }, kms.caller({ account: OTHER_ACCOUNT }))
    await kms.call('Sign', { KeyId: Arn, Message: Buffer.from('x'), SigningAlgorithm: 'RSASSA_PSS_SHA_256' })
    const { rows, sum, months } = await cost()
    expect(rows).toMatchObject([
      { subject: { kind: 'foreign', arn: Arn }, requests: [{ class: 'asymmetric', count: 1 }] },
    ])
    expect(months.at(-1)?.total).toBe(sum.total)
    const theirs = await cost(undefined, kms.caller({ account: OTHER_ACCOUNT }))
    expect(theirs.rows).toMatchObject([{ requests: [{ class: 'symmetric', count: 2 }] }])
  })

  it('has them priced by their keys when those are gone', async () => {
    const { Arn = '' } = await kms.newKey(
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      kms.caller({ account: OTHER_ACCOUNT }),
    )
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...allow('kms:*'), Principal: { AWS: [ACCOUNT, OTHER_ACCOUNT] } }],
    })
    await kms.call('PutKeyPolicy', { KeyId: Arn, Policy }, kms.caller({ account: OTHER_ACCOUNT }))
    await kms.call('Sign', { KeyId: Arn, Message: Buffer.from('x'), SigningAlgorithm: 'ECDSA_SHA_256' })
    const { rows } = await cost(JANUARY)
    await kms.call(
      'ScheduleKeyDeletion',
      { KeyId: Arn, PendingWindowInDays: 7 },
      kms.caller({ account: OTHER_ACCOUNT }),
    )
    kms.clock.advanceDays(40)
    await runDueNow()
    await kms.refusal('DescribeKey', { KeyId: Arn })
    expect((await cost(JANUARY)).rows).toEqual(rows)
  })
})

describe('a month that is over', () => {
  it('costs the same once a replica is gone, with the rotations that it took over', async () => {
    const { KeyId = '' } = await kms.newKey({ MultiRegion: true })
    await kms.call('RotateKeyOnDemand', { KeyId })
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
    await runDueNow()
    kms.clock.advanceDays(10)
    const there = kms.caller({ region: OTHER_REGION })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 30 }, there)
    kms.clock.advanceDays(30)
    const { sum } = await cost(JANUARY)
    expect(sum.rotations).toBe(1_000_000 + 322_581)
    await runDueNow()
    await kms.refusal('DescribeKey', { KeyId }, there)
    expect((await cost(JANUARY)).sum).toEqual(sum)
  })

  it.each([
    // What a fixture says of the waiting period, and the hours of December before it.
    ['DeletionDate: 2026-01-20', 480],
    ['DeletionDate: 2026-01-03, PendingWindowInDays: 7', 624],
    ['PendingWindowInDays: 7', 744],
  ])('counts a key of a fixture until its waiting period, also once it is gone: %s', async (waits, hours) => {
    const harness = await openIamHarness()
    await fixturesOf(harness).apply(`keystead: 1
accounts: [{ Keys: [{ CreationDate: 2025-11-01, KeyState: PendingDeletion, ${waits} }] }]`)
    const read = createCosts(harness.ports)
    const storage = async (month: string) => {
      return (await read(month as Month, harness.caller({ sandbox: SANDBOX }))).sum.storage
    }
    const months = () => Promise.all(['2025-11', '2025-12', '2026-01'].map(storage))
    const expected = [1_000_000, Math.round((hours * 1_000_000) / 744), 0]
    expect(await months()).toEqual(expected)
    harness.clock.advanceDays(30)
    expect(await runDue(SANDBOX, harness.clock.now(), harness.ports)).toBe(1)
    expect(await months()).toEqual(expected)
  })
})

describe('the cost of an account', () => {
  it('is told with kms:ListKeys and cloudtrail:LookupEvents only', async () => {
    for (const action of ['kms:ListKeys', 'cloudtrail:LookupEvents']) {
      await expect(cost(undefined, user(action.slice(-6), allow(action)))).rejects.toMatchObject({
        code: 'AccessDeniedException',
      })
    }
    await cost(undefined, user('both', allow(['kms:ListKeys', 'cloudtrail:LookupEvents'])))
  })

  it('says which keys the caller may be told of, and is no less for the others', async () => {
    const { Arn = '' } = await kms.newKey()
    await kms.newKey()
    kms.clock.advance(1)
    const seeing = user('seeing', allow(['kms:ListKeys', 'cloudtrail:LookupEvents']), allow('kms:DescribeKey', Arn))
    const { visible, keys } = await cost(undefined, seeing)
    expect([[...visible], keys]).toEqual([[Arn], 2])
  })

  it('leaves one event', async () => {
    await kms.newKey()
    expect(await eventsOf(kms, () => cost(FEBRUARY))).toMatchObject([
      { eventName: 'GetAccountCost', readOnly: true, record: { requestParameters: { month: FEBRUARY } } },
    ])
  })
})

describe('the names of calls that are billed', () => {
  it('are of no other service, so that the log need not be asked for the source', () => {
    const isAnother = (name: string) => isIamOperation(name) || isStsOperation(name) || isCloudTrailOperation(name)
    expect(operationNames.filter(isAnother)).toEqual([])
  })
})
