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
    expect(entries).toContainEqual({ metadata: bare, aliases: [], tags: [] })
    expect(entries).toContainEqual({
      metadata: subject.key,
      aliases: [subject.alias],
      tags: [{ TagKey: 'a', TagValue: 'b' }],
      lastUse: uses,
    })
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
