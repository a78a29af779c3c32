import { constants, type KeyObject, publicEncrypt } from 'node:crypto'
import { constantTimeEqual } from '#kernel/hash.ts'
import { digestFor, hashedTypes, type Sha2Bits, sha2, unfitMessage } from '../hashing.ts'
import type { SigningAlgorithm } from '../key-spec.ts'
import { encodePkcs1 } from './emsa-pkcs1.ts'
import { encodePss, isPssOf } from './emsa-pss.ts'

/** RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2). Verifies by making the only block there can be, and comparing. */
export function rsaPkcs1(bits: Sha2Bits, modulusBytes: number): SigningAlgorithm {
  const name = `RSASSA_PKCS1_V1_5_SHA_${bits}`
  const messageHash = sha2(bits)
  return {
    name,
    messageTypes: hashedTypes(messageHash),
    sign: async ({ privateKey }, message, type, { threads }) => {
      const digest = digestFor(messageHash, message, type)
      if (!digest) throw unfitMessage(name, type)
      return await threads.rsaPrivate(privateKey, encodePkcs1(bits, digest, modulusBytes))
    },
    verify: ({ publicKey }, message, type, signature) => {
      const digest = digestFor(messageHash, message, type)
      const block = signedBlock(publicKey, signature, modulusBytes)
      return digest && block ? constantTimeEqual(block, encodePkcs1(bits, digest, modulusBytes)) : false
    },
  }
}

/** RSASSA-PSS (RFC 8017 section 8.1). Salt as long as the hash, MGF1 with the same hash. */
export function rsaPss(bits: Sha2Bits, modulusBytes: number): SigningAlgorithm {
  const name = `RSASSA_PSS_SHA_${bits}`
  const messageHash = sha2(bits)
  return {
    name,
    messageTypes: hashedTypes(messageHash),
    sign: async ({ privateKey }, message, type, { threads, secrets }) => {
      const digest = digestFor(messageHash, message, type)
      if (!digest) throw unfitMessage(name, type)
      const salt = secrets.bytes(messageHash.bytes)
      return await threads.rsaPrivate(privateKey, encodePss(messageHash, digest, salt, modulusBytes))
    },
    verify: ({ publicKey }, message, type, signature) => {
      const digest = digestFor(messageHash, message, type)
      const block = signedBlock(publicKey, signature, modulusBytes)
      return digest && block ? isPssOf(messageHash, digest, block) : false
    },
  }
}

/** RSAVP1 (RFC 8017 section 5.2.2): signature^e mod n; undefined for one of another length, or not below n. */
function signedBlock(key: KeyObject, signature: Uint8Array, modulusBytes: number): Buffer | undefined {
  if (signature.length !== modulusBytes) return undefined
  try {
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature)
  } catch {
    return undefined
  }
}
