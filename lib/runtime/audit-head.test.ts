import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { checkpointText, originOf } from '#audit/checkpoint.ts'
import { insert } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { PLACE } from '#testing/proved-log.ts'
import { samplesIn } from '#testing/rows.ts'
import { auditHead } from './audit-head.ts'

const { eventDraft } = samplesIn(PLACE)
const { sandbox } = PLACE

/** Ed25519, the public half as its 32 bytes. */
function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  return {
    publicKey: raw,
    sign: (message: Uint8Array) => sign(null, message, privateKey),
    text: raw.toString('base64'),
  }
}

async function signedLog(events: number) {
  const [store, key] = [openMemoryStore(), newKey()]
  for (let n = 0; n < events; n += 1) await store.commit({ writes: [], events: [eventDraft(`event-${n}`)] })
  const [head] = store.treeHeads()
  if (!head) throw new Error('there is no log')
  const { size, root } = head
  const checkpoint = { origin: originOf('instance', sandbox), size, root, time: '2026-11-23T14:20:00.123Z' }
  await store.commit({
    writes: [insert('checkpoint', { sandbox, size, text: checkpointText(checkpoint, key) })],
    events: [],
  })
  return { store, key, checkpoint }
}

it('tells how far a log goes and what was signed of it, also while it grows', async () => {
  const { store, key, checkpoint } = await signedLog(5)
  expect(await auditHead(store, sandbox, key.text)).toEqual({ events: 5, signed: checkpoint, holds: true })
  await store.commit({ writes: [], events: [eventDraft('later')] })
  expect(await auditHead(store, sandbox, key.text)).toEqual({ events: 6, signed: checkpoint, holds: true })
  expect(await auditHead(openMemoryStore(), sandbox, key.text)).toEqual({ events: 0, holds: true })
})

it('tells that it does not hold: signed by another key, of another root, or of more events than there are', async () => {
  const { store, key } = await signedLog(5)
  const parts = {
    treeHeads: () => store.treeHeads(),
    checkpoint: () => store.checkpoint(sandbox),
    subtree: store.subtree.bind(store),
  }
  expect((await auditHead(parts, sandbox, newKey().text)).holds).toBe(false)
  const changed = { ...parts, subtree: async () => Buffer.alloc(32, 1) }
  expect((await auditHead(changed, sandbox, key.text)).holds).toBe(false)
  const shorter = { ...parts, treeHeads: () => [{ sandbox, size: 3, root: Buffer.alloc(32) }] }
  expect((await auditHead(shorter, sandbox, key.text)).holds).toBe(false)
})
