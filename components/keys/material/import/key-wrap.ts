const BLOCK = 16
const HALF = 8
/** The first half of the initial value (RFC 5649, section 3). */
const MARK = [0xa6, 0x59, 0x59, 0xa6] as const
const ROUNDS = 6
const MOST = 2 ** 32

/**
 * AES key wrap with padding (RFC 5649). WebCrypto has key wrap without padding only, so this is made of its AES: one
 * block of CBC from an initialization vector of zeros is the bare cipher.
 */
export async function wrapWithPadding(wrappingKey: CryptoKey, key: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  if (key.length === 0 || key.length >= MOST) throw new RangeError('nothing that can be wrapped')
  const parts = Math.ceil(key.length / HALF)
  const out = new Uint8Array(HALF * (parts + 1))
  out.set(MARK)
  new DataView(out.buffer).setUint32(4, key.length)
  out.set(key, HALF)
  if (parts === 1) return encryptBlock(wrappingKey, out)
  for (let round = 0; round < ROUNDS; round++) {
    for (let part = 1; part <= parts; part++) {
      const block = new Uint8Array(BLOCK)
      block.set(out.subarray(0, HALF))
      block.set(out.subarray(part * HALF, (part + 1) * HALF), HALF)
      const sealed = await encryptBlock(wrappingKey, block)
      out.set(sealed.subarray(HALF), part * HALF)
      const view = new DataView(sealed.buffer)
      view.setUint32(4, view.getUint32(4) ^ (parts * round + part))
      out.set(sealed.subarray(0, HALF))
    }
  }
  return out
}

async function encryptBlock(key: CryptoKey, block: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(BLOCK) }, key, block)
  return new Uint8Array(sealed.slice(0, BLOCK))
}
