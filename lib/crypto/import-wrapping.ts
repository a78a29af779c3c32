import { unwrapKwp } from './aes-kwp.ts'
import type { Engine } from './engine.ts'
import { openPkcs8, openSpki } from './key-pair.ts'
import type { Offering } from './key-spec.ts'
import { encryptOaep, OAEP_HASHES, type OaepHash, oaepCapacity } from './rsa/oaep.ts'
import { sm2pke } from './sm2/encryption.ts'
import { generateSm2 } from './sm2/private-key.ts'
import type { RsaBits } from './threads/jobs.ts'

/** A wrapping algorithm for key material that is imported. */
export interface Wrapping {
  readonly name: string
  /** Of the material itself by RSA-OAEP or SM2PKE, or of an AES key that wraps the material. */
  readonly family: 'oaep' | 'aes-key-wrap' | 'sm2pke'
  readonly offering: Offering
  /** Most bytes of material it wraps under a wrapping key of that spec; 0 for a spec that is none. */
  capacity(wrappingKeySpec: string): number
  /**
   * The material; the caller zeroes it. `privateKey` is that of `generateWrappingKey`. Undefined, with no reason told,
   * when it does not unwrap.
   */
  unwrap(privateKey: Uint8Array, wrapped: Uint8Array, engine: Engine): Promise<Buffer | undefined>
}

export interface WrappingKeyPair {
  /** PKCS #8 in DER. */
  readonly privateKey: Buffer
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Buffer
}

const AES_KEY_BYTES = 32

const moduli: Readonly<Record<string, RsaBits>> = Object.freeze(
  Object.assign(Object.create(null), { RSA_2048: 2048, RSA_3072: 3072, RSA_4096: 4096 }),
)

const SM2 = 'SM2'

export const WRAPPING_KEY_SPECS: readonly string[] = [...Object.keys(moduli), SM2]

/** A fresh key pair, made off the event loop. Throws for a spec that is not in `WRAPPING_KEY_SPECS`. */
export async function generateWrappingKey(spec: string, { threads }: Engine): Promise<WrappingKeyPair> {
  const bits = moduli[spec]
  if (!bits && spec !== SM2) throw new RangeError(`${spec} is no spec of a wrapping key`)
  const privateKey = bits ? await threads.generateRsa(bits) : await generateSm2()
  return { privateKey, publicKey: openPkcs8(privateKey).spki }
}

/** Material as its owner wraps it for RSAES_OAEP_SHA_256. `publicKey`: SubjectPublicKeyInfo in DER, of RSA. */
export function wrapForImport(publicKey: Uint8Array, material: Uint8Array): Buffer {
  return encryptOaep('sha256', openSpki(publicKey), material)
}

/** RSAES-OAEP of the material itself. */
function oaepWrapping(hash: OaepHash): Wrapping {
  return {
    name: `RSAES_OAEP_${hash.suffix}`,
    family: 'oaep',
    offering: 'everywhere',
    capacity: (spec) => (moduli[spec] ? oaepCapacity(hash, moduli[spec] / 8) : 0),
    unwrap: async (pkcs8, wrapped, { threads }) =>
      await threads.decryptOaep(openPkcs8(pkcs8).privateKey, hash.name, wrapped),
  }
}

/** RSAES-OAEP of a fresh AES-256 key ‖ AES-KWP (RFC 5649) of the material under that key. */
function aesWrapping(hash: OaepHash): Wrapping {
  return {
    name: `RSA_AES_KEY_WRAP_${hash.suffix}`,
    family: 'aes-key-wrap',
    offering: 'outside-china',
    capacity: (spec) => (moduli[spec] ? Number.POSITIVE_INFINITY : 0),
    unwrap: async (pkcs8, wrapped, { threads }) => {
      const { privateKey } = openPkcs8(pkcs8)
      const modulusBytes = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8
      const key = await threads.decryptOaep(privateKey, hash.name, wrapped.subarray(0, modulusBytes))
      const rest = wrapped.subarray(modulusBytes)
      const material = key?.length === AES_KEY_BYTES ? unwrapKwp(key, rest) : undefined
      key?.fill(0)
      return material
    },
  }
}

/** SM2PKE of the material itself, of any length. */
const sm2Wrapping: Wrapping = {
  name: sm2pke.name,
  family: 'sm2pke',
  offering: 'china',
  capacity: (spec) => (spec === SM2 ? Number.POSITIVE_INFINITY : 0),
  unwrap: async (pkcs8, wrapped, engine) => await sm2pke.decrypt(openPkcs8(pkcs8), wrapped, engine),
}

const wrappings: Readonly<Record<string, Wrapping>> = Object.freeze(
  Object.assign(
    Object.create(null),
    Object.fromEntries(
      [...OAEP_HASHES.map(oaepWrapping), ...OAEP_HASHES.map(aesWrapping), sm2Wrapping].map((wrapping) => [
        wrapping.name,
        wrapping,
      ]),
    ),
  ),
)

/** Undefined for wrapping algorithms that are unknown or retired (RSAES_PKCS1_V1_5). */
export function findWrapping(name: string): Wrapping | undefined {
  return wrappings[name]
}
