import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { addDays } from '#kernel/clock.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, KeyMetadata, Output } from '#model/api.ts'
import type { Harness } from './harness.ts'

export type WrappingAlgorithm = Input<'GetParametersForImport'>['WrappingAlgorithm']
type Parameters = Output<'GetParametersForImport'>

/** The material as the caller of ImportKeyMaterial wraps it: in RSA-OAEP, or in AES-KWP (RFC 5649) under an AES-256 key in RSA-OAEP. */
export function wrapMaterial(publicKey: Uint8Array, algorithm: WrappingAlgorithm, material: Uint8Array): Buffer {
  const oaepHash = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256'
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  const oaep = (bytes: Uint8Array) => publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes)
  if (algorithm.startsWith('RSAES_OAEP')) return oaep(material)
  const ephemeral = randomBytes(32)
  const cipher = createCipheriv('id-aes256-wrap-pad', ephemeral, Buffer.from('a65959a6', 'hex'))
  return Buffer.concat([oaep(ephemeral), cipher.update(material), cipher.final()])
}

/** Public key and token of an RSA_2048 wrapping key. */
export async function parametersFor(
  kms: Harness,
  KeyId: string,
  WrappingAlgorithm: WrappingAlgorithm = 'RSAES_OAEP_SHA_256',
  caller?: Caller,
): Promise<Required<Parameters>> {
  const answer = await kms.call(
    'GetParametersForImport',
    { KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' },
    caller,
  )
  return answer as Required<Parameters>
}

const outstanding = new WeakMap<Harness, Map<string, Required<Parameters>>>()

/** Those that the key was given last, while they hold: each costs an RSA key pair. */
async function standingParameters(kms: Harness, KeyId: string, algorithm: WrappingAlgorithm, caller?: Caller) {
  const known = outstanding.get(kms) ?? new Map<string, Required<Parameters>>()
  outstanding.set(kms, known)
  const name = [KeyId, algorithm, caller?.scope.account, caller?.scope.region].join()
  const last = known.get(name)
  if (last && last.ParametersValidTo >= kms.clock.now()) return last
  const parameters = await parametersFor(kms, KeyId, algorithm, caller)
  known.set(name, parameters)
  return parameters
}

type More = Partial<Input<'ImportKeyMaterial'>> & { readonly algorithm?: WrappingAlgorithm }

/** What imports the material: it does not expire unless `more` gives a date. */
export async function importInput(
  kms: Harness,
  KeyId: string,
  material: Uint8Array,
  { algorithm = 'RSAES_OAEP_SHA_256', ...more }: More = {},
  caller?: Caller,
): Promise<Input<'ImportKeyMaterial'>> {
  const { ImportToken, PublicKey } = await standingParameters(kms, KeyId, algorithm, caller)
  const expiry = more.ValidTo === undefined ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' as const } : {}
  return { KeyId, ImportToken, EncryptedKeyMaterial: wrapMaterial(PublicKey, algorithm, material), ...expiry, ...more }
}

/** Gives the id of the imported material. */
export async function importMaterial(
  kms: Harness,
  KeyId: string,
  material: Uint8Array,
  more?: More,
  caller?: Caller,
): Promise<string> {
  const answer = await kms.call('ImportKeyMaterial', await importInput(kms, KeyId, material, more, caller), caller)
  return answer.KeyMaterialId ?? ''
}

/** A key that waits for its material. */
export function newExternalKey(kms: Harness, more: Input<'CreateKey'> = {}, caller?: Caller): Promise<KeyMetadata> {
  return kms.newKey({ Origin: 'EXTERNAL', ...more }, caller)
}

/** A moment that many days from now. */
export const inDays = (kms: Harness, days: number) => addDays(kms.clock.now(), days)
