import { beforeEach, describe, expect, it } from 'vitest'
import { checkpointText } from '#audit/checkpoint.ts'
import { isIncluded, leafHash } from '#audit/merkle.ts'
import { type Caller, insert } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'

let kms: Harness
let subject: Subject

beforeEach(async () => {
  kms = await openHarness(openMemoryStore())
  subject = await newSubject(kms)
})

const ofKey = () => ({ filters: [{ attribute: 'key', values: [subject.arn] }] }) as const
const READS: readonly (readonly [string, (caller?: Caller) => Promise<unknown>, object])[] = [
  ['counts', (caller = kms.caller()) => kms.explorer.countEvents(ofKey(), 60_000, caller), { bucketMillis: 60_000 }],
  [
    'groups',
    (caller = kms.caller()) => kms.explorer.groupEvents(ofKey(), ['principal'], caller),
    { by: ['principal'] },
  ],
  [
    'counts of texts',
    (caller = kms.caller()) => kms.explorer.countTexts(ofKey(), ['a', 'b'], 60_000, caller),
    { texts: ['a', 'b'], bucketMillis: 60_000 },
  ],
  ['tail', (caller = kms.caller()) => kms.explorer.followEvents(ofKey(), 2, caller), { after: 2, follow: true }],
]

describe.each(READS)('the explorer’s %s', (_, read, asked) => {
  it('leave one event that says what was asked', async () => {
    const events = await eventsOf(kms, () => read())
    expect(events).toMatchObject([{ eventName: 'LookupEvents', outcome: 'ok', readOnly: true }])
    expect(events[0]?.record.requestParameters).toEqual({ ...ofKey(), ...asked })
  })

  it('need cloudtrail:LookupEvents; a refusal is recorded', async () => {
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    const events = await eventsOf(kms, () =>
      expect(read(nobody)).rejects.toMatchObject({ code: 'AccessDeniedException' }),
    )
    expect(events).toMatchObject([{ eventName: 'LookupEvents', outcome: 'denied' }])
  })
})

it('the explorer counts and groups the events of the caller’s account', async () => {
  const names = await kms.explorer.groupEvents({ filters: [] }, ['eventName'], kms.caller())
  expect(names.map(({ value, count }) => `${value} ${count}`).sort()).toEqual([
    'CreateAlias 1',
    'CreateKey 1',
    'Encrypt 1',
  ])
  expect(await kms.explorer.countEvents({ filters: [] }, 60_000, kms.caller())).toMatchObject([{ ok: 4 }])
  const other = kms.caller({ account: OTHER_ACCOUNT })
  expect(await kms.explorer.groupEvents({ filters: [] }, ['eventName'], other)).toEqual([])
})

it('the explorer counts the events of each key material, and knows the last', async () => {
  const before = subject.key.CurrentKeyMaterialId ?? ''
  await kms.call('Decrypt', { CiphertextBlob: subject.ciphertext })
  await kms.call('RotateKeyOnDemand', { KeyId: subject.keyId })
  await kms.call('Decrypt', { CiphertextBlob: subject.ciphertext })
  const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: subject.keyId })
  const texts = [before, KeyMetadata?.CurrentKeyMaterialId ?? '']
  const opened = { filters: [...ofKey().filters, { attribute: 'eventName', values: ['Decrypt'] }] } as const
  expect(await kms.explorer.countTexts(opened, texts, 60_000, kms.caller())).toMatchObject([
    { text: before, counts: [{ ok: 2 }], last: expect.any(Number) },
    { text: texts[1], counts: [] },
  ])
})

it('the explorer follows from now on, or from behind a place, and cannot be turned to another account', async () => {
  const [now, all] = [
    await kms.explorer.followEvents({ filters: [] }, undefined, kms.caller()),
    await kms.explorer.followEvents(ofKey(), 0, kms.caller()),
  ]
  const asked = { filters: [], account: ACCOUNT, sandbox: 'main' } as never
  const other = await kms.explorer.followEvents(asked, 0, kms.caller({ account: OTHER_ACCOUNT }))
  await kms.call('DescribeKey', { KeyId: subject.keyId })
  const namesOf = async (tail: typeof now) => (await tail.read()).events.map(({ eventName }) => eventName)
  expect(await namesOf(now)).toEqual(['LookupEvents', 'LookupEvents', 'DescribeKey'])
  expect(await namesOf(all)).toEqual(['CreateKey', 'CreateAlias', 'Encrypt', 'DescribeKey'])
  expect(await namesOf(other)).toEqual(['LookupEvents'])
})

it('what follows the log knows when its caller may no longer read it, and leaves no event of asking', async () => {
  const Statement = [{ Effect: 'Allow', Action: 'cloudtrail:LookupEvents', Resource: '*' }]
  const principal = kms.identities.user(ACCOUNT, 'reader', { Version: '2012-10-17', Statement })
  const tail = await kms.explorer.followEvents({ filters: [] }, undefined, kms.caller({ principal }))
  const events = await eventsOf(kms, async () => {
    expect(await tail.allowed()).toBe(true)
    kms.identities.user(ACCOUNT, 'reader')
    expect(await tail.allowed()).toBe(false)
  })
  expect(events).toEqual([])
})

describe('the explorer’s proof of an event', () => {
  const signer = { publicKey: Buffer.alloc(32), sign: () => Buffer.alloc(64) }

  /** Signs the log as it is. */
  async function sign() {
    const [head] = kms.ports.store.treeHeads()
    if (!head) throw new Error('there is no log')
    const { sandbox, size, root } = head
    const text = checkpointText({ origin: 'keystead/id/main', size, root, time: '-' }, signer)
    await kms.ports.store.commit({ writes: [insert('checkpoint', { sandbox, size, text })], events: [] })
    return head
  }

  it('holds for the log that was signed last, and leaves one event', async () => {
    const head = await sign()
    const [first] = await kms.events()
    const events = await eventsOf(kms, async () => {
      const proof = await kms.explorer.proveEvent(first?.eventId ?? '', kms.caller())
      if (!proof || proof === 'unsigned') throw new Error('there is no proof')
      const path = proof.inclusion.map((hash) => Buffer.from(hash, 'base64'))
      const leaf = leafHash(proof.event)
      expect(isIncluded({ index: proof.index, size: head.size, leaf, proof: path, root: head.root })).toBe(true)
    })
    expect(events).toMatchObject([{ eventName: 'LookupEvents' }])
  })

  it('waits for an event that is not signed yet', async () => {
    await sign()
    await kms.call('ListKeys', {})
    const newest = (await kms.events()).at(-1)
    expect(await kms.explorer.proveEvent(newest?.eventId ?? '', kms.caller())).toBe('unsigned')
  })

  it('is only for events of the caller’s account, and for who may look', async () => {
    await sign()
    const [first] = await kms.events()
    const id = first?.eventId ?? ''
    expect(await kms.explorer.proveEvent(id, kms.caller({ account: OTHER_ACCOUNT }))).toBeUndefined()
    expect(await kms.explorer.proveEvent('none', kms.caller())).toBeUndefined()
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    await expect(kms.explorer.proveEvent(id, nobody)).rejects.toMatchObject({ code: 'AccessDeniedException' })
  })
})
