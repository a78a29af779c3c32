import { utf8 } from '#kernel/bytes.ts'
import { constantTimeEqual, sha256 } from '#kernel/hash.ts'
import { ROOT_KEY_BYTES, rootKeyId } from './local-key.ts'

const TITLE = 'keystead root key v1\n'
const CHECKSUM_BYTES = 16
const DIGITS = utf8('0123456789abcdef')
const ID_AT = TITLE.length + 'id '.length
const INSTANCE_AT = ID_AT + 32 + '\nfor '.length
const INSTANCE_BYTES = 36
const KEY_AT = INSTANCE_AT + INSTANCE_BYTES + '\nkey '.length
const SUM_AT = KEY_AT + 2 * ROOT_KEY_BYTES + '\nsum '.length
const FILE_BYTES = SUM_AT + 2 * CHECKSUM_BYTES + '\n'.length

/** A root key, and the id of the instance it was made for: 36 characters of ASCII. */
export interface KeyFile {
  readonly key: Buffer
  readonly madeFor: string
}

/**
 * Root key file, 207 bytes of ASCII, digits hexadecimal and lower-case:
 *
 *     keystead root key v1
 *     id <32 digits: public fingerprint of the key>
 *     for <36 characters: id of the instance it was made for>
 *     key <64 digits: the key>
 *     sum <32 digits: SHA-256 of all before this line, first 16 bytes>
 *
 * Built and read as bytes: the key is never in a string. The caller zeroes what it gets.
 */
export function writeKeyFileText({ key, madeFor }: KeyFile): Buffer {
  const title = `${TITLE}id ${rootKeyId(key)}\nfor ${madeFor}\nkey `
  const before = Buffer.concat([utf8(title), hexDigits(key), utf8('\n')])
  const text = Buffer.concat([before, utf8('sum '), hexDigits(checksum(before)), utf8('\n')])
  before.fill(0)
  return text
}

/** What the text holds; a string says what is wrong with it. */
export function readKeyFileText(text: Uint8Array): KeyFile | string {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.length)
  if (!bytes.subarray(0, TITLE.length).equals(utf8(TITLE))) return 'it does not begin as a Keystead root key file does'
  if (bytes.length !== FILE_BYTES) return `it has ${bytes.length} bytes instead of ${FILE_BYTES}`
  const key = hexBytes(bytes.subarray(KEY_AT, KEY_AT + 2 * ROOT_KEY_BYTES))
  const madeFor = bytes.toString('latin1', INSTANCE_AT, INSTANCE_AT + INSTANCE_BYTES)
  const expected = writeKeyFileText({ key, madeFor })
  const intact = constantTimeEqual(expected, bytes)
  expected.fill(0)
  if (intact) return { key, madeFor }
  key.fill(0)
  return 'its checksum does not fit its contents'
}

function checksum(before: Uint8Array): Buffer {
  return sha256(before).subarray(0, CHECKSUM_BYTES)
}

function hexDigits(bytes: Uint8Array): Buffer {
  const out = Buffer.alloc(2 * bytes.length)
  bytes.forEach((byte, i) => {
    out[2 * i] = DIGITS[byte >> 4] ?? 0
    out[2 * i + 1] = DIGITS[byte & 15] ?? 0
  })
  return out
}

/** What is no digit gives some byte: the comparison with the text written anew finds it. */
function hexBytes(digits: Buffer): Buffer {
  const out = Buffer.alloc(digits.length / 2)
  for (let i = 0; i < out.length; i += 1) {
    out[i] = (DIGITS.indexOf(digits[2 * i] ?? 0) << 4) | DIGITS.indexOf(digits[2 * i + 1] ?? 0)
  }
  return out
}
