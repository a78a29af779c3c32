import type { KeyObject } from 'node:crypto'
import type { MlDsaSet } from '../ml/parameter-sets.ts'

/** Bits of the RSA moduli that AWS KMS knows. */
export type RsaBits = 2048 | 3072 | 4096

/** Work for a thread. Each answers with bytes, or with undefined where its description says so. */
export type Job =
  /** A fresh RSA private key with public exponent 65,537, PKCS #8 in DER. */
  | { readonly kind: 'generate-rsa'; readonly bits: RsaBits }
  /** The RSA private-key primitive (RFC 8017 section 5.2.1) on a block as long as the modulus, and below it. */
  | { readonly kind: 'rsa-private'; readonly key: KeyObject; readonly block: Uint8Array }
  /** RSAES-OAEP decryption (RFC 8017 section 7.1.2) without a label; undefined when it does not decrypt. */
  | { readonly kind: 'oaep-decrypt'; readonly key: KeyObject; readonly hash: string; readonly ciphertext: Uint8Array }
  /** See `canonicalRsa`; undefined when it is no RSA key of that length. */
  | { readonly kind: 'read-rsa'; readonly pkcs8: Uint8Array; readonly bits: RsaBits }
  | SignMuJob
  /** See `multiplyPoint`; undefined when the point is not on the curve of SM2. */
  | { readonly kind: 'multiply-sm2'; readonly scalar: Uint8Array; readonly point: Uint8Array }

/** Hedged ML-DSA of a message representative μ of 64 bytes, with 32 random bytes (FIPS 204 algorithm 7). */
export interface SignMuJob {
  readonly kind: 'sign-mu'
  readonly set: MlDsaSet
  /** Expanded. */
  readonly secretKey: Uint8Array
  readonly mu: Uint8Array
  readonly entropy: Uint8Array
}

/** What a thread answers to each job. */
export type Reply =
  | { readonly kind: 'done'; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'failed'; readonly message: string }
