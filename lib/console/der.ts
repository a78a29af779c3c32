/** One element of DER (ITU-T X.690): its tag and its content. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
}

const LONG_FORM = 0x80

/** The elements that stand one after the other in DER bytes. Throws RangeError where the bytes end too early. */
export function derElements(bytes: Uint8Array): readonly DerElement[] {
  const all: DerElement[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = byteAt(bytes, at)
    const { length, begins } = lengthAt(bytes, at + 1)
    if (begins + length > bytes.length) throw new RangeError('DER ends within an element')
    all.push({ tag, content: bytes.subarray(begins, begins + length) })
    at = begins + length
  }
  return all
}

function lengthAt(bytes: Uint8Array, at: number): { readonly length: number; readonly begins: number } {
  const first = byteAt(bytes, at)
  if (first < LONG_FORM) return { length: first, begins: at + 1 }
  const size = first - LONG_FORM
  let length = 0
  for (let index = 1; index <= size; index++) length = length * 256 + byteAt(bytes, at + index)
  return { length, begins: at + 1 + size }
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new RangeError('DER ends within an element')
  return byte
}
