import { describe, expect, it } from 'vitest'
import { DAY, isoMillis } from '#kernel/clock.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { adminHttpOf } from '#testing/admin-http.ts'
import { OTHER_REGION, openHarness } from '#testing/harness.ts'
import { administering } from '#testing/sandboxes.ts'

async function served() {
  const kms = await openHarness()
  return { kms, ...adminHttpOf(kms) }
}

describe('sandboxes over HTTP', () => {
  it('are made with an account and root credentials that name them', async () => {
    const { kms, ask } = await served()
    const made = await ask('POST', 'sandboxes', { name: 'My Test №1' })
    expect(made).toMatchObject({ status: 200, id: 'my-test-1', accountId: '111122223333' })
    const row = await kms.ports.store.accessKey(made.accessKeyId)
    expect(row).toMatchObject({ sandbox: 'my-test-1', userName: null })
    expect(await ask('GET', 'sandboxes/my-test-1')).toMatchObject({
      ...{ status: 200, id: 'my-test-1', name: 'My Test №1', quotas: 'off', faults: [], seeded: false },
      clock: { now: isoMillis(kms.clock.now()), frozen: false },
    })
    expect((await ask('GET', 'sandboxes')).sandboxes).toHaveLength(1)
    expect(kms.sandboxes.list().map(({ id }) => id)).toEqual(['my-test-1'])
  })

  it('get a name of their own where none is given', async () => {
    const { ask } = await served()
    expect((await ask('POST', 'sandboxes')).id).toMatch(/^sb-[a-z]{8}$/)
  })

  it('are told in the log of main, without secrets', async () => {
    const { kms, ask } = await served()
    const { secretAccessKey } = await ask('POST', 'sandboxes', { name: 'a' })
    await ask('POST', 'sandboxes/a/clock', { advance: 'P1D' })
    await ask('DELETE', 'sandboxes/a')
    const events = await kms.events()
    expect(events.map(({ eventName }) => eventName)).toEqual(['CreateSandbox', 'MoveClock', 'DeleteSandbox'])
    expect(events.map(({ text }) => text).join()).not.toContain(secretAccessKey)
  })

  it('go with all that is in them, and leave their name free', async () => {
    const { kms, ask } = await served()
    const { accessKeyId } = await ask('POST', 'sandboxes', { name: 'a' })
    const caller = kms.caller({ sandbox: 'a' as SandboxId })
    await kms.newKey({}, caller)
    expect(await ask('DELETE', 'sandboxes/a')).toMatchObject({ status: 200, id: 'a' })
    expect(await kms.ports.store.accessKey(accessKeyId)).toBeUndefined()
    expect(await kms.ports.store.keyRecords(caller.scope)).toEqual([])
    expect(await kms.ports.store.domainKeys()).not.toContainEqual(expect.objectContaining({ sandbox: 'a' }))
    expect(await ask('GET', 'sandboxes/a')).toMatchObject({ status: 404, code: 'NotFoundException' })
    expect(await ask('POST', 'sandboxes', { name: 'a' })).toMatchObject({ status: 200 })
    expect((await kms.call('ListKeys', {}, caller)).Keys).toEqual([])
    await kms.newKey({}, caller)
  })

  it.each([
    ['POST', 'sandboxes', { name: '' }, 400, /name must be a text/],
    ['POST', 'sandboxes', { name: '—' }, 400, /letter from a to z/],
    ['POST', 'sandboxes', { name: 'main' }, 409, /a sandbox main already/],
    ['POST', 'sandboxes', { accountId: 7 }, 400, /12 digits/],
    ['POST', 'sandboxes', { quotas: 'all' }, 400, /off, aws, brief/],
    ['GET', 'sandboxes/main', undefined, 400, /follows the system clock/],
    ['DELETE', 'sandboxes/main', undefined, 400, /follows the system clock/],
    ['POST', 'sandboxes/main/clock', { advance: 'P1D' }, 400, /follows the system clock/],
    ['POST', 'sandboxes/b/clock', { advance: 'P1D' }, 404, /no sandbox b/],
    ['POST', 'sandboxes/%E0%A4%A/clock', { advance: 'P1D' }, 400, /must be that of a sandbox/],
    ['POST', 'sandboxes/a/clock', {}, 400, /Give set, advance or freeze/],
    ['POST', 'sandboxes/a/clock', { advance: 86_400_000 }, 400, /P3655D, P1Y or PT1H; not milliseconds/],
    ['POST', 'sandboxes/a/clock', { advance: '86400000' }, 400, /not milliseconds/],
    ['POST', 'sandboxes/a/clock', { set: 1_900_000_000_000 }, 400, /not milliseconds/],
    ['POST', 'sandboxes/a/clock', { set: '2036-01-01' }, 400, /with its time zone/],
    ['POST', 'sandboxes/a/clock', { set: '2036-02-30T00:00:00Z' }, 400, /must be a time/],
    ['POST', 'sandboxes/a/clock', { set: '2001-01-01T00:00:00Z' }, 400, /never goes back/],
    ['POST', 'sandboxes/a/clock', { advance: 'P9999Y' }, 400, /9999-12-31/],
    ['POST', 'sandboxes/a/clock', { set: '2036-01-01T00:00:00Z', advance: 'P1D' }, 400, /not both/],
    ['POST', 'sandboxes/a/clock', { freeze: 'yes' }, 400, /true or false/],
    ['GET', 'sandboxes/a/nothing', undefined, 404, /nothing here/],
  ])('refuse %s %s %j', async (method, path, body, status, message) => {
    const { ask } = await served()
    await ask('POST', 'sandboxes', { name: 'a' })
    expect(await ask(method, path, body)).toMatchObject({ status, message: expect.stringMatching(message) })
  })

  it('are not there for a page of another origin, nor without the key', async () => {
    const { ask } = await served()
    expect((await ask('POST', 'sandboxes', {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await ask('POST', 'sandboxes', {}, { authorization: 'Basic eDp5' })).status).toBe(401)
  })
})

describe('what is kept of a sandbox', () => {
  const made = async () => {
    const { kms, ask } = await served()
    const { accessKeyId } = await ask('POST', 'sandboxes', { name: 'a' })
    const caller = kms.caller({ sandbox: 'a' as SandboxId })
    const keys = async () => (await kms.call('ListKeys', {}, caller)).Keys?.length
    const log = async () => (await kms.events({ sandbox: 'a' as SandboxId })).map(({ eventName }) => eventName)
    return { kms, ask, caller, keys, log, accessKeyId }
  }

  it('is its state after creation, to which a reset goes back with the same access key', async () => {
    const { kms, ask, caller, keys, log, accessKeyId } = await made()
    const accessKey = await kms.ports.store.accessKey(accessKeyId)
    await kms.newKey({}, caller)
    await ask('POST', 'sandboxes/a/clock', { set: '2050-01-01T00:00:00Z', freeze: true })
    expect(await ask('POST', 'sandboxes/a/reset')).toMatchObject({
      ...{ status: 200, id: 'a', frozen: false, now: isoMillis(kms.clock.now()) },
    })
    expect(await log()).toEqual(['RecordRows'])
    expect(await keys()).toBe(0)
    const after = await kms.ports.store.accessKey(accessKeyId)
    expect(Buffer.compare(after?.secret ?? Buffer.of(), accessKey?.secret ?? Buffer.of(0))).toBe(0)
  })

  it('opens nothing after a reset that was sealed before it', async () => {
    const { kms, ask, caller } = await made()
    const { KeyId } = await kms.newKey({}, caller)
    const { CiphertextBlob = Buffer.of() } = await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') }, caller)
    await ask('POST', 'sandboxes/a/reset')
    const refusals = [
      await kms.refusal('Decrypt', { CiphertextBlob }, caller),
      await kms.refusal('DescribeKey', { KeyId }, caller),
    ]
    expect(refusals.map(({ code }) => code)).toEqual(['AccessDeniedException', 'NotFoundException'])
  })

  it('is put back by its name, with material that opens what was sealed then', async () => {
    const { kms, ask, caller, keys } = await made()
    const { KeyId } = await kms.newKey({}, caller)
    const { CiphertextBlob = Buffer.of() } = await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') }, caller)
    expect(await ask('POST', 'sandboxes/a/snapshots', { name: 'one' })).toMatchObject({ status: 200, name: 'one' })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, caller)
    await ask('POST', 'sandboxes/a/clock', { advance: 'P7D' })
    await kms.newKey({}, kms.caller({ sandbox: 'a' as SandboxId, region: OTHER_REGION }))
    expect(await keys()).toBe(0)

    const now = kms.clock.now()
    expect(await ask('POST', 'sandboxes/a/snapshots/one/restore')).toMatchObject({ status: 200, now: isoMillis(now) })
    expect(await keys()).toBe(1)
    const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob }, caller)
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('x')
    // The domain key that came to be in between is still there to seal under.
    await kms.newKey({}, kms.caller({ sandbox: 'a' as SandboxId, region: OTHER_REGION }))
  })

  it('has a clock that was moved show what it showed then, and run on', async () => {
    const { kms, ask } = await made()
    await ask('POST', 'sandboxes/a/clock', { set: '2050-01-01T00:00:00Z' })
    await ask('POST', 'sandboxes/a/snapshots', { name: 'one' })
    kms.clock.advance(DAY)
    expect(await ask('POST', 'sandboxes/a/snapshots/one/restore')).toMatchObject({ now: '2050-01-01T00:00:00.000Z' })
    kms.clock.advance(1000)
    expect((await ask('GET', 'sandboxes/a')).clock.now).toBe('2050-01-01T00:00:01.000Z')
  })

  it('is of one moment: what is kept has the time of its rows, though the clock is moved meanwhile', async () => {
    const { kms, ask } = await made()
    const reads = kms.ports.store
    const { snapshot } = reads
    reads.snapshot = async (...of) => {
      reads.snapshot = snapshot
      await ask('POST', 'sandboxes/a/clock', { set: '2050-01-01T00:00:00Z', freeze: true })
      return snapshot(...of)
    }
    await ask('POST', 'sandboxes/a/snapshots', { name: 'one' })
    expect(await ask('POST', 'sandboxes/a/snapshots/one/restore')).toMatchObject({ now: '2050-01-01T00:00:00.000Z' })
  })

  it('is replaced, listed and forgotten by its name', async () => {
    const { kms, ask, caller, keys } = await made()
    await ask('POST', 'sandboxes/a/snapshots', { name: 'one' })
    await kms.newKey({}, caller)
    await ask('POST', 'sandboxes/a/snapshots', { name: 'one' })
    expect((await ask('GET', 'sandboxes/a')).snapshots).toMatchObject([{ name: 'one', events: 2 }])
    await ask('POST', 'sandboxes/a/reset')
    await ask('POST', 'sandboxes/a/snapshots/one/restore')
    expect(await keys()).toBe(1)
    expect(await ask('DELETE', 'sandboxes/a/snapshots/one')).toMatchObject({ status: 200 })
    expect(await ask('POST', 'sandboxes/a/snapshots/one/restore')).toMatchObject({ status: 404 })
  })

  it('is told in the log of main, with how far the log went that was put back', async () => {
    const { kms, ask, caller } = await made()
    await kms.newKey({}, caller)
    const head = kms.ports.store.treeHeads().find(({ sandbox }) => sandbox === 'a')
    await ask('POST', 'sandboxes/a/reset')
    const event = (await kms.events()).at(-1)
    expect(JSON.parse(event?.text ?? '').record).toMatchObject({
      eventName: 'ResetSandbox',
      responseElements: { id: 'a', logBefore: { events: 2, rootHash: head?.root.toString('base64') } },
    })
  })

  it.each([
    ['POST', 'sandboxes/main/reset', undefined, 400, /follows the system clock/],
    ['POST', 'sandboxes/b/reset', undefined, 404, /no sandbox b/],
    ['POST', 'sandboxes/a/snapshots', { name: 'initial' }, 400, /a reset goes back to/],
    ['POST', 'sandboxes/a/snapshots', { name: 'A b' }, 400, /lower-case letters/],
    ['POST', 'sandboxes/a/snapshots/none/restore', undefined, 404, /no snapshot none/],
    ['DELETE', 'sandboxes/a/snapshots/initial', undefined, 400, /a reset goes back to/],
  ])('refuses %s %s %j', async (method, path, body, status, message) => {
    const { ask } = await made()
    expect(await ask(method, path, body)).toMatchObject({ status, message: expect.stringMatching(message) })
  })
})

describe('the clock of a sandbox', () => {
  const made = async (clock?: object) => {
    const { kms, ask } = await served()
    await ask('POST', 'sandboxes', { name: 'a', ...(clock && { clock }) })
    const now = () => isoMillis(kms.ports.clocks.of('a' as SandboxId).now())
    return { kms, now, move: (how: object) => ask('POST', 'sandboxes/a/clock', how) }
  }

  it('follows the wall clock until it is moved, and from then on with what it is ahead', async () => {
    const { kms, now, move } = await made()
    const start = kms.clock.now()
    const later = (millis: number) => isoMillis((start + millis) as EpochMillis)
    kms.clock.advance(1000)
    expect(now()).toBe(later(1000))
    expect(await move({ advance: 'P10D' })).toMatchObject({ now: later(10 * DAY + 1000), frozen: false })
    kms.clock.advance(1000)
    expect(now()).toBe(later(10 * DAY + 2000))
    expect(kms.ports.clocks.wall.now()).toBe(start + 2000)
  })

  it('stands while it is frozen, moves as it is told, and goes on from there', async () => {
    const { kms, now, move } = await made()
    await move({ set: '2040-01-01T00:00:00+01:00', freeze: true })
    kms.clock.advance(DAY)
    expect(now()).toBe('2039-12-31T23:00:00.000Z')
    await move({ advance: 'PT1H' })
    expect(now()).toBe('2040-01-01T00:00:00.000Z')
    await move({ freeze: false })
    kms.clock.advance(1000)
    expect(now()).toBe('2040-01-01T00:00:01.000Z')
  })

  it('comes to a stand at the end of the year 9999, and can still be told to', async () => {
    const { kms, now, move } = await made({ set: '9999-12-31T23:59:59Z' })
    kms.clock.advance(DAY)
    expect(now()).toBe('9999-12-31T23:59:59.999Z')
    expect(await move({ freeze: true })).toMatchObject({ status: 200, now: '9999-12-31T23:59:59.999Z', frozen: true })
  })

  it('may begin in the past', async () => {
    const { now } = await made({ set: '2015-01-01T00:00:00Z', freeze: true })
    expect(now()).toBe('2015-01-01T00:00:00.000Z')
  })

  it('that cannot bring about what falls due is a failure of ours, told like any other', async () => {
    const kms = await openHarness()
    const cause = new Error('the disk is away')
    const admin = administering(kms, { catchUp: () => Promise.reject(cause) })
    await admin('CreateSandbox', { name: 'a' })
    const moved = admin('MoveClock', { id: 'a' as SandboxId, advance: 'P1D' })
    await expect(moved).rejects.toMatchObject({ code: 'InternalFailure', fault: 'server', cause })
  })

  it('brings about what falls due until then', async () => {
    const { kms, move } = await made()
    const caller = kms.caller({ sandbox: 'a' as SandboxId })
    const { KeyId, Arn } = await kms.newKey({}, caller)
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, caller)
    expect(await move({ advance: 'P6D' })).toMatchObject({ changedKeys: 0, changes: [] })
    const changes = [{ kind: 'deleted', times: 1, keyCount: 1, keys: [Arn] }]
    expect(await move({ advance: 'P1D' })).toMatchObject({ changedKeys: 1, changes })
    expect((await kms.call('ListKeys', {}, caller)).Keys).toEqual([])
  })
})
