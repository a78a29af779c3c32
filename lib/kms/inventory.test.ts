import { beforeEach, describe, expect, it } from 'vitest'
import { openMemoryStore } from '#store/open.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'

let store: BrokenStore
let kms: Harness
let subject: Subject

beforeEach(async () => {
  store = breakable(openMemoryStore())
  kms = await openHarness(store)
  subject = await newSubject(kms)
})

const user = (name: string, ...Statement: object[]) =>
  kms.caller({ principal: kms.identities.user(ACCOUNT, name, { Version: '2012-10-17', Statement }) })
const allow = (Action: string, Resource = '*') => ({ Effect: 'Allow', Action, Resource })

describe('the key inventory', () => {
  it('gives metadata, aliases, tags and last use of every key', async () => {
    const bare = await kms.newKey()
    await kms.call('TagResource', { KeyId: subject.keyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] })
    const entries = await kms.inventory(kms.caller())
    const [uses] = (await kms.events()).filter(({ eventName }) => eventName === 'Encrypt')
    expect(entries).toHaveLength(2)
    expect(entries).toContainEqual({ metadata: bare, aliases: [], aliasesUpdatedAt: [], tags: [] })
    expect(entries).toContainEqual({
      metadata: subject.key,
      aliases: [subject.alias],
      aliasesUpdatedAt: [expect.any(Number)],
      tags: [{ TagKey: 'a', TagValue: 'b' }],
      lastUse: uses,
    })
  })

  it('tells how a key rotates by itself, to those who may know', async () => {
    await kms.call('EnableKeyRotation', { KeyId: subject.keyId, RotationPeriodInDays: 90 })
    expect((await kms.inventory(kms.caller()))[0]?.rotation).toEqual({ periodInDays: 90, nextAt: expect.any(Number) })
    const seeing = user('seeing', allow('kms:ListKeys'), allow('kms:DescribeKey', subject.arn))
    expect((await kms.inventory(seeing))[0]).not.toHaveProperty('rotation')
    await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    expect((await kms.inventory(kms.caller()))[0]).not.toHaveProperty('rotation')
  })

  it('tells grants and key stores to those who may know', async () => {
    await kms.call('CreateGrant', {
      KeyId: subject.keyId,
      GranteePrincipal: kms.caller().principal.arn,
      Operations: ['Decrypt'],
    })
    expect(await kms.holdings(kms.caller())).toMatchObject({ keys: [{ grants: 1 }], keyStores: 0 })
    const seeing = await kms.holdings(user('seeing', allow('kms:ListKeys'), allow('kms:DescribeKey')))
    expect(seeing.keys[0]?.metadata.KeyId).toBe(subject.keyId)
    expect(seeing).not.toHaveProperty('keyStores')
    expect(seeing.keys[0]).not.toHaveProperty('grants')
  })

  it('counts as use only cryptography that succeeded', async () => {
    const lastUse = async () => (await kms.inventory(kms.caller()))[0]?.lastUse?.eventName
    await kms.call('Decrypt', { CiphertextBlob: subject.ciphertext })
    await kms.call('DescribeKey', { KeyId: subject.keyId })
    await kms.refusal('Encrypt', { KeyId: subject.keyId, Plaintext: Buffer.from('x'), DryRun: true })
    expect(await lastUse()).toBe('Decrypt')
    await kms.call('GenerateDataKey', { KeyId: subject.keyId, KeySpec: 'AES_256' })
    expect(await lastUse()).toBe('GenerateDataKey')
  })

  it('shows one account and Region', async () => {
    for (const as of [{ account: OTHER_ACCOUNT }, { region: OTHER_REGION }]) {
      const caller = kms.caller(as)
      expect(await kms.inventory(caller)).toEqual([])
      const { KeyId } = await kms.newKey({}, caller)
      expect((await kms.inventory(caller)).map(({ metadata }) => metadata.KeyId)).toEqual([KeyId])
    }
    expect(await kms.inventory(kms.caller())).toHaveLength(1)
  })

  it('shows a user only the keys that it may describe', async () => {
    const hidden = await kms.newKey()
    const seeing = user('seeing', allow('kms:ListKeys'), allow('kms:DescribeKey', subject.arn))
    expect((await kms.inventory(seeing)).map(({ metadata }) => metadata.KeyId)).toEqual([subject.keyId])
    expect(await kms.inventory(user('listing', allow('kms:ListKeys')))).toEqual([])
    const all = await kms.inventory(user('all', allow('kms:*')))
    expect(all.map(({ metadata }) => metadata.KeyId).sort()).toEqual([subject.keyId, hidden.KeyId].sort())
  })

  it('shows each caller what DescribeKey would answer it, by conditions too, whoever looked before and as keys change', async () => {
    const tagged = { StringEquals: { 'aws:ResourceTag/team': 'a' } }
    const named = { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/*' } }
    const list = allow('kms:ListKeys')
    const callers = [
      kms.caller(),
      user('any', list, allow('kms:DescribeKey')),
      user('by-tag', list, { ...allow('kms:DescribeKey'), Condition: tagged }),
      user('by-alias', list, { ...allow('kms:DescribeKey'), Condition: named }),
      user('not-tagged', list, allow('kms:DescribeKey'), { ...allow('kms:*'), Effect: 'Deny', Condition: tagged }),
      user('none', list),
    ]
    const keys = [subject.keyId, (await kms.newKey()).KeyId, (await kms.newKey()).KeyId]
    const describes = async (KeyId: string, caller: (typeof callers)[number]) =>
      kms.call('DescribeKey', { KeyId }, caller).then(
        () => [KeyId],
        () => [],
      )
    const compare = async () => {
      for (const caller of callers) {
        const shown = (await kms.inventory(caller)).map(({ metadata }) => metadata.KeyId)
        const described = (await Promise.all(keys.map((KeyId) => describes(KeyId, caller)))).flat()
        expect(shown.sort(), caller.principal.arn).toEqual(described.sort())
      }
    }
    await compare()
    await kms.call('TagResource', { KeyId: keys[1] ?? '', Tags: [{ TagKey: 'team', TagValue: 'a' }] })
    await compare()
    await kms.call('DeleteAlias', { AliasName: subject.alias })
    await kms.call('CreateAlias', { AliasName: 'alias/moved', TargetKeyId: keys[2] ?? '' })
    await compare()
    await kms.call('UntagResource', { KeyId: keys[1] ?? '', TagKeys: ['team'] })
    await compare()
    kms.identities.user(ACCOUNT, 'none', { Version: '2012-10-17', Statement: [list, allow('kms:DescribeKey')] })
    await compare()
  })

  it('hides a key from the root user whose policy does not name it', async () => {
    const alice = user('alice', allow('kms:ListKeys'))
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: alice.principal.arn }, Action: 'kms:*', Resource: '*' },
    })
    await kms.call('PutKeyPolicy', { KeyId: subject.keyId, Policy, BypassPolicyLockoutSafetyCheck: true })
    expect(await kms.inventory(kms.caller())).toEqual([])
    expect(await kms.inventory(alice)).toHaveLength(1)
  })

  it('is refused without kms:ListKeys, and the refusal is recorded', async () => {
    const nobody = user('nobody', allow('kms:DescribeKey'))
    const events = await eventsOf(kms, () =>
      expect(kms.inventory(nobody)).rejects.toMatchObject({
        code: 'AccessDeniedException',
        message: `User: ${nobody.principal.arn} is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action`,
      }),
    )
    expect(events).toMatchObject([
      {
        eventName: 'ListKeyInventory',
        outcome: 'denied',
        readOnly: true,
        record: { errorCode: 'AccessDenied' },
        decisions: [{ outcome: 'implicitly-denied', missing: 'identity-based policy' }],
      },
    ])
  })

  it('leaves one event for all keys, which says how many were shown', async () => {
    await kms.newKey()
    const events = await eventsOf(kms, () => kms.inventory(kms.caller()))
    expect(events).toMatchObject([
      {
        eventName: 'ListKeyInventory',
        outcome: 'ok',
        keyUse: false,
        resources: [],
        record: { requestParameters: null, responseElements: null, additionalEventData: { keys: 2 } },
        decisions: [{ outcome: 'allowed' }],
      },
    ])
  })

  it('shows nothing when its event cannot be written', async () => {
    store.fault = () => Promise.reject(new Error('the disk is full'))
    await expect(kms.inventory(kms.caller())).rejects.toMatchObject({ code: 'KMSInternalException' })
  })
})
