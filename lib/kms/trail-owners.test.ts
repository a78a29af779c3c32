import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import type { OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { permissions } from '#model/permissions.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { GRANTEE } from '#testing/earlier-calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'
import type { Caller } from './ports.ts'

const THIRD_ACCOUNT = '777788889999' as AccountId
const rootOf = (account: string) => `arn:aws:iam::${account}:root`

/** A key policy that leaves the key to these accounts. */
const sharedWith = (...accounts: readonly string[]) => {
  const AWS = accounts.map(rootOf)
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'share', Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }],
  })
}

let kms: Harness
let caller: Caller

beforeEach(async () => {
  kms = await openHarness()
  caller = kms.caller({ account: OTHER_ACCOUNT })
})

const sharedSubject = (name?: OperationName) => newSubject(kms, name, { Policy: sharedWith(ACCOUNT, OTHER_ACCOUNT) })
const byArn = ({ arn, ...subject }: Subject): Subject => ({ ...subject, arn, keyId: arn })

/** A grant on the key that the other account has issued. */
async function issuedGrant({ arn }: Subject) {
  const terms = { KeyId: arn, GranteePrincipal: GRANTEE, Operations: ['DescribeKey'] } as const
  const { GrantId = '' } = await kms.call('CreateGrant', terms, caller)
  return { KeyId: arn, GrantId }
}

describe('a call on a key of another account', () => {
  const across = operationNames.filter((name) => permissions[name].crossAccount && name !== 'ListRetirableGrants')

  it.each(across)('%s leaves an event in each of the two logs, tied together', async (name) => {
    const subject = byArn(await sharedSubject(name))
    const ending = name === 'RetireGrant' || name === 'RevokeGrant'
    const input = { ...inputFor(name, subject), ...(ending && (await issuedGrant(subject))) }
    const [theirs, ours] = await pairOf(() => kms.call(name, input as never, caller))
    expect(theirs).toMatchObject({ account: OTHER_ACCOUNT, outcome: 'ok', keyUse: false, eventName: name })
    expect(ours).toMatchObject({ account: ACCOUNT, outcome: 'ok', eventName: name, resources: [subject.arn] })
    expect(ours.keyUse).toBe(USES.test(name))
    expect(ours.eventId).not.toBe(theirs.eventId)
    const { eventID: _a, recipientAccountId: to, userIdentity: who, ...same } = theirs.record
    const { eventID: _b, recipientAccountId: owner, userIdentity: whoElse, ...sameHere } = ours.record
    expect(sameHere).toEqual(same)
    expect(same.sharedEventID).toMatch(/^[0-9a-f-]{36}$/)
    expect(same.requestID).toBe(caller.request.id)
    expect([to, owner]).toEqual([OTHER_ACCOUNT, ACCOUNT])
    expect(who).toMatchObject({ type: 'Root', arn: rootOf(OTHER_ACCOUNT) })
    expect(whoElse).toEqual({ accountId: OTHER_ACCOUNT, principalId: OTHER_ACCOUNT, type: 'AWSAccount' })
  })

  const USES = /^(Decrypt|Encrypt|ReEncrypt|Sign|Verify|GenerateDataKey|GenerateMac|Derive|Encapsulate|Decapsulate)/

  it('that fails after it was authorized leaves both as well, and is no use of the key', async () => {
    const { arn, keyId } = await sharedSubject()
    await kms.call('DisableKey', { KeyId: keyId })
    const encrypt = { KeyId: arn, Plaintext: Buffer.from('x') }
    const [theirs, ours] = await pairOf(() => kms.refusal('Encrypt', encrypt, caller))
    for (const event of [theirs, ours]) {
      expect(event).toMatchObject({ outcome: 'error', keyUse: false, record: { errorCode: 'DisabledException' } })
    }
    expect(ours.record.sharedEventID).toBe(theirs.record.sharedEventID)
    await kms.call('EnableKey', { KeyId: keyId })
    const dry = await pairOf(() => kms.refusal('Encrypt', { ...encrypt, DryRun: true }, caller))
    for (const event of dry) expect(event).toMatchObject({ record: { errorCode: 'DryRunOperationException' } })
  })

  it('that is refused, or ends before anything is decided, leaves none in the log of the owner', async () => {
    const { arn } = await sharedSubject()
    const closed = await newSubject(kms)
    const calls = async () => {
      await kms.refusal('DescribeKey', { KeyId: closed.arn }, caller)
      await kms.refusal('Encrypt', { KeyId: arn, Plaintext: Buffer.alloc(0) }, caller)
      await kms.refusal('DisableKey', { KeyId: arn }, caller)
    }
    const [theirs, ours] = await logsOf(calls)
    expect(theirs.map(({ outcome }) => outcome)).toEqual(['denied', 'error', 'denied'])
    expect(ours).toEqual([])
    for (const { text } of theirs) expect(text).not.toContain('sharedEventID')
  })

  it('counts as the last use of the key, for its owner alone', async () => {
    const { arn, keyId } = await sharedSubject('Sign')
    kms.clock.advance(60_000)
    const input = { KeyId: arn, SigningAlgorithm: 'ECDSA_SHA_256', Message: Buffer.from('x') } as const
    const [, ours] = await pairOf(() => kms.call('Sign', input, caller))
    const { KeyLastUsage } = await kms.call('GetKeyLastUsage', { KeyId: keyId })
    expect(KeyLastUsage).toMatchObject({
      Operation: 'Sign',
      Timestamp: kms.clock.now(),
      CloudTrailEventId: ours.eventId,
      KmsRequestId: caller.request.id,
    })
    const scope = { sandbox: ours.sandbox, account: OTHER_ACCOUNT, region: ours.region }
    expect(await kms.ports.store.lastUses(scope)).toEqual(new Map())
  })
})

describe('what each account is told of the other', () => {
  it('the caller: neither the version of the key policy nor a grant', async () => {
    const { arn, keyId } = await newSubject(kms)
    const bob = kms.identities.user(OTHER_ACCOUNT, 'bob')
    const grant = { KeyId: keyId, GranteePrincipal: bob.arn, Operations: ['DescribeKey'] } as const
    const { GrantId = '' } = await kms.call('CreateGrant', grant)
    caller = kms.caller({ principal: bob })
    const [theirs, ours] = await pairOf(() => kms.call('DescribeKey', { KeyId: arn }, caller))
    expect(theirs.decisions).toEqual([
      { action: 'kms:DescribeKey', foreign: true, outcome: 'allowed', owner: ACCOUNT, resource: arn },
    ])
    expect(theirs.text).not.toContain(GrantId)
    expect(theirs.text).not.toContain('/policy/')
    expect(ours.decisions).toMatchObject([
      { outcome: 'allowed', grant: GrantId, policies: { resource: `${arn}/policy/1` } },
    ])
  })

  it('the caller: its own policies, and no condition key that only the key policy asks for', async () => {
    const Condition = { StringEquals: { 'kms:KeySpec': 'SYMMETRIC_DEFAULT' } }
    const policy = JSON.parse(sharedWith(ACCOUNT, OTHER_ACCOUNT))
    const Policy = JSON.stringify({ ...policy, Statement: [{ ...policy.Statement[0], Condition }] })
    const { Arn: arn = '' } = await kms.newKey({ Policy, BypassPolicyLockoutSafetyCheck: true })
    const Statement = [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition: AS_A_USER }]
    const bob = kms.identities.user(OTHER_ACCOUNT, 'bob', { Version: '2012-10-17', Statement })
    caller = kms.caller({ principal: bob })
    const [theirs, ours] = await pairOf(() => kms.call('DescribeKey', { KeyId: arn }, caller))
    expect(theirs.decisions).toEqual([
      {
        ...{ action: 'kms:DescribeKey', outcome: 'allowed', owner: ACCOUNT, resource: arn },
        by: { kind: 'identity-based policy', policy: `${bob.arn}/policy`, statement: 0 },
        policies: { identity: [`${bob.arn}/policy`] },
        facts: { 'aws:principaltype': 'User' },
      },
    ])
    expect(ours.decisions).toEqual([
      {
        ...{ action: 'kms:DescribeKey', outcome: 'allowed', owner: ACCOUNT, resource: arn },
        by: { kind: 'resource-based policy', policy: `${arn}/policy/1`, sid: 'share', statement: 0 },
        policies: { resource: `${arn}/policy/1` },
        facts: { 'kms:keyspec': 'SYMMETRIC_DEFAULT' },
      },
    ])
    expect(ours.text).not.toContain('user/bob')
    expect(ours.principal).toBe(OTHER_ACCOUNT)
  })

  const AS_A_USER = { StringEquals: { 'aws:PrincipalType': 'User' } }

  it('the caller who is refused: the same of a key that is there as of one that is not', async () => {
    const { arn, alias } = await newSubject(kms)
    const missing = arn.replace(/key\/.*/, 'key/1234abcd-12ab-34cd-56ef-1234567890ab')
    const aliasArn = arn.replace(/key\/.*/, alias)
    const tell = async (KeyId: string) => {
      const [event] = await eventsOf(kms, () => kms.refusal('DescribeKey', { KeyId }, caller), {
        account: OTHER_ACCOUNT,
      })
      const { eventID: _, requestParameters, ...record } = event?.record ?? {}
      expect(requestParameters).toEqual({ keyId: KeyId })
      return { record, resources: event?.resources, decisions: event?.decisions }
    }
    const unknown = await tell(missing)
    expect(await tell(arn)).toEqual(unknown)
    expect(await tell(aliasArn)).toEqual(unknown)
    expect(unknown.resources).toEqual([])
  })

  it('the owner: its own side of ReEncrypt from a key of one account to one of another', async () => {
    const source = await sharedSubject('ReEncrypt')
    const third = kms.caller({ account: THIRD_ACCOUNT })
    const { Arn: target = '' } = await kms.newKey({ Policy: sharedWith(THIRD_ACCOUNT, OTHER_ACCOUNT) }, third)
    const input = {
      ...{ CiphertextBlob: source.ciphertext, SourceKeyId: source.arn, DestinationKeyId: target },
      DestinationEncryptionContext: new Map([['to', 'third']]),
    }
    let pair: readonly Told[] = []
    const account = { account: THIRD_ACCOUNT }
    const [to] = await eventsOf(
      kms,
      async () => (pair = await pairOf(() => kms.call('ReEncrypt', input, caller))),
      account,
    )
    const [own, from] = pair
    const algorithm = 'SYMMETRIC_DEFAULT'
    expect(from?.record).toMatchObject({
      additionalEventData: { sourceKeyMaterialId: source.key.CurrentKeyMaterialId },
      requestParameters: { sourceKeyId: source.arn, sourceEncryptionAlgorithm: algorithm },
      resources: [{ ARN: source.arn, accountId: ACCOUNT }],
    })
    expect(from?.text).not.toMatch(/destination|third|ReEncryptTo/i)
    expect(to?.record).toMatchObject({
      requestParameters: { destinationKeyId: target, destinationEncryptionAlgorithm: algorithm },
      resources: [{ ARN: target, accountId: THIRD_ACCOUNT }],
    })
    expect(to?.text).not.toMatch(/source[KE]|ReEncryptFrom/)
    expect(to?.text).not.toContain(source.keyId)
    expect(own).toMatchObject({ keyUse: false, resources: [source.arn, target] })
    expect([from, to].map((event) => event?.keyUse)).toEqual([true, true])
    expect(new Set([from, to, own].map((event) => event?.record.sharedEventID)).size).toBe(1)
  })

  it('the owner: why ReEncrypt failed, but nothing of a key of another account', async () => {
    const source = await sharedSubject('ReEncrypt')
    const third = kms.caller({ account: THIRD_ACCOUNT })
    const { KeyId = '', Arn: target = '' } = await kms.newKey(
      { Policy: sharedWith(THIRD_ACCOUNT, OTHER_ACCOUNT) },
      third,
    )
    await kms.call('DisableKey', { KeyId }, third)
    const input = { CiphertextBlob: source.ciphertext, SourceKeyId: source.arn, DestinationKeyId: target }
    let pair: readonly Told[] = []
    const [to] = await eventsOf(kms, async () => (pair = await pairOf(() => kms.refusal('ReEncrypt', input, caller))), {
      account: THIRD_ACCOUNT,
    })
    const [own, from] = pair
    const errorMessage = `${target} is disabled.`
    for (const event of [own, to]) expect(event?.record).toMatchObject({ errorCode: 'DisabledException', errorMessage })
    expect(from?.record).toMatchObject({ errorCode: 'DisabledException' })
    expect(from?.text).not.toContain(KeyId)
    expect(from?.text).not.toContain('errorMessage')
  })

  it('a caller that re-encrypts from its own key has used that one', async () => {
    const own = await kms.newKey({}, caller)
    const { arn: target } = await sharedSubject()
    const { CiphertextBlob = new Uint8Array() } = await kms.call(
      'Encrypt',
      { KeyId: own.KeyId, Plaintext: Buffer.from('x') },
      caller,
    )
    const [theirs, ours] = await pairOf(() =>
      kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId: target }, caller),
    )
    expect(theirs).toMatchObject({ keyUse: true, resources: [own.Arn, target] })
    expect(ours).toMatchObject({ keyUse: true, resources: [target] })
  })
})

type Told = Awaited<ReturnType<typeof eventsOf>>[number]

/** What a piece of work leaves in the log of the caller's account and in the owner's. */
async function logsOf(work: () => Promise<unknown>): Promise<readonly [readonly Told[], readonly Told[]]> {
  let ours: readonly Told[] = []
  const theirs = await eventsOf(
    kms,
    async () => {
      ours = await eventsOf(kms, work)
    },
    { account: OTHER_ACCOUNT },
  )
  return [theirs, ours]
}

/** The two events of a call that leaves just these. */
async function pairOf(work: () => Promise<unknown>): Promise<readonly [Told, Told]> {
  const [[theirs, ...more], [ours, ...others]] = await logsOf(work)
  if (!theirs || !ours) throw new Error('the call did not leave an event in both logs')
  expect([...more, ...others]).toEqual([])
  return [theirs, ours]
}
