import { constantTimeEqual, hmacSha256 } from '#kernel/hash.ts'
import type { Authorization } from './authorization.ts'
import { canonicalRequest } from './canonical-request.ts'
import type { SignableRequest } from './request.ts'
import type { SigningKeys } from './signing-key.ts'
import { deriveSigningKey } from './signing-key.ts'
import { stringToSign } from './string-to-sign.ts'

export interface SignatureOptions {
  /** Where signing keys come from; derived anew when left out. */
  readonly signingKeys?: SigningKeys
  /** False is S3's way; true when left out. */
  readonly normalizePath?: boolean
}

type Signed = Pick<Authorization, 'form' | 'amzDate' | 'scope' | 'signedHeaders'>

/** The 32 bytes of signature that the holder of the secret would give this request. */
export function computeSignature(
  request: SignableRequest,
  { form, amzDate, scope, signedHeaders }: Signed,
  secretAccessKey: string,
  { signingKeys = deriveSigningKey, normalizePath }: SignatureOptions = {},
): Buffer {
  const canonical = canonicalRequest(request, { form, signedHeaders, normalizePath })
  return hmacSha256(signingKeys(secretAccessKey, scope), stringToSign(canonical, amzDate, scope))
}

/** Whether the signature is right, in constant time. Says nothing of time, scope or which headers are signed. */
export function signatureMatches(
  request: SignableRequest,
  authorization: Authorization,
  secretAccessKey: string,
  options?: SignatureOptions,
): boolean {
  return constantTimeEqual(computeSignature(request, authorization, secretAccessKey, options), authorization.signature)
}
