import { createHash, createPublicKey, verify as verifyWithNode } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Input, KeyMetadata } from '#model/api.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

type Algorithm = Input<'Sign'>['SigningAlgorithm']
type Spec = NonNullable<Input<'CreateKey'>['KeySpec']>

const Message = Buffer.from('attack at dawn')
const digest = (bits: number) => createHash(`sha${bits}`).update(Message).digest()

let kms: Harness
const keys = new Map<Spec, KeyMetadata>()

beforeAll(async () => {
  kms = await openHarness()
  for (const KeySpec of ['RSA_2048', 'ECC_NIST_P256', 'ECC_NIST_EDWARDS25519', 'ML_DSA_44'] as const) {
    keys.set(KeySpec, await kms.newKey({ KeySpec, KeyUsage: 'SIGN_VERIFY' }))
  }
})

const keyOf = (spec: Spec) => {
  const key = keys.get(spec)
  if (!key) throw new Error(`no key of ${spec}`)
  return { KeyId: key.KeyId, Arn: key.Arn ?? '' }
}
const sign = async (input: Input<'Sign'>) => (await kms.call('Sign', input)).Signature ?? Buffer.alloc(0)
const asked = (spec: Spec, SigningAlgorithm: Algorithm, more: Partial<Input<'Sign'>> = {}): Input<'Sign'> => ({
  KeyId: keyOf(spec).KeyId,
  Message,
  SigningAlgorithm,
  ...more,
})
const BAD = { code: 'KMSInvalidSignatureException', message: '' }

describe('Sign', () => {
  it('answers the key ARN, the signature and the algorithm, and nothing more', async () => {
    expect(await kms.call('Sign', asked('RSA_2048', 'RSASSA_PSS_SHA_256'))).toStrictEqual({
      KeyId: keyOf('RSA_2048').Arn,
      Signature: expect.any(Uint8Array),
      SigningAlgorithm: 'RSASSA_PSS_SHA_256',
    })
  })

  it.each<[Spec, Algorithm, number, number]>([
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 256, 256],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', 512, 256],
    ['RSA_2048', 'RSASSA_PSS_SHA_384', 384, 256],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 256, 72],
  ])('%s signs by %s a message and its digest alike', async (spec, algorithm, bits, bytes) => {
    const [raw, digested] = [asked(spec, algorithm), asked(spec, algorithm, { MessageType: 'DIGEST' })]
    const Signature = await sign({ ...digested, Message: digest(bits) })
    expect(Signature.length).toBeLessThanOrEqual(bytes)
    expect(await kms.call('Verify', { ...raw, Signature })).toStrictEqual({
      KeyId: keyOf(spec).Arn,
      SignatureValid: true,
      SigningAlgorithm: algorithm,
    })
    const verified = await kms.call('Verify', { ...digested, Message: digest(bits), Signature: await sign(raw) })
    expect(verified.SignatureValid).toBe(true)
  })

  it('gives signatures that others verify under the public key', async () => {
    const { PublicKey = Buffer.alloc(0) } = await kms.call('GetPublicKey', { KeyId: keyOf('ECC_NIST_P256').KeyId })
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' })
    const Signature = await sign(asked('ECC_NIST_P256', 'ECDSA_SHA_256'))
    expect(verifyWithNode('sha256', Message, { key, dsaEncoding: 'der' }, Signature)).toBe(true)
  })

  it('takes from 1 to 4,096 bytes', async () => {
    await sign(asked('ECC_NIST_P256', 'ECDSA_SHA_256', { Message: Buffer.alloc(4096) }))
    for (const [length, constraint] of [
      [0, 'greater than or equal to 1'],
      [4097, 'less than or equal to 4096'],
    ] as const) {
      const input = asked('ECC_NIST_P256', 'ECDSA_SHA_256', { Message: Buffer.alloc(length) })
      expect(await kms.refusal('Sign', input)).toMatchObject({
        code: 'ValidationException',
        message: `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length ${constraint}`,
      })
    }
  })

  it.each<[Spec, Algorithm, number]>([
    ['RSA_2048', 'RSASSA_PSS_SHA_256', 31],
    ['RSA_2048', 'RSASSA_PSS_SHA_384', 32],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', 32],
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 64],
    ['ECC_NIST_EDWARDS25519', 'ED25519_PH_SHA_512', 32],
  ])('%s with %s refuses a digest of %s bytes, to sign as to verify', async (spec, algorithm, length) => {
    const input = asked(spec, algorithm, { MessageType: 'DIGEST', Message: Buffer.alloc(length) })
    const error = { code: 'ValidationException', message: `Digest is invalid length for algorithm ${algorithm}.` }
    expect(await kms.refusal('Sign', input)).toMatchObject(error)
    expect(await kms.refusal('Verify', { ...input, Signature: Buffer.alloc(64) })).toMatchObject(error)
  })

  it('Ed25519 signs messages by one algorithm and digests by the other', async () => {
    const [pure, hashed] = ['ED25519_SHA_512', 'ED25519_PH_SHA_512'] as const
    const spec = 'ECC_NIST_EDWARDS25519'
    const ofMessage = asked(spec, pure)
    const ofDigest = asked(spec, hashed, { MessageType: 'DIGEST', Message: digest(512) })
    for (const input of [ofMessage, ofDigest]) {
      const Signature = await sign(input)
      expect(Signature).toHaveLength(64)
      await kms.call('Verify', { ...input, Signature })
    }
    for (const input of [
      asked(spec, pure, { MessageType: 'DIGEST', Message: digest(512) }),
      asked(spec, hashed),
      asked('ECC_NIST_P256', 'ECDSA_SHA_256', { MessageType: 'EXTERNAL_MU', Message: digest(512) }),
    ]) {
      expect((await kms.refusal('Sign', input)).code).toBe('ValidationException')
    }
  })

  it('ML-DSA signs a message, or the 64 bytes that stand for one', async () => {
    const raw = asked('ML_DSA_44', 'ML_DSA_SHAKE_256')
    const Signature = await sign(raw)
    expect(Signature).toHaveLength(2420)
    await kms.call('Verify', { ...raw, Signature })
    const external = asked('ML_DSA_44', 'ML_DSA_SHAKE_256', { MessageType: 'EXTERNAL_MU', Message: Buffer.alloc(64) })
    await kms.call('Verify', { ...external, Signature: await sign(external) })
    for (const more of [
      { MessageType: 'EXTERNAL_MU', Message: Buffer.alloc(32) },
      { MessageType: 'DIGEST', Message: digest(256) },
    ] as const) {
      expect((await kms.refusal('Sign', { ...raw, ...more })).code).toBe('ValidationException')
    }
  })

  it('refuses an algorithm of another spec', async () => {
    expect(await kms.refusal('Sign', asked('ECC_NIST_P256', 'ECDSA_SHA_384'))).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: 'Algorithm ECDSA_SHA_384 is incompatible with key spec ECC_NIST_P256.',
    })
  })

  it.each<[Input<'CreateKey'>, 'Sign' | 'Verify']>([
    [{ KeySpec: 'HMAC_224', KeyUsage: 'GENERATE_VERIFY_MAC' }, 'Sign'],
    [{}, 'Verify'],
    [{ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }, 'Sign'],
  ])('a key of %j is not for %s, in AWS’s words', async (input, operation) => {
    const key = await kms.newKey(input)
    const call = { KeyId: key.KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' } as const
    expect(await kms.refusal(operation, { ...call, Signature: Buffer.alloc(64) })).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: `${key.Arn} key usage is ${key.KeyUsage} which is not valid for ${operation}.`,
    })
  })

  it('as a dry run signs nothing', async () => {
    const error = await kms.refusal('Sign', asked('ECC_NIST_P256', 'ECDSA_SHA_256', { DryRun: true }))
    expect(error.code).toBe('DryRunOperationException')
  })

  it('refuses a disabled key', async () => {
    const { KeyId, Arn } = await kms.newKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    await kms.call('DisableKey', { KeyId })
    const input = asked('ECC_NIST_P256', 'ECDSA_SHA_256', { KeyId })
    expect(await kms.refusal('Sign', input)).toMatchObject({
      code: 'DisabledException',
      message: `${Arn} is disabled.`,
    })
  })
})

describe('Verify', () => {
  it.each<[Spec, Algorithm]>([
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512'],
    ['ML_DSA_44', 'ML_DSA_SHAKE_256'],
  ])('%s by %s never answers that a signature is bad: it fails, without words', async (spec, algorithm) => {
    const input = asked(spec, algorithm)
    const Signature = await sign(input)
    const changed = Buffer.from(Signature)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    for (const more of [
      { Signature: changed },
      { Signature: Signature.subarray(1) },
      { Signature: Buffer.from([0]) },
      { Signature, Message: Buffer.from('attack at dusk') },
    ]) {
      expect(await kms.refusal('Verify', { ...input, ...more })).toMatchObject(BAD)
    }
  })

  it('as a dry run of a bad signature says that it is bad', async () => {
    const input = asked('ECC_NIST_P256', 'ECDSA_SHA_256')
    const good = { ...input, Signature: await sign(input), DryRun: true }
    expect((await kms.refusal('Verify', good)).code).toBe('DryRunOperationException')
    expect(await kms.refusal('Verify', { ...good, Signature: Buffer.alloc(70) })).toMatchObject(BAD)
  })
})
