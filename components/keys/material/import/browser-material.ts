import { wrapWithPadding } from './key-wrap.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Curves of WebCrypto. */
const CURVES: Readonly<Record<string, string>> = {
  ECC_NIST_P256: 'P-256',
  ECC_NIST_P384: 'P-384',
  ECC_NIST_P521: 'P-521',
}

/** What material of a spec is, in words. */
export function materialText(spec: string): string {
  const [kind = '', bits = ''] = spec.split('_')
  if (kind === 'SYMMETRIC') return '32 random bytes'
  if (kind === 'HMAC') return `${Number(bits) / 8} random bytes`
  if (kind === 'RSA') return `an RSA private key of ${bits} bits, PKCS #8`
  return `a private key on ${CURVES[spec] ?? spec}, PKCS #8`
}

/** Why a browser cannot make and wrap material of a spec by an algorithm; undefined when it can. */
export function browserReason(spec: string, algorithm: string): string | undefined {
  if (!globalThis.crypto?.subtle) return 'Browsers do cryptography only for https:// and for this machine itself.'
  if (algorithm === 'SM2PKE') return 'Browsers have no SM2.'
  if (spec === 'SM2') return 'Browsers have no SM2.'
  if (spec === 'ECC_SECG_P256K1') return 'Browsers do not have the curve secp256k1.'
  return undefined
}

/** Fresh material of a spec, as it is imported: bytes, or a private key in PKCS #8. */
export async function makeMaterial(spec: string): Promise<Bytes> {
  const [kind = '', bits = ''] = spec.split('_')
  if (kind === 'SYMMETRIC') return crypto.getRandomValues(new Uint8Array(32))
  if (kind === 'HMAC') return crypto.getRandomValues(new Uint8Array(Number(bits) / 8))
  const pair = await crypto.subtle.generateKey(algorithmOf(spec, Number(bits)), true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('no key pair was made')
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
}

function algorithmOf(spec: string, bits: number): RsaHashedKeyGenParams | EcKeyGenParams | Algorithm {
  if (spec.startsWith('RSA')) {
    return { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]) }
  }
  const namedCurve = CURVES[spec]
  return namedCurve === undefined ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve }
}

/** Wraps material by an algorithm of GetParametersForImport; `publicKey` is a SubjectPublicKeyInfo in DER. */
export async function wrapMaterial(material: Bytes, publicKey: Bytes, algorithm: string): Promise<Bytes> {
  const hash = algorithm.endsWith('SHA_256') ? 'SHA-256' : 'SHA-1'
  const key = await crypto.subtle.importKey('spki', publicKey, { name: 'RSA-OAEP', hash }, false, ['encrypt'])
  const seal = async (bytes: Bytes) => new Uint8Array(await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, key, bytes))
  if (algorithm.startsWith('RSAES_OAEP')) return seal(material)
  const between = crypto.getRandomValues(new Uint8Array(32))
  const aes = await crypto.subtle.importKey('raw', between, 'AES-CBC', false, ['encrypt'])
  const [sealedKey, sealedMaterial] = [await seal(between), await wrapWithPadding(aes, material)]
  between.fill(0)
  const all = new Uint8Array(sealedKey.length + sealedMaterial.length)
  all.set(sealedKey)
  all.set(sealedMaterial, sealedKey.length)
  return all
}
