import type { DSA } from '@noble/post-quantum/ml-dsa.js'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'

/** Parameter sets of FIPS 204 section 4. */
export type MlDsaSet = 44 | 65 | 87

const implementations: Readonly<Record<MlDsaSet, DSA>> = { 44: ml_dsa44, 65: ml_dsa65, 87: ml_dsa87 }

/** noble's implementation, for what Node lacks. */
export function mlDsa(set: MlDsaSet): DSA {
  return implementations[set]
}
