import type { EpochMillis } from '#kernel/ids.ts'
import { expiredImportToken, invalidImportToken } from '../errors.ts'
import type { Ports } from '../ports.ts'
import { ownerOf } from './material.ts'
import type { KeyRow } from './rows.ts'

/** What an import token carries: the private half of the wrapping key pair, so that nothing need be kept. */
export interface ImportParameters {
  /** Name of the wrapping algorithm. */
  readonly algorithm: string
  /** PKCS #8 in DER. */
  readonly privateKey: Buffer
  readonly validTo: EpochMillis
}

/** What the JSON text in a token holds. */
type Payload = Pick<ImportParameters, 'algorithm' | 'validTo'> & { readonly privateKey: string }

const purposeOf = (key: KeyRow) => `import:${key.keyId}`

/** A token sealed in the key's scope and bound to the key: a JSON text with the private key in base64. */
export function mintImportToken(key: KeyRow, parameters: ImportParameters, { materials }: Ports): Buffer {
  const { algorithm, validTo } = parameters
  const payload: Payload = { algorithm, validTo, privateKey: parameters.privateKey.toString('base64') }
  return Buffer.from(materials.mintToken(ownerOf(key).scope, purposeOf(key), JSON.stringify(payload)), 'latin1')
}

/** Throws InvalidImportTokenException for a token of another key, ExpiredImportTokenException after 24 hours. */
export function openImportToken(
  token: Uint8Array,
  key: KeyRow,
  now: EpochMillis,
  { materials }: Ports,
): ImportParameters {
  const text = Buffer.from(token).toString('latin1')
  const payload = materials.openToken(ownerOf(key).scope, purposeOf(key), text)
  if (payload === undefined) throw invalidImportToken()
  const { algorithm, validTo, privateKey }: Payload = JSON.parse(payload)
  if (now > validTo) throw expiredImportToken()
  return { algorithm, validTo, privateKey: Buffer.from(privateKey, 'base64') }
}
