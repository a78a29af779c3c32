/** How bytes are written in a field. */
export type Form = 'text' | 'base64' | 'hex'

export interface BytesInput {
  readonly form: Form
  readonly text: string
}

type BytesRead = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly problem: string }

export const FORMS: readonly { readonly value: Form; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'base64', label: 'Base64' },
  { value: 'hex', label: 'Hex' },
]

/** The bytes of a field. Base64 may lack its padding, be of the kind for addresses, and stand in lines. */
export function readBytes({ form, text }: BytesInput): BytesRead {
  switch (form) {
    case 'text':
      return text.isWellFormed()
        ? { bytes: new TextEncoder().encode(text) }
        : { problem: 'It holds half of a character: a lone surrogate has no UTF-8' }
    case 'base64':
      return orProblem(fromBase64(text), 'This is no Base64')
    case 'hex':
      return orProblem(fromHex(text), 'This is no hex: two digits for each byte')
  }
}

function orProblem(bytes: Uint8Array<ArrayBuffer> | undefined, problem: string): BytesRead {
  return bytes ? { bytes } : { problem }
}

/** Bytes in the given form. Text only where they are UTF-8: else undefined. */
export function writeBytes(bytes: Uint8Array, form: Form): string | undefined {
  if (form === 'base64') return toBase64(bytes)
  return form === 'hex' ? toHex(bytes) : toText(bytes)
}

/** The same bytes written in another form; what cannot be, stays as it is. */
export function inForm(input: BytesInput, form: Form): BytesInput {
  const read = readBytes(input)
  const text = 'bytes' in read ? writeBytes(read.bytes, form) : undefined
  return text === undefined ? { form, text: input.text } : { form, text }
}

export function base64Input(bytes: Uint8Array): BytesInput {
  return { form: 'base64', text: toBase64(bytes) }
}

const SPACE = /\s+/g

export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = text
    .replace(SPACE, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '')
  if (!/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return undefined
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0))
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** For addresses: without padding (RFC 4648 section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replace(/[\s:]+/g, '').replace(/^0x/i, '')
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) return undefined
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join('')
}

/** `b4 4d 01`; the rest after `most` bytes is left out, with an ellipsis. */
export function spacedHex(bytes: Uint8Array, most = Number.POSITIVE_INFINITY): string {
  const shown = Array.from(bytes.subarray(0, most), hexByte).join(' ')
  return bytes.length > most ? `${shown} …` : shown
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

/** Undefined where bytes are not UTF-8, or hold what no one reads. */
export function toText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
