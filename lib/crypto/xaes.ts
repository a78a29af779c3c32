import type { KeyObject } from 'node:crypto'
import { createCipheriv, createSecretKey } from 'node:crypto'
import { openGcm, sealGcm } from './gcm.ts'

export const NONCE_BYTES = 24
const KEY_BYTES = 32
const AES_BLOCK = 16
const SALT_BYTES = 12

/** One key of XAES-256-GCM. Nonces may be random: safe for 2⁸⁰ messages a key. */
export interface XaesKey {
  /** Ciphertext ‖ tag, 16 bytes longer than the plaintext. */
  seal(nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer
  /** Undefined, with no reason told, when nonce, ciphertext or AAD is not what was sealed. */
  open(nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer | undefined
}

/** XAES-256-GCM (C2SP) over 32 bytes of material, which are copied: the caller zeroes its own. */
export function xaesKey(material: Uint8Array): XaesKey {
  const messageKey = messageKeys(material)
  return {
    seal: (nonce, plaintext, aad) => sealGcm(messageKey(nonce), nonce.subarray(SALT_BYTES), plaintext, aad),
    open: (nonce, sealed, aad) => openGcm(messageKey(nonce), nonce.subarray(SALT_BYTES), sealed, aad),
  }
}

/**
 * Gives the AES key of a message: Kx = AES(K, M1 ⊕ K1) ‖ AES(K, M2 ⊕ K1), with
 * Mi = 0x00 ‖ i ‖ 0x58 ('X') ‖ 0x00 ‖ nonce[0..12]. K1 and the cipher are made once: ECB has no state that
 * would pass from one message to the next.
 */
function messageKeys(material: Uint8Array): (nonce: Uint8Array) => KeyObject {
  if (material.length !== KEY_BYTES) throw new RangeError('XAES-256-GCM takes 32 bytes of key')
  const cipher = createCipheriv('aes-256-ecb', createSecretKey(material), null).setAutoPadding(false)
  const k1 = double(cipher.update(Buffer.alloc(AES_BLOCK)))
  const prefix = Buffer.concat([mask(k1, 1), mask(k1, 2)])
  return (nonce) => {
    if (nonce.length !== NONCE_BYTES) throw new RangeError('XAES-256-GCM takes 24 bytes of nonce')
    const blocks = Buffer.from(prefix)
    for (let i = 0; i < SALT_BYTES; i += 1) {
      const salt = nonce[i] ?? 0
      blocks[4 + i] = (blocks[4 + i] ?? 0) ^ salt
      blocks[AES_BLOCK + 4 + i] = (blocks[AES_BLOCK + 4 + i] ?? 0) ^ salt
    }
    const derived = cipher.update(blocks)
    const key = createSecretKey(derived)
    derived.fill(0)
    return key
  }
}

/** K1 with the fixed first bytes of Mi added; the nonce is added message by message. */
function mask(k1: Uint8Array, index: number): Buffer {
  const block = Buffer.from(k1)
  block[1] = (block[1] ?? 0) ^ index
  block[2] = (block[2] ?? 0) ^ 0x58
  return block
}

/** Doubling in GF(2¹²⁸), the subkey step of CMAC (SP 800-38B section 6.1), in constant time. */
function double(block: Uint8Array): Buffer {
  const out = Buffer.alloc(AES_BLOCK)
  for (let i = 0; i < AES_BLOCK; i += 1) out[i] = ((block[i] ?? 0) << 1) | ((block[i + 1] ?? 0) >> 7)
  out[AES_BLOCK - 1] = (out[AES_BLOCK - 1] ?? 0) ^ (((block[0] ?? 0) >> 7) * 0x87)
  return out
}
