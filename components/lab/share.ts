import { fromBase64, toBase64Url } from '../bytes.ts'
import type { LabState } from './lab-state.ts'

/** The state as it stands behind the `#` of an address: JSON, deflated, in base64url. */
export async function encodeState(state: LabState): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream('deflate-raw'))
  return toBase64Url(bytes)
}

/** Undefined for what is not one of ours. */
export async function decodeState(text: string): Promise<LabState | undefined> {
  try {
    const packed = fromBase64(text)
    if (!packed) return undefined
    const bytes = await through(packed, new DecompressionStream('deflate-raw'))
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isState(parsed) ? parsed : undefined
  } catch (thrown) {
    // Cut off or made up: browsers tell it by different errors.
    if (thrown instanceof Error) return undefined
    throw thrown
  }
}

function isState(value: unknown): value is LabState {
  if (typeof value !== 'object' || value === null) return false
  const { principal, action, resource, policies, encryptionContext, context } = value as Partial<LabState>
  const texts = [principal, action, resource, policies?.key, policies?.boundary, policies?.session]
  const lists = [policies?.identity, encryptionContext, context]
  return texts.every((text) => typeof text === 'string') && lists.every(Array.isArray)
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const out = new Blob([bytes]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(out).arrayBuffer())
}
