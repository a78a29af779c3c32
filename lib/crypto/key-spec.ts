import type { KeyObject } from 'node:crypto'
import type { Secrets } from '#kernel/random.ts'
import type { Engine } from './engine.ts'
import type { XaesKey } from './xaes.ts'

export type KeyUsage =
  | 'ENCRYPT_DECRYPT'
  | 'SIGN_VERIFY'
  | 'GENERATE_VERIFY_MAC'
  | 'KEY_AGREEMENT'
  | 'ENCAPSULATE_DECAPSULATE'

/** Where AWS KMS has a thing: in all Regions, in those of the China partition only, or in all but those. */
export type Offering = 'everywhere' | 'china' | 'outside-china'

export type MessageType = 'RAW' | 'DIGEST' | 'EXTERNAL_MU'

/** Key material, opened and ready for use; what its spec's `open` gives. */
export type OpenedMaterial = SymmetricKey | MacKey | KeyPair

export interface SymmetricKey {
  readonly kind: 'symmetric'
  readonly key: XaesKey
}

export interface MacKey {
  readonly kind: 'mac'
  readonly key: KeyObject
}

export interface KeyPair {
  readonly kind: 'key-pair'
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** The public key, X.509 SubjectPublicKeyInfo in DER (RFC 5280 section 4.1). */
  readonly spki: Buffer
}

/** SYMMETRIC_DEFAULT: ciphertext blobs that name their key, with an encryption context. */
export interface BlobEncryption {
  readonly form: 'blob'
  readonly name: string
  readonly maxPlaintext: number
}

/** Encryption whose output is bare: it names no key and takes no encryption context. */
export interface RawEncryption {
  readonly form: 'raw'
  readonly name: string
  /** Bytes. */
  readonly maxPlaintext: number
  encrypt(pair: KeyPair, plaintext: Uint8Array, engine: Engine): Buffer | Promise<Buffer>
  /** The caller zeroes the plaintext. Undefined, with no reason told, for any other ciphertext. */
  decrypt(pair: KeyPair, ciphertext: Uint8Array, engine: Engine): Promise<Buffer | undefined>
}

export type EncryptionAlgorithm = BlobEncryption | RawEncryption

export interface SigningAlgorithm {
  readonly name: string
  /** Types of message it takes; `bytes` where the message must have exactly that length. RAW is hashed here. */
  readonly messageTypes: Readonly<Partial<Record<MessageType, { readonly bytes?: number }>>>
  sign(pair: KeyPair, message: Uint8Array, type: MessageType, engine: Engine): Promise<Buffer>
  /** False, with no reason told, for anything but a signature of this message by this key. */
  verify(pair: KeyPair, message: Uint8Array, type: MessageType, signature: Uint8Array): boolean
}

export interface MacAlgorithm {
  readonly name: string
  mac(key: MacKey, message: Uint8Array): Buffer
}

export interface AgreementAlgorithm {
  readonly name: string
  /** The x-coordinate of the shared point. `peer` is SPKI DER; undefined unless it is a point on the same named curve. */
  derive(pair: KeyPair, peer: Uint8Array, engine: Engine): Promise<Buffer | undefined>
}

export interface EncapsulationAlgorithm {
  readonly name: string
  encapsulate(pair: KeyPair): { readonly sharedSecret: Buffer; readonly ciphertext: Buffer }
  /** Undefined for a ciphertext of the wrong length only: any other yields a secret (FIPS 203, implicit rejection). */
  decapsulate(pair: KeyPair, ciphertext: Uint8Array): Buffer | undefined
}

/** How material of a spec is imported. */
export interface MaterialImport {
  /** Whether AWS KMS takes the material under that wrapping algorithm and a wrapping key of that spec. */
  allows(wrapping: string, wrappingKeySpec: string): boolean
  /**
   * Reads material in the form in which it is imported (raw bytes, or PKCS #8 in DER) and gives it as it is stored, in
   * the one form that each key has; the caller zeroes both. Undefined when it is not a key of this spec. Never blocks
   * the event loop.
   */
  read(bytes: Uint8Array, engine: Engine): Promise<Buffer | undefined>
}

/** All that is known of a key spec. Below the table code gets this entry, never a name. */
export interface KeySpecEntry {
  /** What its material opens as. */
  readonly kind: OpenedMaterial['kind']
  /** Everywhere, where it is not said. */
  readonly offering?: Offering
  readonly usages: readonly KeyUsage[]
  /** What CreateKey takes when it is given no KeyUsage; null where it must be given. */
  readonly defaultUsage: KeyUsage | null
  /** Each list in the order in which DescribeKey gives it; empty where the spec has none. */
  readonly encryption: readonly EncryptionAlgorithm[]
  readonly signing: readonly SigningAlgorithm[]
  readonly mac: readonly MacAlgorithm[]
  readonly agreement: readonly AgreementAlgorithm[]
  readonly encapsulation: readonly EncapsulationAlgorithm[]
  /** Fresh material as it is stored; the caller zeroes it. Never blocks the event loop. */
  generate(engine: Engine): Promise<Buffer>
  /** The same from the bytes of a seed; null where no library makes it of any. */
  readonly derive: ((seed: Secrets) => Buffer) | null
  /** Opens stored material. Copies what it keeps: the caller zeroes its own bytes. */
  open(material: Uint8Array): OpenedMaterial
  /** Null where AWS KMS imports no material of this spec. */
  readonly importing: MaterialImport | null
  /** Of specs that are not imported: as `MaterialImport.read`, for what is known already. */
  readonly known?: (bytes: Uint8Array) => Buffer | undefined
  /** The private key of a data key pair, PKCS #8 in DER (RFC 5958); null where GenerateDataKeyPair makes none. */
  readonly exportPrivateKey: ((pair: KeyPair) => Buffer) | null
  /** For keys of origin AWS_KMS. */
  readonly rotation: { readonly automatic: boolean; readonly onDemand: boolean }
}
