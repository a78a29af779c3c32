import type { ByteName } from './operations.ts'

/** How many bytes a field may have. */
export interface Limit {
  readonly most?: number
  readonly exactly?: number
}

const MOST_IN_A_CALL = 4096
const MOST_CIPHERTEXT = 6144
const MOST_PUBLIC_KEY = 8192
const OAEP_OVERHEAD: Readonly<Record<string, number>> = { RSAES_OAEP_SHA_1: 42, RSAES_OAEP_SHA_256: 66 }
const ENCAPSULATED: Readonly<Record<string, number>> = { ML_KEM_512: 768, ML_KEM_768: 1088, ML_KEM_1024: 1568 }
const MOST_SM2 = 1024
const MU = 64

interface Asked {
  readonly spec: string
  readonly algorithm: string
  readonly messageType: string
}

/** What the service takes (AWS KMS developer guide, "Key spec reference"; API reference, constraints of the members). */
export function limitOf(name: ByteName, { spec, algorithm, messageType }: Asked): Limit {
  switch (name) {
    case 'plaintext':
      return { most: mostPlaintext(spec, algorithm) }
    case 'message':
      if (messageType === 'DIGEST') return { exactly: digestBytes(algorithm) }
      return messageType === 'EXTERNAL_MU' ? { exactly: MU } : { most: MOST_IN_A_CALL }
    case 'publicKey':
      return { most: MOST_PUBLIC_KEY }
    case 'encapsulated': {
      const exactly = ENCAPSULATED[spec]
      return exactly === undefined ? {} : { exactly }
    }
    default:
      return { most: MOST_CIPHERTEXT }
  }
}

function mostPlaintext(spec: string, algorithm: string): number {
  const overhead = OAEP_OVERHEAD[algorithm]
  if (overhead !== undefined) return Number(spec.split('_')[1]) / 8 - overhead
  return algorithm === 'SM2PKE' ? MOST_SM2 : MOST_IN_A_CALL
}

/** Of the digest that is signed. */
export function digestBytes(algorithm: string): number {
  const bits = /_(256|384|512)$/.exec(algorithm)?.[1]
  return bits === undefined ? 32 : Number(bits) / 8
}

/** The name of the hash that the algorithm signs a digest of. */
export function hashName(algorithm: string): string {
  if (algorithm === 'SM2DSA') return 'SM3'
  if (algorithm.startsWith('ML_DSA')) return 'SHAKE-256'
  return `SHA-${digestBytes(algorithm) * 8}`
}

/** In what forms an algorithm takes a message. */
export function messageTypes(algorithm: string): readonly string[] {
  if (algorithm === 'ED25519_SHA_512') return ['RAW']
  if (algorithm === 'ED25519_PH_SHA_512') return ['DIGEST']
  return algorithm.startsWith('ML_DSA') ? ['RAW', 'EXTERNAL_MU'] : ['RAW', 'DIGEST']
}

/** Why a length is refused by the service. The call can be made all the same: its refusal is there to be seen. */
export function lengthWarning(length: number, { most, exactly }: Limit): string | undefined {
  const isTaken = exactly === undefined ? most === undefined || length <= most : length === exactly
  if (isTaken || length === 0) return undefined
  const limit = (exactly ?? most)?.toLocaleString('en-US')
  return `This will be refused: ${exactly === undefined ? 'at most' : 'it has to be'} ${limit} bytes`
}

/** `27 of 4,096 bytes`. */
export function lengthText(length: number, { most, exactly }: Limit): string {
  const limit = exactly ?? most
  const bytes = length.toLocaleString('en-US')
  return limit === undefined ? `${bytes} bytes` : `${bytes} of ${limit.toLocaleString('en-US')} bytes`
}
