import { P256, P384, P521, SECP256K1 } from './ec/curves.ts'
import { ecSpec } from './ec/spec.ts'
import { ed25519Spec } from './ed25519/spec.ts'
import { hmacSpec } from './hmac.ts'
import type { KeySpecEntry } from './key-spec.ts'
import { mlDsaSpec } from './ml/ml-dsa.ts'
import { mlKemSpec } from './ml/ml-kem.ts'
import { rsaSpec } from './rsa/spec.ts'
import { sm2Spec } from './sm2/spec.ts'
import { symmetricDefault } from './symmetric.ts'

export type { KeySpecEntry, KeyUsage } from './key-spec.ts'

const entries: Record<string, KeySpecEntry> = {
  SYMMETRIC_DEFAULT: symmetricDefault,
  RSA_2048: rsaSpec(2048),
  RSA_3072: rsaSpec(3072),
  RSA_4096: rsaSpec(4096),
  ECC_NIST_P256: ecSpec(P256, { hash: 256, agreement: true }),
  ECC_NIST_P384: ecSpec(P384, { hash: 384, agreement: true }),
  ECC_NIST_P521: ecSpec(P521, { hash: 512, agreement: true }),
  ECC_SECG_P256K1: ecSpec(SECP256K1, { hash: 256, agreement: false }),
  ECC_NIST_EDWARDS25519: ed25519Spec,
  ML_DSA_44: mlDsaSpec(44),
  ML_DSA_65: mlDsaSpec(65),
  ML_DSA_87: mlDsaSpec(87),
  ML_KEM_512: mlKemSpec(512),
  ML_KEM_768: mlKemSpec(768),
  ML_KEM_1024: mlKemSpec(1024),
  HMAC_224: hmacSpec(224),
  HMAC_256: hmacSpec(256),
  HMAC_384: hmacSpec(384),
  HMAC_512: hmacSpec(512),
  SM2: sm2Spec,
}

/** THE TABLE of key specs. Without a prototype, so that `constructor` is no spec. */
const table: Readonly<Record<string, KeySpecEntry>> = Object.freeze(Object.assign(Object.create(null), entries))

/** Undefined for specs that are unknown or not built. */
export function findSpec(name: string): KeySpecEntry | undefined {
  return table[name]
}

/** For the spec of a key that exists. Throws for any other name. */
export function specOf(name: string): KeySpecEntry {
  const entry = findSpec(name)
  if (!entry) throw new Error(`there is no key spec ${name}`)
  return entry
}
