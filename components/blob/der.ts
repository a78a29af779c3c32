import { fromBase64 } from '../bytes.ts'

/** One element of DER (X.690): where it begins, where its content is, where it ends. */
export interface Element {
  readonly tag: number
  readonly start: number
  readonly content: number
  readonly end: number
}

const SEQUENCE = 0x30
const INTEGER = 0x02

/** The element that begins at `start`; undefined where none in its shortest form does, or it passes `limit`. */
export function readElement(bytes: Uint8Array, start: number, limit = bytes.length): Element | undefined {
  const [tag, first, second = 0, third = 0] = bytes.subarray(start, Math.min(start + 4, limit))
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined
  const long = first === 0x81 ? second >= 0x80 : first === 0x82 && second > 0
  if (first >= 0x80 && !long) return undefined
  const header = first < 0x80 ? 2 : first === 0x81 ? 3 : 4
  const length = first < 0x80 ? first : first === 0x81 ? second : second * 0x100 + third
  const content = start + header
  const end = content + length
  return end > limit ? undefined : { tag, start, content, end }
}

/** Where the two numbers of an ECDSA or SM2 signature stand: SEQUENCE { r INTEGER, s INTEGER }. */
export function readSignature(bytes: Uint8Array): { readonly r: Element; readonly s: Element } | undefined {
  const whole = readElement(bytes, 0)
  if (whole?.tag !== SEQUENCE || whole.end !== bytes.length) return undefined
  const r = readElement(bytes, whole.content, whole.end)
  const s = r && readElement(bytes, r.end, whole.end)
  if (!r || !s || s.end !== whole.end) return undefined
  return [r, s].every((each) => isPositive(bytes, each)) ? { r, s } : undefined
}

function isPositive(bytes: Uint8Array, { tag, content, end }: Element): boolean {
  const first = bytes[content]
  return tag === INTEGER && end > content && first !== undefined && first < 0x80
}

/** The signature as WebCrypto wants it: r and s side by side, `size` bytes each. Undefined for anything else. */
export function rawSignature(der: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  const found = readSignature(der)
  if (!found) return undefined
  const raw = new Uint8Array(2 * size)
  for (const [index, { content, end }] of [found.r, found.s].entries()) {
    const digits = der.subarray(der[content] === 0 ? content + 1 : content, end)
    if (digits.length > size) return undefined
    raw.set(digits, (index + 1) * size - digits.length)
  }
  return raw
}

/** The bytes between the lines of a PEM text; undefined where there are none. */
export function pemBytes(pem: string): Uint8Array<ArrayBuffer> | undefined {
  const [, body] = /-----BEGIN [^-]+-----([\s\S]+?)-----END/.exec(pem) ?? []
  return body === undefined ? undefined : fromBase64(body)
}
