import type { OperationName } from './api.ts'
import { keyTypeOf } from './key-type.ts'
import type { RequestClass } from './pricing.ts'

/** Operations that are priced by the key they use, where that key is a pair. */
const BY_KEY: ReadonlySet<string> = new Set<OperationName>([
  'Decapsulate',
  'Decrypt',
  'DeriveSharedSecret',
  'Encapsulate',
  'Encrypt',
  'GetPublicKey',
  'ReEncrypt',
  'Sign',
  'Verify',
])

/** Operations that are priced by the pair they make, whatever the key it is encrypted under. */
const PAIRS: ReadonlySet<string> = new Set<OperationName>([
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
])

/** What is known of a request for its price. */
export interface Priced {
  readonly operation: string
  /** Of the key it names; absent where it names none that exists. */
  readonly spec?: string
  /** Of the data key pair it asks for. */
  readonly pairSpec?: string
}

/**
 * What a request is priced as (AWS KMS pricing). A pair that is neither RSA nor ECC counts as ECC: AWS publishes no other
 * price.
 */
export function requestClass({ operation, spec, pairSpec }: Priced): RequestClass {
  if (PAIRS.has(operation)) return pairSpec?.startsWith('RSA_') ? 'rsaPair' : 'eccPair'
  if (!BY_KEY.has(operation) || spec === undefined || keyTypeOf(spec) !== 'Asymmetric') return 'symmetric'
  return spec === 'RSA_2048' ? 'rsa2048' : 'asymmetric'
}

/** The free tier holds for nothing that uses or makes a key pair. */
export function isFreeTier(requestClass: RequestClass): boolean {
  return requestClass === 'symmetric'
}
