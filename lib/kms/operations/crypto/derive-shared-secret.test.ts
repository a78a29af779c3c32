import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

const ECDH = { KeyAgreementAlgorithm: 'ECDH' } as const

let kms: Harness
let KeyId: string
let Arn: string

beforeAll(async () => {
  kms = await openHarness()
  const key = await kms.newKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
})

const peer = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve })
const der = (pair: ReturnType<typeof peer>) => pair.publicKey.export({ format: 'der', type: 'spki' })
const publicKeyOf = async (id: string) => Buffer.from((await kms.call('GetPublicKey', { KeyId: id })).PublicKey ?? [])
const refusal = (PublicKey: Uint8Array, more: Partial<Input<'DeriveSharedSecret'>> = {}) =>
  kms.refusal('DeriveSharedSecret', { KeyId, ...ECDH, PublicKey, ...more })

describe('DeriveSharedSecret', () => {
  it('answers exactly AWS’s members', async () => {
    expect(await kms.call('DeriveSharedSecret', { KeyId, ...ECDH, PublicKey: der(peer()) })).toStrictEqual({
      KeyId: Arn,
      SharedSecret: expect.any(Uint8Array),
      ...ECDH,
      KeyOrigin: 'AWS_KMS',
    })
  })

  it('gives the raw secret that the peer computes on its side', async () => {
    const other = peer()
    const { SharedSecret } = await kms.call('DeriveSharedSecret', { KeyId, ...ECDH, PublicKey: der(other) })
    const publicKey = createPublicKey({ key: await publicKeyOf(KeyId), format: 'der', type: 'spki' })
    expect(Buffer.from(SharedSecret ?? [])).toEqual(diffieHellman({ privateKey: other.privateKey, publicKey }))
    expect(SharedSecret).toHaveLength(32)
  })

  it('gives two KMS keys the same secret', async () => {
    const second = await kms.newKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })
    const [a, b] = await Promise.all([
      kms.call('DeriveSharedSecret', { KeyId, ...ECDH, PublicKey: await publicKeyOf(second.KeyId) }),
      kms.call('DeriveSharedSecret', { KeyId: second.KeyId, ...ECDH, PublicKey: await publicKeyOf(KeyId) }),
    ])
    expect(a.SharedSecret).toEqual(b.SharedSecret)
  })

  it.each<[string, () => Uint8Array]>([
    ['on another curve', () => der(peer('P-384'))],
    ['on another curve of the same length', () => der(peer('secp256k1'))],
    ['that is no key', () => Buffer.from('x')],
    ['with bytes behind it', () => Buffer.concat([der(peer()), Buffer.from([0])])],
    [
      'off the curve',
      () => {
        const bytes = der(peer())
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        return bytes
      },
    ],
  ])('refuses a public key %s, without words', async (_, make) => {
    expect(await refusal(make())).toMatchObject({ code: 'ValidationException', message: '' })
  })

  it.each<[Input<'CreateKey'>]>([[{}], [{ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }]])(
    'refuses a key of %j, in AWS’s words',
    async (input) => {
      const key = await kms.newKey(input)
      expect(await refusal(der(peer()), { KeyId: key.KeyId })).toMatchObject({
        code: 'InvalidKeyUsageException',
        message: `${key.Arn} key usage is ${key.KeyUsage} which is not valid for DeriveSharedSecret.`,
      })
    },
  )

  it('refuses an unknown algorithm, in AWS’s words', async () => {
    const odd = { KeyAgreementAlgorithm: 'INVALID' } as unknown as typeof ECDH
    expect(await refusal(der(peer()), odd)).toMatchObject({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]",
    })
  })

  it('records the algorithm, never the secret or the peer', async () => {
    const PublicKey = der(peer())
    const [event] = await eventsOf(kms, () => kms.call('DeriveSharedSecret', { KeyId, ...ECDH, PublicKey }))
    expect(event?.record).toMatchObject({
      requestParameters: { keyId: KeyId, keyAgreementAlgorithm: 'ECDH' },
      responseElements: null,
    })
    expect(event?.text).not.toContain(PublicKey.toString('base64').slice(40, 80))
  })

  it('as a dry run derives nothing', async () => {
    expect((await refusal(der(peer()), { DryRun: true })).code).toBe('DryRunOperationException')
  })
})
