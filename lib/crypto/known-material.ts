import { createPrivateKey } from 'node:crypto'
import { fromBase64, toBase64 } from '#kernel/bytes.ts'
import type { Engine } from './engine.ts'
import { exportPkcs8 } from './key-pair.ts'
import { specOf } from './specs.ts'

const PEM = /^\s*-----BEGIN ([A-Z0-9 ]+)-----\s([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/

const RSA_SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096']
/** Key specs by the names that OpenSSL gives their curves. */
const BY_CURVE: Readonly<Record<string, string>> = {
  prime256v1: 'ECC_NIST_P256',
  secp384r1: 'ECC_NIST_P384',
  secp521r1: 'ECC_NIST_P521',
  secp256k1: 'ECC_SECG_P256K1',
}

/**
 * What a text that holds key material can mean, the likeliest first: hexadecimal, base64, or the PEM of a private key
 * (PKCS #8, or the older forms of RFC 8017 and RFC 5915, which become PKCS #8). The caller zeroes them all.
 */
export function readingsOfMaterial(text: string): readonly Buffer[] {
  if (text.includes('-----')) return [pkcs8OfPem(text)].filter((bytes) => bytes !== undefined)
  const plain = text.replace(/\s/g, '')
  return [fromHex(plain), fromBase64(plain)].filter((bytes) => bytes !== undefined)
}

/**
 * Known material of a spec, as it is stored: what `importing` takes, and for lattice keys, which nobody imports, their
 * seed or the PKCS #8 that holds it. The caller zeroes it. Undefined when it is no key of that spec.
 */
export async function readKnownMaterial(spec: string, bytes: Uint8Array, engine: Engine): Promise<Buffer | undefined> {
  const { importing, known } = specOf(spec)
  return importing ? importing.read(bytes, engine) : known?.(bytes)
}

/** The spec that a private key in PEM can have; undefined for keys that AWS KMS has none for. */
export function specOfPem(text: string): string | undefined {
  const pkcs8 = pkcs8OfPem(text)
  if (!pkcs8) return undefined
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = privateKey(pkcs8)
    if (type === 'rsa') return RSA_SPECS.find((spec) => spec === `RSA_${details?.modulusLength}`)
    if (type === 'ed25519') return 'ECC_NIST_EDWARDS25519'
    return type === 'ec' ? BY_CURVE[details?.namedCurve ?? ''] : undefined
  } catch {
    return undefined
  } finally {
    pkcs8.fill(0)
  }
}

/** Stored material as a text that `readingsOfMaterial` reads: PEM of a key pair, base64 of all other. */
export function textOfMaterial(spec: string, stored: Uint8Array): string {
  const { open, importing } = specOf(spec)
  const opened = open(stored)
  if (opened.kind !== 'key-pair' || !importing) return toBase64(stored)
  const pkcs8 = exportPkcs8(opened.privateKey)
  const lines = toBase64(pkcs8).match(/.{1,64}/g) ?? []
  pkcs8.fill(0)
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}

function fromHex(text: string): Buffer | undefined {
  return /^([0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : undefined
}

function pkcs8OfPem(text: string): Buffer | undefined {
  const [, label, body = ''] = PEM.exec(text) ?? []
  if (label === 'PRIVATE KEY') return fromBase64(body.replace(/\s/g, ''))
  if (label !== 'EC PRIVATE KEY' && label !== 'RSA PRIVATE KEY') return undefined
  try {
    return exportPkcs8(createPrivateKey(text))
  } catch {
    return undefined
  }
}

const privateKey = (key: Buffer) => createPrivateKey({ key, format: 'der', type: 'pkcs8' })
