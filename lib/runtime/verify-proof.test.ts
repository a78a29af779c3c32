import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createAdmin } from '#admin/execute.ts'
import type { AdminOutput } from '#admin/operation.ts'
import { createCheckpointKey, openCheckpointKey } from '#crypto/checkpoint-key.ts'
import { localRoot } from '#crypto/root/local-key.ts'
import { systemClock } from '#kernel/clock.ts'
import { systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { folderPerTest } from '#testing/folder.ts'
import { openHarness } from '#testing/harness.ts'
import { NO_DEMO, NO_FIXTURES } from '#testing/no-demo.ts'
import { startCheckpoints } from './checkpoints.ts'
import { createLog } from './log.ts'
import { VERDICT } from './verify-files.ts'
import { verifyProof } from './verify-proof.ts'

const inFolder = folderPerTest()
const [PROOF, KEY, KEPT] = ['proof.json', 'key.txt', 'kept.txt']

/** A log that was signed when it had three events and again when it had five, and a proof for each of its calls. */
async function provedCalls() {
  const kms = await openHarness()
  const { store, clocks, ids, secrets, materials } = kms.ports
  const root = { ...localRoot(systemSecrets.bytes(32), systemSecrets), health: async () => ({ ok: true }) as const }
  const key = await openCheckpointKey(root, await createCheckpointKey(root, systemSecrets))
  const parts = { store, instanceId: 'id', key, clock: systemClock, file: undefined, log: createLog('off') }
  const sign = async () => (await startCheckpoints(parts)).close()
  const admin = createAdmin({
    ...{ store, clocks, ids, secrets, vault: materials },
    ...{ explain: async () => undefined, catchUp: async () => 0, loadDemo: NO_DEMO, fixtures: NO_FIXTURES },
  })
  const prove = (eventId: string, since?: unknown) =>
    admin.execute('ProveEvent', { eventId, ...(since !== undefined && { since }) }, kms.caller())

  for (const _ of [1, 2, 3]) await kms.newKey()
  await sign()
  writeFileSync(inFolder(KEPT), `${(await store.checkpoint(MAIN_SANDBOX))?.text}\n`)
  for (const _ of [4, 5]) await kms.newKey()
  await sign()
  writeFileSync(inFolder(KEY), key.publicKey)
  return { kms, prove, events: await kms.events() }
}

type Proof = AdminOutput<'ProveEvent'>
const check = (proof: unknown, change: { fromCheckpoint?: string } = {}) => {
  writeFileSync(inFolder(PROOF), JSON.stringify(proof))
  return verifyProof({ proof: inFolder(PROOF), publicKey: inFolder(KEY), ...change })
}

describe('a proof', () => {
  it('shows each event to be in the log that was signed, by the public key alone', async () => {
    const { prove, events } = await provedCalls()
    for (const { eventId, seq } of events.slice(0, 5)) {
      const { code, lines } = check(await prove(eventId))
      expect(code).toBe(VERDICT.sound)
      expect(lines[0]).toMatch(new RegExp(`^event ${seq} is in the log keystead/id/main of 5 events, signed at 20`))
    }
  })

  it('shows that the log goes on from a checkpoint that was kept', async () => {
    const { prove, events } = await provedCalls()
    const proof = await prove(events[1]?.eventId ?? '', '3')
    const { code, lines } = check(proof, { fromCheckpoint: inFolder(KEPT) })
    expect(code).toBe(VERDICT.sound)
    expect(lines[1]).toBe(`the log of 3 events in ${inFolder(KEPT)} is the beginning of it`)
  })

  it.each<[string, (proof: Proof) => Partial<Proof>, string]>([
    [
      'another event',
      ({ event }) => ({ event: event.replace('CreateKey', 'DeleteKey') }),
      'the event is not event 2 of the 5',
    ],
    ['another place', () => ({ index: 2 }), 'the event is not event 3 of the 5'],
    ['a path of another length', ({ inclusion }) => ({ inclusion: inclusion.slice(1) }), 'the event is not event 2'],
    [
      'a checkpoint that was edited',
      ({ checkpoint }) => ({ checkpoint: checkpoint.replace('\n5\n', '\n6\n') }),
      'not signed by the public key',
    ],
    [
      'another past',
      ({ consistency = [] }) => ({ consistency: consistency.toReversed() }),
      'is not the beginning of the one that was signed',
    ],
  ])('with %s is none', async (_, change, reason) => {
    const { prove, events } = await provedCalls()
    const proof = await prove(events[1]?.eventId ?? '', 3)
    expect(check(proof, { fromCheckpoint: inFolder(KEPT) }).code).toBe(VERDICT.sound)
    const { code, lines } = check({ ...proof, ...change(proof) }, { fromCheckpoint: inFolder(KEPT) })
    expect(code).toBe(VERDICT.tampered)
    expect(lines.at(-1)).toContain(reason)
  })

  it('is not made of an event that is not there or not signed yet, nor since a size that no checkpoint has', async () => {
    const { kms, prove, events } = await provedCalls()
    const first = events[0]?.eventId ?? ''
    await kms.newKey()
    const newest = (await kms.events()).at(-1)?.eventId ?? ''
    await expect(prove(newest)).rejects.toMatchObject({ code: 'NotSignedException' })
    await expect(prove('none')).rejects.toMatchObject({ code: 'NotFoundException' })
    for (const since of ['0', '-1', 'x', 6]) {
      await expect(prove(first, since)).rejects.toMatchObject({ code: 'ValidationException' })
    }
  })

  it('that cannot be read is said so', async () => {
    const { prove, events } = await provedCalls()
    const proof = await prove(events[0]?.eventId ?? '')
    for (const other of ['text', null, {}, { ...proof, inclusion: ['x'] }, { ...proof, index: '1' }]) {
      expect(() => check(other)).toThrow('holds no proof as keystead prove prints it')
    }
    expect(() => check(proof, { fromCheckpoint: inFolder(KEPT) })).toThrow('holds no checkpoint of 0 events')
  })
})
