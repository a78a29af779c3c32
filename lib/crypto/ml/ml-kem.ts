import { decapsulate, encapsulate } from 'node:crypto'
import { asBuffer } from '../key-pair.ts'
import type { EncapsulationAlgorithm, KeySpecEntry } from '../key-spec.ts'
import { nistAlgorithm, openSeed, readSeed, seedOf, seedPkcs8 } from './seed.ts'

/** Parameter sets of FIPS 203 section 8. */
export type MlKemSet = 512 | 768 | 1024

/** Arcs under nistAlgorithms (RFC 9935 section 3). */
const KEMS = 4
const LAST_ARC: Readonly<Record<MlKemSet, number>> = { 512: 1, 768: 2, 1024: 3 }
const CIPHERTEXT_BYTES: Readonly<Record<MlKemSet, number>> = { 512: 768, 768: 1088, 1024: 1568 }

/** ML-KEM (FIPS 203). Material: the seed d ‖ z of 64 bytes. */
export function mlKemSpec(set: MlKemSet): KeySpecEntry {
  const seeded = { seedBytes: 64, algorithm: nistAlgorithm(KEMS, LAST_ARC[set]) }
  return {
    kind: 'key-pair',
    usages: ['ENCAPSULATE_DECAPSULATE'],
    defaultUsage: null,
    encryption: [],
    signing: [],
    mac: [],
    agreement: [],
    encapsulation: [mlKem(CIPHERTEXT_BYTES[set])],
    generate: async ({ secrets }) => secrets.bytes(seeded.seedBytes),
    derive: (seed) => seed.bytes(seeded.seedBytes),
    open: (seed) => openSeed(seeded, seed),
    importing: null,
    known: (bytes) => readSeed(seeded, bytes),
    exportPrivateKey: ({ privateKey }) => {
      const seed = seedOf(seeded, privateKey)
      const pkcs8 = seedPkcs8(seeded.algorithm, seed)
      seed.fill(0)
      return pkcs8
    },
    rotation: { automatic: false, onDemand: false },
  }
}

/** Shared secrets of 32 bytes. */
function mlKem(ciphertextBytes: number): EncapsulationAlgorithm {
  return {
    name: 'ML_KEM',
    encapsulate: ({ publicKey }) => {
      const { sharedKey, ciphertext } = encapsulate(publicKey)
      return { sharedSecret: asBuffer(sharedKey), ciphertext: asBuffer(ciphertext) }
    },
    decapsulate: ({ privateKey }, ciphertext) =>
      ciphertext.length === ciphertextBytes ? asBuffer(decapsulate(privateKey, ciphertext)) : undefined,
  }
}
