import { createHash } from 'node:crypto'
import {
  CreateKeyCommand,
  GetPublicKeyCommand,
  type KeySpec,
  type MessageType,
  SignCommand,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms'
import { base64url, importSPKI, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, refusalOf, utf8 } from './clients.ts'

/** A signature algorithm of RFC 7518, RFC 8037 or RFC 9964, and how AWS KMS calls it. */
interface Case {
  readonly alg: string
  readonly KeySpec: KeySpec
  readonly SigningAlgorithm: SigningAlgorithmSpec
  /** Of the digest that may be signed in place of the message; absent where there is no such thing. */
  readonly hash?: string
  /** Bytes of each half of an ECDSA signature: JWS wants R ‖ S, where AWS KMS gives DER. */
  readonly half?: number
}

const cases: readonly Case[] = [
  { alg: 'PS256', KeySpec: 'RSA_2048', SigningAlgorithm: 'RSASSA_PSS_SHA_256', hash: 'sha256' },
  { alg: 'PS384', KeySpec: 'RSA_3072', SigningAlgorithm: 'RSASSA_PSS_SHA_384', hash: 'sha384' },
  { alg: 'PS512', KeySpec: 'RSA_2048', SigningAlgorithm: 'RSASSA_PSS_SHA_512', hash: 'sha512' },
  { alg: 'RS256', KeySpec: 'RSA_2048', SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256', hash: 'sha256' },
  { alg: 'RS384', KeySpec: 'RSA_3072', SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_384', hash: 'sha384' },
  { alg: 'RS512', KeySpec: 'RSA_2048', SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_512', hash: 'sha512' },
  { alg: 'ES256', KeySpec: 'ECC_NIST_P256', SigningAlgorithm: 'ECDSA_SHA_256', hash: 'sha256', half: 32 },
  { alg: 'ES384', KeySpec: 'ECC_NIST_P384', SigningAlgorithm: 'ECDSA_SHA_384', hash: 'sha384', half: 48 },
  { alg: 'ES512', KeySpec: 'ECC_NIST_P521', SigningAlgorithm: 'ECDSA_SHA_512', hash: 'sha512', half: 66 },
  { alg: 'EdDSA', KeySpec: 'ECC_NIST_EDWARDS25519', SigningAlgorithm: 'ED25519_SHA_512' },
  { alg: 'ML-DSA-44', KeySpec: 'ML_DSA_44', SigningAlgorithm: 'ML_DSA_SHAKE_256' },
  { alg: 'ML-DSA-65', KeySpec: 'ML_DSA_65', SigningAlgorithm: 'ML_DSA_SHAKE_256' },
  { alg: 'ML-DSA-87', KeySpec: 'ML_DSA_87', SigningAlgorithm: 'ML_DSA_SHAKE_256' },
]

const issuer = 'urn:keystead:wire'

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

async function newKey({ KeySpec }: Case): Promise<string> {
  const { KeyMetadata } = await kmsOf(server).send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }))
  return KeyMetadata?.KeyId ?? ''
}

/** What a relying party has: the key of GetPublicKey, imported by the library. */
async function publicKey(KeyId: string, { alg }: Case) {
  const { PublicKey = new Uint8Array() } = await kmsOf(server).send(new GetPublicKeyCommand({ KeyId }))
  const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(PublicKey).toString('base64')}\n-----END PUBLIC KEY-----`
  return importSPKI(pem, alg)
}

/** SEQUENCE { INTEGER r, INTEGER s } to R ‖ S of RFC 7518, section 3.4. */
function joined(der: Buffer, half: number): Buffer {
  const rAt = der.readUInt8(1) < 0x80 ? 2 : 3
  const sAt = rAt + 2 + der.readUInt8(rAt + 1)
  const halves = [rAt, sAt].map((at) => {
    const integer = der.subarray(at + 2, at + 2 + der.readUInt8(at + 1)).subarray(-half)
    return Buffer.concat([Buffer.alloc(half - integer.length), integer])
  })
  return Buffer.concat(halves)
}

/** A compact JWS (RFC 7515) signed by Sign. */
async function token(KeyId: string, { alg, SigningAlgorithm, hash, half }: Case, MessageType: MessageType) {
  const claims = { iss: issuer, sub: KeyId, exp: Math.floor(Date.now() / 1000) + 60 }
  const input = [{ alg, kid: KeyId }, claims].map((part) => base64url.encode(JSON.stringify(part))).join('.')
  const Message = MessageType === 'DIGEST' && hash ? createHash(hash).update(input).digest() : utf8(input)
  const { Signature } = await kmsOf(server).send(new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm }))
  const signature = Buffer.from(Signature ?? '')
  return `${input}.${base64url.encode(half === undefined ? signature : joined(signature, half))}`
}

const withDigest = cases.filter(({ hash }) => hash !== undefined)
const withoutDigest = cases.filter(({ hash }) => hash === undefined)
const signed = [
  ...cases.map((each) => ({ ...each, MessageType: 'RAW' as const })),
  ...withDigest.map((each) => ({ ...each, MessageType: 'DIGEST' as const })),
]

describe('a JSON Web Token signed by a key', () => {
  it.each(signed)('$alg, $MessageType: verifies with the public key, and only unchanged', async (each) => {
    const KeyId = await newKey(each)
    const key = await publicKey(KeyId, each)
    const jwt = await token(KeyId, each, each.MessageType)
    const { payload, protectedHeader } = await jwtVerify(jwt, key, { issuer, algorithms: [each.alg] })
    expect(payload.sub).toBe(KeyId)
    expect(protectedHeader).toEqual({ alg: each.alg, kid: KeyId })

    const [header, , signature] = jwt.split('.')
    const forged = base64url.encode(JSON.stringify({ ...payload, sub: 'root' }))
    const verifying = jwtVerify(`${header}.${forged}.${signature}`, key, { issuer })
    await expect(verifying).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
  })

  it('does not verify with another key of the same kind', async () => {
    for (const each of cases.filter(({ alg }) => ['PS256', 'RS256', 'ES256', 'EdDSA'].includes(alg))) {
      const [mine, other] = await Promise.all([newKey(each), newKey(each)])
      const verifying = jwtVerify(await token(mine, each, 'RAW'), await publicKey(other, each))
      await expect(verifying).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
    }
  })

  it.each(withoutDigest)('$alg: is not signed from a digest', async (each) => {
    const refusal = await refusalOf(token(await newKey(each), each, 'DIGEST'))
    expect(refusal).toMatchObject({ code: 'ValidationException', status: 400 })
  })
})
