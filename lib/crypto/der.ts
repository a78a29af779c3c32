/** The tags of DER (X.690) that keys and signatures use. */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
} as const

export interface DerElement {
  readonly tag: number
  /** A view of the bytes that were read, not a copy. */
  readonly content: Uint8Array
}

/**
 * Reads bytes that are nothing but DER elements, one behind the other: tags of one byte, definite lengths in their
 * shortest form. Undefined for anything else.
 */
export function readDer(bytes: Uint8Array): DerElement[] | undefined {
  const elements: DerElement[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0
    const header = readLength(bytes, at + 1)
    if ((tag & 0x1f) === 0x1f || !header) return undefined
    const end = header.start + header.length
    if (end > bytes.length) return undefined
    elements.push({ tag, content: bytes.subarray(header.start, end) })
    at = end
  }
  return elements
}

/** The elements of the one SEQUENCE that the bytes are; undefined for anything else. */
export function readSequence(bytes: Uint8Array): DerElement[] | undefined {
  const content = readOne(bytes, TAG.sequence)
  return content && readDer(content)
}

/** The content of the one element that the bytes are; undefined when they are anything but one with that tag. */
export function readOne(bytes: Uint8Array, tag: number): Uint8Array | undefined {
  const elements = readDer(bytes)
  return elements?.length === 1 && elements[0]?.tag === tag ? elements[0].content : undefined
}

/** The content of a non-negative INTEGER in its shortest form, without the leading zero of the sign. */
export function readUnsigned({ tag, content }: DerElement): Uint8Array | undefined {
  const [first, second = 0] = content
  if (tag !== TAG.integer || first === undefined || first >= 0x80) return undefined
  if (first !== 0 || content.length === 1) return content
  return second >= 0x80 ? content.subarray(1) : undefined
}

/** One element with these contents. */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  if (length > 0xffff) throw new RangeError('too long an element')
  return Buffer.concat([Buffer.from([tag, ...header]), content])
}

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return writeDer(TAG.sequence, ...contents)
}

/** An OBJECT IDENTIFIER, of its content in hexadecimal. */
export function oid(hex: string): Buffer {
  return writeDer(TAG.oid, Buffer.from(hex, 'hex'))
}

/** An INTEGER of big-endian bytes. */
export function writeUnsigned(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.alloc(1) : bytes.subarray(first)
  return writeDer(TAG.integer, Buffer.alloc((digits[0] ?? 0) >= 0x80 ? 1 : 0), digits)
}

function readLength(bytes: Uint8Array, at: number): { readonly start: number; readonly length: number } | undefined {
  const [first = 0x80, second = 0, third = 0] = bytes.subarray(at, at + 3)
  if (first < 0x80) return { start: at + 1, length: first }
  if (first === 0x81 && second >= 0x80) return { start: at + 2, length: second }
  if (first === 0x82 && second > 0) return { start: at + 3, length: second * 0x100 + third }
  return undefined
}
