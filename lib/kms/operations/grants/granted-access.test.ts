import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'

type Asked = Input<'CreateGrant'>

const Plaintext = Buffer.from('x')
const pairs = (...entries: [string, string][]) => new Map(entries)

function sessionOf(account: AccountId): Principal {
  const roleArn = `arn:aws:iam::${account}:role/App`
  const arn = `arn:aws:sts::${account}:assumed-role/App/i-1`
  return { kind: 'assumed-role', account, arn, id: 'AROAAPP:i-1', roleArn, sessionName: 'i-1' }
}

let kms: Harness
let KeyId: string
let bob: Caller

beforeEach(async () => {
  kms = await openHarness()
  KeyId = (await kms.newKey()).Arn ?? ''
  bob = kms.caller({ principal: kms.identities.user(ACCOUNT, 'Bob') })
})

const grantTo = async ({ principal }: Caller, Operations: Asked['Operations'], more: Partial<Asked> = {}) =>
  (await kms.call('CreateGrant', { KeyId, GranteePrincipal: principal.arn, Operations, ...more })).GrantId ?? ''
const encrypt = (caller: Caller, EncryptionContext?: ReadonlyMap<string, string>) =>
  kms.call('Encrypt', { KeyId, Plaintext, ...(EncryptionContext && { EncryptionContext }) }, caller)
const denied = async (caller: Caller, EncryptionContext?: ReadonlyMap<string, string>) => {
  const input = { KeyId, Plaintext, ...(EncryptionContext && { EncryptionContext }) }
  expect((await kms.refusal('Encrypt', input, caller)).code).toBe('AccessDeniedException')
}

describe('a grant', () => {
  it('allows its operations at once, and nothing else', async () => {
    await denied(bob)
    await grantTo(bob, ['Encrypt'])
    await encrypt(bob)
    const CiphertextBlob = await encrypted(kms, KeyId, 'x')
    for (const refused of [
      await kms.refusal('Decrypt', { CiphertextBlob }, bob),
      await kms.refusal('DescribeKey', { KeyId }, bob),
      await kms.refusal('CreateGrant', { KeyId, GranteePrincipal: bob.principal.arn, Operations: ['Encrypt'] }, bob),
      await kms.refusal('ListGrants', { KeyId }, bob),
    ]) {
      expect(refused.code).toBe('AccessDeniedException')
    }
  })

  it('stands as the decision in the audit event', async () => {
    const grant = await grantTo(bob, ['Encrypt'])
    const [event] = await eventsOf(kms, () => encrypt(bob))
    expect(event?.decisions).toMatchObject([{ outcome: 'allowed', grant }])
  })

  it('adds to others: any that allows is enough', async () => {
    const [encryption, description] = [await grantTo(bob, ['Encrypt']), await grantTo(bob, ['DescribeKey'])]
    await encrypt(bob)
    await kms.call('DescribeKey', { KeyId }, bob)
    await kms.call('RevokeGrant', { KeyId, GrantId: encryption })
    await denied(bob)
    await kms.call('DescribeKey', { KeyId }, bob)
    await kms.call('RevokeGrant', { KeyId, GrantId: description })
    expect((await kms.refusal('DescribeKey', { KeyId }, bob)).code).toBe('AccessDeniedException')
  })

  it('never beats a deny of the key policy', async () => {
    await grantTo(bob, ['Encrypt'])
    const policy = JSON.parse(defaultKeyPolicyText(ACCOUNT))
    const Deny = { Effect: 'Deny', Principal: { AWS: bob.principal.arn }, Action: 'kms:Encrypt', Resource: '*' }
    await kms.call('PutKeyPolicy', {
      KeyId,
      Policy: JSON.stringify({ ...policy, Statement: [...policy.Statement, Deny] }),
    })
    await denied(bob)
  })

  it('lets a principal of another account do what it says, and nothing else', async () => {
    const carol = kms.caller({ principal: kms.identities.user(OTHER_ACCOUNT, 'Carol') })
    await denied(carol)
    await grantTo(carol, ['Encrypt', 'DescribeKey'])
    await encrypt(carol)
    expect((await kms.call('DescribeKey', { KeyId }, carol)).KeyMetadata?.AWSAccountId).toBe(ACCOUNT)
    const CiphertextBlob = await encrypted(kms, KeyId, 'x')
    const refused = await kms.refusal('Decrypt', { CiphertextBlob, KeyId }, carol)
    expect(refused.code).toBe('AccessDeniedException')
    await denied(kms.caller({ principal: kms.identities.user(OTHER_ACCOUNT, 'Dave') }))
  })

  it('to an account is for its root user, and for others only with an IAM policy of their own', async () => {
    const root = kms.caller({ principal: rootPrincipal(OTHER_ACCOUNT) })
    await grantTo(root, ['Encrypt'])
    await encrypt(root)
    await denied(kms.caller({ principal: kms.identities.user(OTHER_ACCOUNT, 'Carol') }))
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
    }
    await encrypt(kms.caller({ principal: kms.identities.user(OTHER_ACCOUNT, 'Dave', policy) }))
  })

  it('to a role is for all of its sessions, one to a session for that session only', async () => {
    const session = kms.caller({ principal: sessionOf(ACCOUNT) })
    const other = kms.caller({
      principal: { ...sessionOf(ACCOUNT), arn: `${session.principal.arn}2`, id: 'AROAAPP:i-12' },
    })
    const GrantId = await grantTo(session, ['Encrypt'])
    await encrypt(session)
    await denied(other)
    await kms.call('RevokeGrant', { KeyId, GrantId })
    await grantTo(session, ['Encrypt'], { GranteePrincipal: `arn:aws:iam::${ACCOUNT}:role/App` })
    await encrypt(session)
    await encrypt(other)
  })

  it('is for its own key only, in its own Region', async () => {
    KeyId = (await kms.newKey({ MultiRegion: true })).KeyId
    await grantTo(bob, ['Encrypt'])
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    await encrypt(bob)
    await denied({ ...bob, scope: { ...bob.scope, region: OTHER_REGION } })
    KeyId = (await kms.newKey()).KeyId
    await denied(bob)
  })

  it('is gone with its key', async () => {
    await grantTo(bob, ['Encrypt'], { RetiringPrincipal: bob.principal.arn })
    await kms.call('ScheduleKeyDeletion', { KeyId })
    kms.clock.advanceDays(30)
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    const root = kms.caller()
    const input = { RetiringPrincipal: bob.principal.arn }
    expect((await kms.call('ListRetirableGrants', input, root)).Grants).toEqual([])
  })
})

describe('constraints', () => {
  const context = pairs(['Dept', 'IT'], ['Purpose', 'Test'])

  it('that equal allow exactly that encryption context, case and all', async () => {
    await grantTo(bob, ['Encrypt'], { Constraints: { EncryptionContextEquals: context } })
    await encrypt(bob, context)
    await encrypt(bob, new Map([...context].toReversed()))
    for (const other of [
      undefined,
      pairs(['Dept', 'IT']),
      new Map([...context, ['more', '1']] as const),
      pairs(['dept', 'IT'], ['Purpose', 'Test']),
      pairs(['Dept', 'it'], ['Purpose', 'Test']),
    ]) {
      await denied(bob, other)
    }
  })

  it('of a subset allow whatever holds it', async () => {
    await grantTo(bob, ['Encrypt'], { Constraints: { EncryptionContextSubset: pairs(['Dept', 'IT']) } })
    await encrypt(bob, context)
    await encrypt(bob, pairs(['Dept', 'IT']))
    for (const other of [undefined, pairs(['Purpose', 'Test']), pairs(['Dept', 'HR'])]) await denied(bob, other)
  })

  it('bind each side of ReEncrypt by its own encryption context', async () => {
    const [from, to] = [pairs(['from', '1']), pairs(['to', '2'])]
    const DestinationKeyId = (await kms.newKey()).Arn ?? ''
    await grantTo(bob, ['ReEncryptFrom'], { Constraints: { EncryptionContextEquals: from } })
    const target = { KeyId: DestinationKeyId, Constraints: { EncryptionContextEquals: to } }
    await grantTo(bob, ['ReEncryptTo'], target)
    const sealed = await kms.call('Encrypt', { KeyId, Plaintext, EncryptionContext: from })
    const input = {
      CiphertextBlob: sealed.CiphertextBlob ?? Buffer.alloc(0),
      SourceEncryptionContext: from,
      DestinationKeyId,
      DestinationEncryptionContext: to,
    }
    await kms.call('ReEncrypt', input, bob)
    for (const more of [{ DestinationEncryptionContext: from }, { SourceEncryptionContext: to }]) {
      expect((await kms.refusal('ReEncrypt', { ...input, ...more }, bob)).code).toBe('AccessDeniedException')
    }
  })

  it('bind every operation that has an encryption context, and no other', async () => {
    const Constraints = { EncryptionContextEquals: context }
    await grantTo(bob, ['GenerateDataKey', 'GenerateDataKeyPairWithoutPlaintext', 'Decrypt', 'DescribeKey'], {
      Constraints,
    })
    await kms.call('DescribeKey', { KeyId }, bob)
    const input = { KeyId, KeySpec: 'AES_256' } as const
    const { CiphertextBlob = Buffer.alloc(0) } = await kms.call(
      'GenerateDataKey',
      { ...input, EncryptionContext: context },
      bob,
    )
    await kms.call('Decrypt', { CiphertextBlob, EncryptionContext: context }, bob)
    const pair = { KeyId, KeyPairSpec: 'ECC_NIST_P256' } as const
    await kms.call('GenerateDataKeyPairWithoutPlaintext', { ...pair, EncryptionContext: context }, bob)
    for (const refused of [
      await kms.refusal('GenerateDataKey', input, bob),
      await kms.refusal('Decrypt', { CiphertextBlob }, bob),
      await kms.refusal('GenerateDataKeyPairWithoutPlaintext', pair, bob),
    ]) {
      expect(refused.code).toBe('AccessDeniedException')
    }
  })
})
