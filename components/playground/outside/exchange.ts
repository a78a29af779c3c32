/** What this browser does by itself with WebCrypto: no call is made for any of it. */

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  /** Ciphertext and tag. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

const IV_BYTES = 12

/** AES-GCM under a data key of 16, 24 or 32 bytes. */
export async function sealWith(dataKey: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const key = await crypto.subtle.importKey('raw', dataKey, 'AES-GCM', false, ['encrypt'])
  return { iv, bytes: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, data)) }
}

/** Throws where the key is another one. */
export async function openWith(
  dataKey: Uint8Array<ArrayBuffer>,
  { iv, bytes }: Sealed,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', dataKey, 'AES-GCM', false, ['decrypt'])
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes))
}

/** Whether WebCrypto takes a data key of that length. */
export function isAesKey(bytes: number): boolean {
  return bytes === 16 || bytes === 32
}

/** RSA-OAEP under a public key (SubjectPublicKeyInfo), as the algorithm of the service names its hash. */
export async function encryptOutside(
  publicKey: Uint8Array<ArrayBuffer>,
  algorithm: string,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = algorithm === 'RSAES_OAEP_SHA_1' ? 'SHA-1' : 'SHA-256'
  const key = await crypto.subtle.importKey('spki', publicKey, { name: 'RSA-OAEP', hash }, false, ['encrypt'])
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, key, plaintext))
}

/** A partner for ECDH who lives in this browser. The private key cannot be taken out. */
export interface Partner {
  readonly privateKey: CryptoKey
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly curve: string
}

const CURVES: Readonly<Record<string, readonly [name: string, bits: number]>> = {
  ECC_NIST_P256: ['P-256', 256],
  ECC_NIST_P384: ['P-384', 384],
  ECC_NIST_P521: ['P-521', 528],
}

export function hasPartners(spec: string): boolean {
  return Object.hasOwn(CURVES, spec)
}

export async function makePartner(spec: string): Promise<Partner> {
  const [curve = ''] = CURVES[spec] ?? []
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: curve }, false, [
    'deriveBits',
  ])
  return { privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)), curve }
}

/** The same secret from the other side: the partner's private key and the public key of ours. */
export async function deriveAsPartner(
  { privateKey, curve }: Partner,
  spec: string,
  publicKey: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const theirs = await crypto.subtle.importKey('spki', publicKey, { name: 'ECDH', namedCurve: curve }, false, [])
  const [, bits = 256] = CURVES[spec] ?? []
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, bits))
}
