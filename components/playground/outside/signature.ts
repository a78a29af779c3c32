import { rawSignature } from '../../blob/der.ts'
import { digestBytes, hashName } from '../limits.ts'

/** How a signature is verified without the service: by the browser, or by a line of a shell. */
export type Outside =
  | {
      readonly kind: 'browser'
      readonly name: string
      readonly importAs: EcKeyImportParams | RsaHashedImportParams | Algorithm
      readonly verifyAs: EcdsaParams | RsaPssParams | Algorithm
      readonly coordinate?: number
    }
  | { readonly kind: 'elsewhere'; readonly reason: string; readonly line: string }

const CURVES: Readonly<Record<string, readonly [namedCurve: string, coordinate: number]>> = {
  ECC_NIST_P256: ['P-256', 32],
  ECC_NIST_P384: ['P-384', 48],
  ECC_NIST_P521: ['P-521', 66],
}

export function outsideOf(spec: string, algorithm: string, messageType: string): Outside {
  const hash = hashName(algorithm)
  if (messageType !== 'RAW') return elsewhere(readyReason(messageType), readyLine(algorithm, messageType))
  const curve = CURVES[spec]
  if (curve) {
    const [namedCurve, coordinate] = curve
    return {
      kind: 'browser',
      name: `ECDSA ${namedCurve} with ${hash}`,
      importAs: { name: 'ECDSA', namedCurve },
      verifyAs: { name: 'ECDSA', hash },
      coordinate,
    }
  }
  if (algorithm.startsWith('RSASSA_PSS')) {
    const verifyAs = { name: 'RSA-PSS', saltLength: digestBytes(algorithm) }
    return { kind: 'browser', name: `RSA-PSS with ${hash}`, importAs: { name: 'RSA-PSS', hash }, verifyAs }
  }
  if (algorithm.startsWith('RSASSA_PKCS1')) {
    return {
      kind: 'browser',
      name: `RSASSA-PKCS1-v1_5 with ${hash}`,
      importAs: { name: 'RSASSA-PKCS1-v1_5', hash },
      verifyAs: { name: 'RSASSA-PKCS1-v1_5' },
    }
  }
  if (algorithm === 'ED25519_SHA_512')
    return { kind: 'browser', name: 'Ed25519', importAs: { name: 'Ed25519' }, verifyAs: { name: 'Ed25519' } }
  return elsewhere(`WebCrypto has no ${nameOf(spec)}`, rawLine(spec, algorithm))
}

function elsewhere(reason: string, line: string): Outside {
  return { kind: 'elsewhere', reason, line }
}

function nameOf(spec: string): string {
  return { ECC_SECG_P256K1: 'secp256k1', SM2: 'SM2' }[spec] ?? spec.replace(/_\d+$/, '').replaceAll('_', '-')
}

function rawLine(spec: string, algorithm: string): string {
  if (spec.startsWith('ML_DSA'))
    return 'openssl pkeyutl -verify -rawin -pubin -inkey public.pem -in message.bin -sigfile signature.bin'
  const distid = spec === 'SM2' ? ' -sigopt distid:1234567812345678' : ''
  const hash = hashName(algorithm).toLowerCase().replace('-', '')
  return `openssl dgst -${hash} -verify public.pem${distid} -signature signature.bin message.bin`
}

function readyReason(messageType: string): string {
  return messageType === 'DIGEST' ? 'WebCrypto hashes by itself and takes no digest' : 'WebCrypto has no ML-DSA'
}

function readyLine(algorithm: string, messageType: string): string {
  const verify = 'openssl pkeyutl -verify -pubin -inkey public.pem -sigfile signature.bin'
  if (messageType === 'EXTERNAL_MU') return `${verify} -pkeyopt mu:1 -in mu.bin`
  if (algorithm === 'ED25519_PH_SHA_512') return `${verify} -rawin -pkeyopt instance:Ed25519ph -in message.bin`
  const digest = `-pkeyopt digest:${hashName(algorithm).toLowerCase().replace('-', '')}`
  const padding = algorithm.includes('PSS') ? ' -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest' : ''
  return `${verify} ${digest}${padding} -in digest.bin`
}

export interface Signed {
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly message: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** By this browser alone. Throws where it does not know the algorithm. */
export async function verifyInBrowser(
  outside: Extract<Outside, { kind: 'browser' }>,
  { publicKey, message, signature }: Signed,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('spki', publicKey, outside.importAs, false, ['verify'])
  const raw = outside.coordinate === undefined ? signature : rawSignature(signature, outside.coordinate)
  return raw !== undefined && crypto.subtle.verify(outside.verifyAs, key, raw, message)
}
