import { readElement, readSignature } from './der.ts'

/** The colour of a range: what stands in it. */
export type Tone = 'head' | 'kid' | 'mat' | 'nonce' | 'ct' | 'tag'

/** Bytes from `start` up to `end`, which is not among them. */
export interface ByteRange {
  readonly name: string
  readonly tone: Tone
  readonly start: number
  readonly end: number
  readonly note: string
}

/** What is known of bytes without opening anything. */
export type Layout =
  | {
      readonly kind: 'keystead'
      readonly title: string
      readonly ranges: readonly ByteRange[]
      readonly keyId: string
      readonly materialId: string
      readonly multiRegion: boolean
      readonly plaintextBytes: number
      readonly external: boolean
    }
  | {
      readonly kind: 'other'
      readonly title: string
      /** What it may be, and what cannot be known. */
      readonly words: string
      readonly ranges: readonly ByteRange[]
    }

const MAGIC = [0xb4, 0x4d] as const
const HEADER = 53
const NONCE = 24
const TAG = 16
const MOST_PLAINTEXT = 4096

/** Reads bytes by docs/blob-format.md; other bytes are looked at for what they may be. */
export function layoutOf(bytes: Uint8Array): Layout {
  const damaged = bytes[0] === MAGIC[0] && bytes[1] === MAGIC[1]
  return keystead(bytes) ?? (damaged ? damagedBlob(bytes) : foreign(bytes))
}

function keystead(bytes: Uint8Array): Layout | undefined {
  const [first, second, version, suite, flags = 2] = bytes
  if (first !== MAGIC[0] || second !== MAGIC[1] || version !== 1 || flags > 1 || bytes.length < HEADER) return undefined
  const multiRegion = flags === 1
  const body = suite === 1 ? sealed(bytes) : suite === 2 ? externallySealed(bytes) : undefined
  if (!body) return undefined
  const hex = (start: number, end: number) =>
    Array.from(bytes.subarray(start, end), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const id = hex(5, 21)
  return {
    kind: 'keystead',
    title: suite === 1 ? 'Keystead ciphertext blob' : 'Keystead ciphertext blob of an external key store',
    ranges: [
      range('Header', 'head', 0, 5, 'magic, version, suite, flags'),
      range('Key ID', 'kid', 5, 21, multiRegion ? 'multi-Region key' : 'single-Region key'),
      range('Material ID', 'mat', 21, HEADER, 'names the rotation'),
      ...body,
    ],
    keyId: multiRegion ? `mrk-${id}` : id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    materialId: hex(21, HEADER),
    multiRegion,
    plaintextBytes: suite === 1 ? bytes.length - HEADER - NONCE - TAG : external(bytes).plaintext,
    external: suite === 2,
  }
}

function sealed(bytes: Uint8Array): readonly ByteRange[] | undefined {
  const tagAt = bytes.length - TAG
  const plaintext = tagAt - HEADER - NONCE
  if (plaintext < 1 || plaintext > MOST_PLAINTEXT) return undefined
  return [
    range('Nonce', 'nonce', HEADER, HEADER + NONCE, 'fresh for every message'),
    range('Ciphertext', 'ct', HEADER + NONCE, tagAt, 'as long as the plaintext'),
    range('Tag', 'tag', tagAt, bytes.length, 'covers the context too'),
  ]
}

function external(bytes: Uint8Array) {
  const [iv = 0, metadata = 0] = bytes.subarray(HEADER, HEADER + 2)
  const ivAt = HEADER + 2
  const tagAt = ivAt + iv + metadata
  const ciphertextAt = tagAt + TAG
  return { iv, metadata, ivAt, tagAt, ciphertextAt, plaintext: bytes.length - ciphertextAt - NONCE - TAG }
}

function externallySealed(bytes: Uint8Array): readonly ByteRange[] | undefined {
  const { iv, metadata, ivAt, tagAt, ciphertextAt, plaintext } = external(bytes)
  if ((iv !== 12 && iv !== 16) || metadata > 20 || plaintext < 1 || plaintext > MOST_PLAINTEXT) return undefined
  return [
    range('Lengths', 'head', HEADER, ivAt, 'of the two that follow'),
    range('IV', 'nonce', ivAt, ivAt + iv, 'of the external key'),
    ...(metadata > 0 ? [range('Metadata', 'head', ivAt + iv, tagAt, "the proxy's own")] : []),
    range('Tag', 'tag', tagAt, ciphertextAt, 'of the external key'),
    range('Ciphertext', 'ct', ciphertextAt, bytes.length, 'sealed twice; inside are nonce and tag of ours'),
  ]
}

function damagedBlob(bytes: Uint8Array): Layout {
  return other(
    bytes,
    'A damaged Keystead blob',
    'It begins as one, but its version, suite, flags or length is none that there is. Perhaps its end was lost in copying.',
  )
}

/** Lengths that say something, of bytes without a structure. */
const LENGTHS: ReadonlyMap<number, string> = new Map([
  [28, 'a MAC of HMAC_SHA_224'],
  [32, 'a MAC of HMAC_SHA_256, a SHA-256 digest, or a raw key'],
  [48, 'a MAC of HMAC_SHA_384 or a SHA-384 digest'],
  [64, 'an Ed25519 signature, a MAC of HMAC_SHA_512, or a SHA-512 digest'],
  [256, 'a ciphertext or a signature of RSA_2048'],
  [384, 'a ciphertext or a signature of RSA_3072'],
  [512, 'a ciphertext or a signature of RSA_4096'],
  [768, 'a ciphertext of ML_KEM_512'],
  [1088, 'a ciphertext of ML_KEM_768'],
  [1568, 'a ciphertext of ML_KEM_1024'],
  [2420, 'a signature of ML_DSA_44'],
  [3309, 'a signature of ML_DSA_65'],
  [4627, 'a signature of ML_DSA_87'],
])

function foreign(bytes: Uint8Array): Layout {
  const [first, second, third, fourth] = bytes
  const signature = readSignature(bytes)
  if (signature) {
    const { r, s } = signature
    return {
      kind: 'other',
      title: 'A signature in DER',
      words: 'Two numbers, as ECDSA and SM2 sign. It names no key and no algorithm: only trying a public key tells.',
      ranges: [
        range('SEQUENCE', 'head', 0, r.start, 'DER, tag and length'),
        range('INTEGER', 'head', r.start, r.content, 'tag and length'),
        range('r', 'ct', r.content, r.end, 'x of the nonce point'),
        range('INTEGER', 'head', s.start, s.content, 'tag and length'),
        range('s', 'tag', s.content, s.end, 'binds key and message'),
      ],
    }
  }
  if (
    first === 0x01 &&
    (second === 0x02 || second === 0x03) &&
    third !== undefined &&
    third >= 0x02 &&
    fourth === 0x00
  ) {
    return other(
      bytes,
      'Not a Keystead blob',
      'It looks like a ciphertext of AWS KMS itself. Its form is not public, and only AWS opens it: send it there.',
    )
  }
  if (first === 0x02 && (second === 0x05 || second === 0x04 || second === 0x03 || second === 0x02) && third === 0x78) {
    return other(
      bytes,
      'A message of the AWS Encryption SDK',
      'It holds encrypted data keys and your data. Decrypt it with the SDK, which asks this service for the data key.',
    )
  }
  const element = readElement(bytes, 0)
  if (first === 0x30 && element?.end === bytes.length) {
    return other(
      bytes,
      'DER, and no blob of ours',
      'It has the form of a key or a certificate. It is nothing that Decrypt takes.',
    )
  }
  const may = LENGTHS.get(bytes.length)
  return may
    ? other(
        bytes,
        'Bare bytes',
        `By its length it may be ${may}. Such bytes name neither key nor algorithm: who opens or checks them must say both.`,
      )
    : other(
        bytes,
        'Not a Keystead blob',
        'A ciphertext blob begins with b4 4d. These bytes do not, and their length says nothing either.',
      )
}

function other(bytes: Uint8Array, title: string, words: string): Layout {
  return {
    kind: 'other',
    title,
    words,
    ranges: bytes.length === 0 ? [] : [range('Bytes', 'head', 0, bytes.length, 'of no form known here')],
  }
}

function range(name: string, tone: Tone, start: number, end: number, note: string): ByteRange {
  return { name, tone, start, end, note }
}
