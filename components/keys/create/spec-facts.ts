import { pricing } from '#model/pricing.ts'
import { requestClass } from '#model/request-class.ts'
import { money } from '../../cost/money.ts'

interface Kind {
  readonly usage: string
  readonly spec: string
  readonly origin: string
}

const HASH_BITS = /(\d+)$/

/** The algorithms of a spec for a usage, in the names of AWS, shortened where there are many. */
export function algorithmsText({ usage, spec }: Pick<Kind, 'usage' | 'spec'>): string {
  const bits = HASH_BITS.exec(spec)?.[1] ?? ''
  switch (usage) {
    case 'SIGN_VERIFY':
      return signingText(spec)
    case 'GENERATE_VERIFY_MAC':
      return `HMAC_SHA_${bits}`
    case 'KEY_AGREEMENT':
      return 'ECDH'
    case 'ENCAPSULATE_DECAPSULATE':
      return 'ML_KEM'
    default:
      if (spec === 'SM2') return 'SM2PKE'
      return spec === 'SYMMETRIC_DEFAULT' ? 'AES-256-GCM' : 'RSAES_OAEP_SHA_1, _256'
  }
}

function signingText(spec: string): string {
  if (spec.startsWith('RSA')) return 'RSASSA PSS and PKCS1 v1.5, SHA_256, _384, _512'
  if (spec.startsWith('ML_DSA')) return 'ML_DSA_SHAKE_256'
  if (spec === 'SM2') return 'SM2DSA'
  if (spec === 'ECC_NIST_EDWARDS25519') return 'ED25519_SHA_512, ED25519_PH_SHA_512'
  if (spec === 'ECC_NIST_P384') return 'ECDSA_SHA_384'
  return spec === 'ECC_NIST_P521' ? 'ECDSA_SHA_512' : 'ECDSA_SHA_256'
}

/** What a key costs on AWS in a month, as long as it is not rotated. */
export const keyPrice = money(pricing.keyMonth)

/** What 10,000 calls that use a key cost on AWS. */
export function callPrice(spec: string): string {
  return money(10_000 * pricing.request[requestClass({ operation: 'Decrypt', spec })])
}
