import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkpointText } from '#audit/checkpoint.ts'
import type { AuditEvent } from '#audit/event.ts'
import { eventProof } from '#audit/event-proof.ts'
import { type Hash, leafHash, subtreeRoot, Tree } from '#audit/merkle.ts'
import type { ProofDto } from '#console/dto/events.ts'
import { checkProof } from './check-proof.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const KEY = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
const SIGNER = { publicKey: KEY, sign: (message: Uint8Array) => sign(null, message, privateKey) }
const idOf = (seq: number) => `event-${seq}`
const textOf = (seq: number) => JSON.stringify({ record: { eventID: idOf(seq) }, seq })

/** The proof of an event in a log of `size` events, signed. */
async function proofOf(seq: number, size: number): Promise<ProofDto> {
  const leaves = Array.from({ length: size }, (_, index) => leafHash(textOf(index + 1)))
  const root = leaves.reduce((tree, hash) => tree.append(hash), Tree.empty).root()
  const checkpoint = checkpointText({ origin: 'keystead/i/main', size, root, time: '2026-11-23T14:20:00.000Z' }, SIGNER)
  const subtree = async ({ level, index }: { level: number; index: number }): Promise<Hash> =>
    subtreeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
  const event = { seq, text: textOf(seq) } as AuditEvent
  const proof = await eventProof(event, checkpoint, subtree)
  if (!proof) throw new Error('not signed')
  return proof
}

const check = (proof: ProofDto, seq: number, key = KEY.toString('base64')) => checkProof(proof, key, idOf(seq))

describe('a proof of an event', () => {
  it.each([
    [1, 1],
    [1, 2],
    [3, 5],
    [5, 5],
    [7, 13],
    [100, 100],
    [64, 113],
  ])('%i in a log of %i holds, and tells its path', async (seq, size) => {
    const result = await check(await proofOf(seq, size), seq)
    expect(result).toMatchObject({ ok: true, checked: { leafNumber: seq, size, isSigned: true } })
    if (result.ok) expect(result.checked.steps.at(-1)?.node ?? result.checked.leaf).toBe(result.checked.root)
  })

  it('does not hold when anything of it is changed', async () => {
    const proof = await proofOf(7, 13)
    const [first = '', ...others] = proof.inclusion
    const flipped = `${first.startsWith('A') ? 'B' : 'A'}${first.slice(1)}`
    const changed: readonly ProofDto[] = [
      { ...proof, event: proof.event.replace('"seq":7', '"seq":8') },
      { ...proof, index: proof.index + 1 },
      { ...proof, index: -1 },
      { ...proof, inclusion: others },
      { ...proof, inclusion: [...proof.inclusion, first] },
      { ...proof, inclusion: [flipped, ...others] },
      { ...proof, inclusion: ['not base64 %', ...others] },
      { ...proof, checkpoint: proof.checkpoint.replace('\n13\n', '\n14\n') },
      { ...proof, checkpoint: proof.checkpoint.replace('14:20', '14:21') },
      { ...proof, checkpoint: 'nothing' },
    ]
    for (const one of changed) expect(await check(one, 7)).toMatchObject({ ok: false })
  })

  it('of another event, or signed by another key, does not hold', async () => {
    const proof = await proofOf(7, 13)
    expect(await check(proof, 8)).toEqual({ ok: false, why: 'The proof is of another event.' })
    const other = Buffer.alloc(32, 7).toString('base64')
    expect(await check(proof, 7, other)).toMatchObject({ ok: false, why: expect.stringContaining('not signed') })
  })
})
