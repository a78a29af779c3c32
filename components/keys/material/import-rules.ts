import type { KeyDto, MaterialDto } from '#console/dto/keys.ts'
import { fromWall, UTC } from '../../time-zone.ts'
import { everRotates, isBusy, isDeleting } from '../actions.ts'
import { isInChina } from '../key-specs.ts'

/** What is to be imported: the first material of the key, a new one beside it, or one that it has had. */
export interface ImportTarget {
  readonly type?: 'NEW_KEY_MATERIAL' | 'EXISTING_KEY_MATERIAL'
  readonly material?: MaterialDto
}

/** The target that an address names: `first`, `new`, or the number of a material. */
export function targetOf(text: string | null, materials: readonly MaterialDto[]): ImportTarget | undefined {
  if (text === 'first') return {}
  if (text === 'new') return { type: 'NEW_KEY_MATERIAL' }
  const material = materials.find(({ number }) => String(number) === text)
  return material && { type: 'EXISTING_KEY_MATERIAL', material }
}

/** Why a key cannot get its first material; undefined when it can. */
export function firstImportReason(key: KeyDto): string | undefined {
  const { regionality, regions } = key
  // A replica that has one material after another knows those of its primary: that one has none yet.
  const waits = regionality === 'REPLICA' && everRotates(key)
  return waits ? `Its primary in ${regions[0]} gets material first` : importReason(key)
}

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

/** What is wrong with a time of expiry, as typed in a zone. */
export function expiryProblem(text: string, now: number, zone = UTC): string | undefined {
  const time = expiryTime(text, zone)
  if (Number.isNaN(time)) return 'Say when, day and time'
  if (time <= now) return 'That is past already'
  return time > now + LONGEST_VALIDITY * A_DAY ? `Within ${LONGEST_VALIDITY} days` : undefined
}

export function expiryTime(text: string, zone = UTC): number {
  return fromWall(Date.parse(`${text}Z`), zone)
}

/** What is wrong with a description of key material; empty is none, and right. */
export function descriptionProblem(text: string): string | undefined {
  if (text.length > 256) return 'At most 256 characters'
  return /^[a-zA-Z0-9:/_\s.-]*$/.test(text) ? undefined : 'Letters, digits, spaces and : / _ . - only'
}
