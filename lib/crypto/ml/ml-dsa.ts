import { type KeyObject, sign, verify } from 'node:crypto'
import { unfitMessage } from '../hashing.ts'
import type { KeySpecEntry, SigningAlgorithm } from '../key-spec.ts'
import { perKey } from '../per-key.ts'
import { readSpki } from '../pkcs8.ts'
import { type MlDsaSet, mlDsa } from './parameter-sets.ts'
import { nistAlgorithm, openSeed, readSeed, type SeededAlgorithm, seedOf } from './seed.ts'

const MU_BYTES = 64
const RANDOM_BYTES = 32
/** Arcs under nistAlgorithms (RFC 9881 section 2). */
const SIGNATURES = 3
const LAST_ARC: Readonly<Record<MlDsaSet, number>> = { 44: 17, 65: 18, 87: 19 }

/** ML-DSA (FIPS 204). Material: the seed of 32 bytes. */
export function mlDsaSpec(set: MlDsaSet): KeySpecEntry {
  const seeded = { seedBytes: 32, algorithm: nistAlgorithm(SIGNATURES, LAST_ARC[set]) }
  return {
    kind: 'key-pair',
    usages: ['SIGN_VERIFY'],
    defaultUsage: null,
    encryption: [],
    signing: [mlDsaSignature(set, seeded)],
    mac: [],
    agreement: [],
    encapsulation: [],
    generate: async ({ secrets }) => secrets.bytes(seeded.seedBytes),
    derive: (seed) => seed.bytes(seeded.seedBytes),
    open: (seed) => openSeed(seeded, seed),
    importing: null,
    known: (bytes) => readSeed(seeded, bytes),
    exportPrivateKey: null,
    rotation: { automatic: false, onDemand: false },
  }
}

/**
 * Hedged ML-DSA with an empty context. Messages go through OpenSSL; a ready message representative μ (FIPS 204
 * algorithm 7, line 6) through noble in a thread, since Node takes none.
 */
function mlDsaSignature(set: MlDsaSet, seeded: SeededAlgorithm): SigningAlgorithm {
  const name = 'ML_DSA_SHAKE_256'
  const secretKeyFor = secretKeys(set, seeded)
  return {
    name,
    messageTypes: { RAW: {}, EXTERNAL_MU: { bytes: MU_BYTES } },
    sign: async ({ privateKey }, message, type, { secrets, threads }) => {
      if (type === 'RAW') return sign(null, message, privateKey)
      if (type !== 'EXTERNAL_MU' || message.length !== MU_BYTES) throw unfitMessage(name, type)
      return await threads.signMu(set, secretKeyFor(privateKey), message, secrets.bytes(RANDOM_BYTES))
    },
    verify: ({ publicKey, spki }, message, type, signature) => {
      if (type === 'RAW') return verify(null, message, publicKey, signature)
      const raw = readSpki(spki, seeded.algorithm)
      if (!raw || type !== 'EXTERNAL_MU' || message.length !== MU_BYTES) return false
      return verifiesMu(set, signature, message, raw)
    },
  }
}

function verifiesMu(set: MlDsaSet, signature: Uint8Array, mu: Uint8Array, publicKey: Uint8Array): boolean {
  const { internal, lengths } = mlDsa(set)
  return signature.length === lengths.signature && internal.verify(signature, mu, publicKey, { externalMu: true })
}

/** The expanded secret key of a private key. */
function secretKeys(set: MlDsaSet, seeded: SeededAlgorithm): (key: KeyObject) => Uint8Array {
  return perKey((key) => {
    const seed = seedOf(seeded, key)
    const { secretKey } = mlDsa(set).keygen(seed)
    seed.fill(0)
    return secretKey
  })
}
