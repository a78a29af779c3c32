import { sign, verify } from 'node:crypto'
import { eddsa } from '@noble/curves/abstract/edwards.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { utf8 } from '#kernel/bytes.ts'
import { unfitMessage } from '../hashing.ts'
import type { SigningAlgorithm } from '../key-spec.ts'
import { perKey } from '../per-key.ts'
import { edPublicKey, edSeedOf } from './private-key.ts'

const DIGEST_BYTES = 64
const SIGNATURE_BYTES = 64

/** Ed25519 (RFC 8032 section 5.1) of the message itself. */
export const ed25519Pure: SigningAlgorithm = {
  name: 'ED25519_SHA_512',
  messageTypes: { RAW: {} },
  sign: async ({ privateKey }, message, type) => {
    if (type !== 'RAW') throw unfitMessage('ED25519_SHA_512', type)
    return sign(null, message, privateKey)
  },
  verify: ({ publicKey }, message, type, signature) => type === 'RAW' && verify(null, message, publicKey, signature),
}

/** Ed25519ph of a SHA-512 digest ready made. By noble: Node knows pure Ed25519 only, and ignores what asks for other. */
export const ed25519PreHashed: SigningAlgorithm = {
  name: 'ED25519_PH_SHA_512',
  messageTypes: { DIGEST: { bytes: DIGEST_BYTES } },
  sign: async ({ privateKey }, digest, type) => {
    if (type !== 'DIGEST' || digest.length !== DIGEST_BYTES) throw unfitMessage('ED25519_PH_SHA_512', type)
    return Buffer.from(ed25519ph.sign(digest, seedFor(privateKey)))
  },
  verify: ({ spki }, digest, type, signature) => {
    if (type !== 'DIGEST' || digest.length !== DIGEST_BYTES || signature.length !== SIGNATURE_BYTES) return false
    return ed25519ph.verify(signature, digest, edPublicKey(spki), { zip215: false })
  },
}

const seedFor = perKey(edSeedOf)

const DOM2_PREFIX = utf8('SigEd25519 no Ed25519 collisions')

/** noble's Ed25519ph hashes what it is given; this one takes it as hashed. */
const ed25519ph = eddsa(ed25519.Point, sha512, {
  prehash: (digest: Uint8Array) => digest,
  domain: dom2,
  adjustScalarBytes: clamp,
})

/** dom2(F, C) ‖ data (RFC 8032 section 2), F = 1 for the pre-hashed form. */
function dom2(data: Uint8Array, context: Uint8Array, preHashed: boolean): Uint8Array {
  return Uint8Array.from([...DOM2_PREFIX, preHashed ? 1 : 0, context.length, ...context, ...data])
}

/** RFC 8032 section 5.1.5, step 2. */
function clamp(bytes: Uint8Array): Uint8Array {
  bytes[0] = (bytes[0] ?? 0) & 0xf8
  bytes[31] = ((bytes[31] ?? 0) & 0x7f) | 0x40
  return bytes
}
