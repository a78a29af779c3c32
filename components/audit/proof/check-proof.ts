import type { ProofDto } from '#console/dto/events.ts'
import { fromBase64, sameBytes, toHex } from '../../bytes.ts'
import { type Bytes, joined, sha256, utf8 } from './bytes.ts'
import { isSignedBy, readNote } from './signed-note.ts'

/** One step from the leaf to the root: two hashes become one. */
export interface Step {
  /** On which side the hash of the proof stands. */
  readonly side: 'left' | 'right'
  /** Hexadecimal, as all hashes here. */
  readonly sibling: string
  /** What the two come to. */
  readonly node: string
}

export interface CheckedProof {
  /** Of the event in the log, from 1. */
  readonly leafNumber: number
  readonly leaf: string
  readonly steps: readonly Step[]
  readonly root: string
  readonly size: number
  readonly origin: string
  readonly time: string
  /** Undefined where the browser does not know Ed25519: then only the path is checked. */
  readonly isSigned: true | undefined
}

/** What does not hold, in words. */
type ProofResult = { readonly ok: true; readonly checked: CheckedProof } | { readonly ok: false; readonly why: string }

/**
 * Checks that an event is in the log that a checkpoint speaks of, with nothing but the public key (RFC 9162 section
 * 2.1.3.2; RFC 6962 hashes).
 */
export async function checkProof(proof: ProofDto, publicKey: string, eventId: string): Promise<ProofResult> {
  const [note, key] = [readNote(proof.checkpoint), fromBase64(publicKey)]
  if (!note || !key) return no('The checkpoint is no signed note.')
  const isSigned = await isSignedBy(note, key)
  if (isSigned === false) return no('The checkpoint is not signed by the key of this installation.')
  if (idIn(proof.event) !== eventId) return no('The proof is of another event.')
  const siblings = proof.inclusion.flatMap((text) => fromBase64(text) ?? [])
  if (siblings.length < proof.inclusion.length) return no('A hash of the path cannot be read.')
  const { index } = proof
  const leaf = await sha256(joined(Uint8Array.of(0), utf8(proof.event)))
  const climbed = await climb(leaf, index, note.size, siblings)
  if (!climbed || !sameBytes(climbed.root, note.root)) {
    return no(`The event is not event ${index + 1} of the ${note.size} that were signed.`)
  }
  const { origin, size, time } = note
  const told = {
    leafNumber: index + 1,
    leaf: toHex(leaf),
    steps: climbed.steps,
    root: toHex(note.root),
    size,
    origin,
    time,
  }
  return { ok: true, checked: { ...told, isSigned } }
}

const no = (why: string): ProofResult => ({ ok: false, why })

function idIn(event: string): unknown {
  try {
    return JSON.parse(event).record.eventID
  } catch {
    return undefined
  }
}

/** From a leaf up to the root; undefined when the path is too long or too short for the tree. */
async function climb(leaf: Bytes, index: number, size: number, siblings: readonly Bytes[]) {
  if (!(index >= 0 && index < size)) return undefined
  const steps: Step[] = []
  let [at, last] = [index, size - 1]
  let root = leaf
  for (const sibling of siblings) {
    if (last === 0) return undefined
    const isLeft = isOdd(at) || at === last
    root = await nodeHash(...(isLeft ? ([sibling, root] as const) : ([root, sibling] as const)))
    steps.push({ side: isLeft ? 'left' : 'right', sibling: toHex(sibling), node: toHex(root) })
    while (isLeft && !isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 ? { steps, root } : undefined
}

function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(joined(Uint8Array.of(1), left, right))
}

/** Sizes exceed the 32 bits of JavaScript's shifts. */
const isOdd = (value: number) => value % 2 === 1
const half = (value: number) => Math.floor(value / 2)
