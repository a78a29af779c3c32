import { fromBase64, utf8 } from '#kernel/bytes.ts'
import { sha256 } from '#kernel/hash.ts'
import type { Hash } from './merkle.ts'

/**
 * What is signed of a log: how many events it has and the root of their tree. Its text is a checkpoint as defined by
 * C2SP tlog-checkpoint, a signed note (C2SP signed-note) with an Ed25519 signature, so that tools of transparency logs
 * read it.
 */
export interface Checkpoint {
  /** Names the log: `keystead/<instance id>/<sandbox>`. */
  readonly origin: string
  readonly size: number
  readonly root: Hash
  /** When it was signed, by the wall clock: `2026-11-23T14:20:00.123Z`. */
  readonly time: string
}

/** Whoever speaks for a log. */
export interface NoteSigner {
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

export type VerifySignature = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean

const KEY_ID_BYTES = 4
const SIGNATURE_BYTES = 64
/** The signature type of Ed25519 (C2SP signed-note). */
const ED25519 = Buffer.of(0x01)
const NEWLINE = utf8('\n')

export function originOf(instanceId: string, sandbox: string): string {
  return `keystead/${instanceId}/${sandbox}`
}

export function checkpointText(checkpoint: Checkpoint, signer: NoteSigner): string {
  const { origin, size, root, time } = checkpoint
  const note = `${origin}\n${size}\n${root.toString('base64')}\ntime ${time}\n`
  const signature = Buffer.concat([keyId(origin, signer.publicKey), signer.sign(utf8(note))])
  return `${note}\n— ${origin} ${signature.toString('base64')}\n`
}

const NOTE =
  /^(?<note>(?<origin>[^\s+]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\ntime (?<time>\S+)\n)\n— (?<name>\S+) (?<signature>\S+)\n$/

/** Undefined when the text is no checkpoint, or is not signed by the key. */
export function openCheckpoint(text: string, publicKey: Uint8Array, verify: VerifySignature): Checkpoint | undefined {
  const { note, origin, size, root, time, name, signature } = NOTE.exec(text)?.groups ?? {}
  if (!note || !origin || !size || !root || !time || name !== origin) return undefined
  const [hash, signed] = [fromBase64(root), fromBase64(signature ?? '')]
  if (hash === undefined || signed?.length !== KEY_ID_BYTES + SIGNATURE_BYTES) return undefined
  if (!signed.subarray(0, KEY_ID_BYTES).equals(keyId(origin, publicKey))) return undefined
  if (!verify(utf8(note), signed.subarray(KEY_ID_BYTES), publicKey)) return undefined
  return { origin, size: Number(size), root: hash, time }
}

/** The size that a text says, whoever signed it; 0 when it is no checkpoint. */
export function checkpointSize(text: string): number {
  return Number(NOTE.exec(text)?.groups?.size ?? 0)
}

/** The checkpoints of a file to which they were appended one after the other, as text. */
export function splitCheckpoints(text: string): readonly string[] {
  return text.match(/[^\n]+\n\d+\n[^\n]+\ntime [^\n]+\n\n— [^\n]+\n/g) ?? []
}

function keyId(name: string, publicKey: Uint8Array): Buffer {
  return sha256(Buffer.concat([utf8(name), NEWLINE, ED25519, publicKey])).subarray(0, KEY_ID_BYTES)
}
