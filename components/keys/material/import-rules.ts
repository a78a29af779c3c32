import type { KeyDto } from '#console/dto/keys.ts'
import { isBusy, isDeleting } from '../actions.ts'
import { isInChina } from '../key-specs.ts'

/** Wrapping algorithms, the recommended first (AWS KMS developer guide, "Select a wrapping algorithm"). */
const OAEP = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'] as const
const KEY_WRAP = ['RSA_AES_KEY_WRAP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1'] as const

/** Of the wrapping key, the strongest first. */
export const WRAPPING_KEY_SPECS = ['RSA_4096', 'RSA_3072', 'RSA_2048'] as const

/** In China only, where there is no key wrap by AES. */
const SM2PKE = 'SM2PKE'

/** The wrapping algorithms for material of a spec in a Region. Private RSA keys fit into no RSA-OAEP ciphertext. */
export function wrappingAlgorithms(spec: string, region: string): readonly string[] {
  const direct = spec.startsWith('RSA') ? [] : OAEP
  const takesAny = /^(RSA|ECC|SM2)/.test(spec)
  if (isInChina(region)) return takesAny ? [...direct, SM2PKE] : direct
  return takesAny ? [...direct, ...KEY_WRAP] : direct
}

/** The wrapping keys that can hold material of a spec by an algorithm. */
export function wrappingKeySpecs(spec: string, algorithm: string): readonly string[] {
  if (algorithm === SM2PKE) return ['SM2']
  const tooLong = spec === 'ECC_NIST_P521' && algorithm.startsWith('RSAES_OAEP')
  return tooLong ? WRAPPING_KEY_SPECS.filter((each) => each !== 'RSA_2048') : WRAPPING_KEY_SPECS
}

/** Why no material can be imported now; undefined when it can. */
export function importReason({ state }: Pick<KeyDto, 'state'>): string | undefined {
  if (isDeleting(state)) return 'Its deletion is scheduled: cancel that first'
  return isBusy(state) ? 'In a moment: something is under way' : undefined
}

/** How far ahead material may expire, in days. */
const LONGEST_VALIDITY = 365
const A_DAY = 86_400_000

/** What is wrong with a time of expiry, as typed without its zone (it is UTC). */
export function expiryProblem(text: string, now: number): string | undefined {
  const time = expiryTime(text)
  if (Number.isNaN(time)) return 'Say when, day and time'
  if (time <= now) return 'That is past already'
  return time > now + LONGEST_VALIDITY * A_DAY ? `Within ${LONGEST_VALIDITY} days` : undefined
}

export function expiryTime(text: string): number {
  return Date.parse(`${text}Z`)
}

/** What is wrong with a description of key material; empty is none, and right. */
export function descriptionProblem(text: string): string | undefined {
  if (text.length > 256) return 'At most 256 characters'
  return /^[a-zA-Z0-9:/_\s.-]*$/.test(text) ? undefined : 'Letters, digits, spaces and : / _ . - only'
}
