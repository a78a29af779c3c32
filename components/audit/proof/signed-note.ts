import { fromBase64, sameBytes } from '../../bytes.ts'
import { type Bytes, joined, sha256, utf8 } from './bytes.ts'

/** What a checkpoint says: a signed note (C2SP tlog-checkpoint and signed-note). */
interface SignedNote {
  /** Names the log: `keystead/<instance id>/<sandbox>`. */
  readonly origin: string
  readonly size: number
  readonly root: Bytes
  /** When it was signed, by the wall clock. */
  readonly time: string
  /** What is signed. */
  readonly note: Bytes
  readonly keyId: Bytes
  readonly signature: Bytes
}

const NOTE =
  /^(?<note>(?<origin>[^\s+]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\ntime (?<time>\S+)\n)\n— (?<name>\S+) (?<signature>\S+)\n$/

const KEY_ID_BYTES = 4
const SIGNATURE_BYTES = 64
/** The signature type of Ed25519. */
const ED25519 = Uint8Array.of(0x01)

/** Undefined when a text is no checkpoint. */
export function readNote(text: string): SignedNote | undefined {
  const { note, origin, size, root, time, name, signature } = NOTE.exec(text)?.groups ?? {}
  if (!note || !origin || !size || !root || !time || name !== origin) return undefined
  const [hash, signed] = [fromBase64(root), fromBase64(signature ?? '')]
  if (!hash || signed?.length !== KEY_ID_BYTES + SIGNATURE_BYTES) return undefined
  return {
    ...{ origin, size: Number(size), root: hash, time, note: utf8(note) },
    ...{ keyId: signed.slice(0, KEY_ID_BYTES), signature: signed.slice(KEY_ID_BYTES) },
  }
}

/** Whether a note is signed by an Ed25519 key; undefined where the browser does not know Ed25519. */
export async function isSignedBy(note: SignedNote, publicKey: Bytes): Promise<boolean | undefined> {
  const named = await sha256(joined(utf8(`${note.origin}\n`), ED25519, publicKey))
  if (!sameBytes(named.slice(0, KEY_ID_BYTES), note.keyId)) return false
  const key = await imported(publicKey)
  return key && crypto.subtle.verify('Ed25519', key, note.signature, note.note)
}

async function imported(publicKey: Bytes): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return undefined
    throw error
  }
}
