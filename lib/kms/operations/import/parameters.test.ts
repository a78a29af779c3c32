import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Input } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { importInput, newExternalKey, parametersFor, wrapMaterial } from '#testing/imports.ts'

type Spec = NonNullable<Input<'CreateKey'>['KeySpec']>
type Usage = NonNullable<Input<'CreateKey'>['KeyUsage']>
type Parameters = Input<'GetParametersForImport'>

const pkcs8 = { format: 'der', type: 'pkcs8' } as const
const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pkcs8)
const p256 = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pkcs8)
const p521 = () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey.export(pkcs8)
const ed25519 = () => generateKeyPairSync('ed25519').privateKey.export(pkcs8)

let kms: Harness
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  KeyId = (await newExternalKey(kms)).KeyId
})

describe('GetParametersForImport', () => {
  it('answers the key ARN, an RSA public key, a token and the moment a day later, and nothing more', async () => {
    const answer = await parametersFor(kms, KeyId)
    expect(answer).toStrictEqual({
      KeyId: `arn:aws:kms:us-east-1:111122223333:key/${KeyId}`,
      ImportToken: expect.any(Uint8Array),
      PublicKey: expect.any(Uint8Array),
      ParametersValidTo: addDays(kms.clock.now(), 1),
    })
    const { PublicKey, ImportToken } = answer
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' })
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(ImportToken.length).toBeLessThanOrEqual(6144)
  })

  it('works as the first call ever in a Region', async () => {
    const there = kms.caller({ region: OTHER_REGION })
    const key = await newExternalKey(kms, {}, there)
    expect(await parametersFor(kms, key.KeyId, 'RSAES_OAEP_SHA_256', there)).toMatchObject({ KeyId: key.Arn })
  })

  it('records what was asked for, and nothing of the token', async () => {
    let token = ''
    const [event] = await eventsOf(kms, async () => {
      token = Buffer.from((await parametersFor(kms, KeyId)).ImportToken).toString()
    })
    expect(event?.record).toMatchObject({
      readOnly: true,
      requestParameters: { keyId: KeyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' },
      responseElements: null,
    })
    expect(event?.text).not.toContain(token.slice(0, 40))
  })

  it('gives a new key pair each time, each good with its own token only', async () => {
    const [first, second] = [await parametersFor(kms, KeyId), await parametersFor(kms, KeyId)]
    expect(first.PublicKey).not.toEqual(second.PublicKey)
    const EncryptedKeyMaterial = wrapMaterial(first.PublicKey, 'RSAES_OAEP_SHA_256', randomBytes(32))
    const common = { KeyId, EncryptedKeyMaterial, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
    const error = await kms.refusal('ImportKeyMaterial', { ...common, ImportToken: second.ImportToken })
    expect(error).toMatchObject({ code: 'InvalidCiphertextException', message: '' })
    await kms.call('ImportKeyMaterial', { ...common, ImportToken: first.ImportToken })
  })

  it.each<[Spec, Usage, Parameters['WrappingAlgorithm']]>([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'RSAES_PKCS1_V1_5'],
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'RSA_AES_KEY_WRAP_SHA_256'],
    ['HMAC_256', 'GENERATE_VERIFY_MAC', 'RSA_AES_KEY_WRAP_SHA_1'],
    ['RSA_2048', 'SIGN_VERIFY', 'RSAES_OAEP_SHA_256'],
    ['ECC_NIST_P521', 'SIGN_VERIFY', 'RSAES_OAEP_SHA_1'],
    ['ECC_NIST_P256', 'SIGN_VERIFY', 'SM2PKE'],
  ])('does not wrap %s for %s by %s with RSA_2048', async (KeySpec, KeyUsage, WrappingAlgorithm) => {
    const key = await newExternalKey(kms, { KeySpec, KeyUsage })
    const input = { KeyId: key.KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' } as const
    expect((await kms.refusal('GetParametersForImport', input)).code).toBe('UnsupportedOperationException')
  })

  it.each(['GetParametersForImport', 'ImportKeyMaterial', 'DeleteImportedKeyMaterial'] as const)(
    '%s refuses a key whose material AWS KMS made, in every state',
    async (name) => {
      const key = await kms.newKey()
      const inputs = {
        GetParametersForImport: { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
        ImportKeyMaterial: { ...(await importInput(kms, KeyId, randomBytes(32))), KeyId: key.KeyId },
        DeleteImportedKeyMaterial: {},
      } as const
      const refused = () => kms.refusal(name, { ...inputs[name], KeyId: key.KeyId } as never)
      const error = {
        code: 'UnsupportedOperationException',
        message: `${key.Arn} origin is AWS_KMS which is not valid for this operation.`,
      }
      expect(await refused()).toMatchObject(error)
      await kms.call('DisableKey', { KeyId: key.KeyId })
      expect(await refused()).toMatchObject(error)
      await kms.call('ScheduleKeyDeletion', { KeyId: key.KeyId })
      expect(await refused()).toMatchObject(error)
    },
  )

  it('is refused while deletion is pending', async () => {
    const { Arn } = await newExternalKey(kms).then(async (key) => {
      await kms.call('ScheduleKeyDeletion', { KeyId: key.KeyId })
      return key
    })
    const input = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const
    expect(await kms.refusal('GetParametersForImport', { KeyId: Arn ?? '', ...input })).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    })
  })
})

describe('an import token', () => {
  it('holds for 24 hours', async () => {
    const input = await importInput(kms, KeyId, randomBytes(32))
    kms.clock.advanceDays(1)
    await kms.call('ImportKeyMaterial', input)
    kms.clock.advance(1)
    expect(await kms.refusal('ImportKeyMaterial', input)).toMatchObject({
      code: 'ExpiredImportTokenException',
      message: '',
    })
  })

  it('is good for its own key only, and in no other form', async () => {
    const input = await importInput(kms, KeyId, randomBytes(32))
    const invalid = { code: 'InvalidImportTokenException', message: '' }
    const other = await newExternalKey(kms)
    expect(await kms.refusal('ImportKeyMaterial', { ...input, KeyId: other.KeyId })).toMatchObject(invalid)
    const changed = Buffer.from(input.ImportToken)
    changed[40] = (changed[40] ?? 0) ^ 1
    for (const ImportToken of [changed, Buffer.from('x'), Buffer.concat([input.ImportToken, Buffer.from('=')])]) {
      expect(await kms.refusal('ImportKeyMaterial', { ...input, ImportToken })).toMatchObject(invalid)
    }
  })

  it('of a primary is not good for its replica', async () => {
    const key = await newExternalKey(kms, { MultiRegion: true })
    const material = randomBytes(32)
    await kms.call('ImportKeyMaterial', await importInput(kms, key.KeyId, material))
    await kms.call('ReplicateKey', { KeyId: key.KeyId, ReplicaRegion: OTHER_REGION })
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    const input = await importInput(kms, key.KeyId, material)
    const there = kms.caller({ region: OTHER_REGION })
    expect((await kms.refusal('ImportKeyMaterial', input, there)).code).toBe('InvalidImportTokenException')
  })
})

describe('material of every kind', () => {
  let kms: Harness
  beforeAll(async () => {
    kms = await openHarness()
  })

  const OAEP = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const
  const AES = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'] as const
  it.each<[Spec, Usage, readonly Parameters['WrappingAlgorithm'][], () => Buffer]>([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', OAEP, () => randomBytes(32)],
    ['HMAC_224', 'GENERATE_VERIFY_MAC', OAEP, () => randomBytes(28)],
    ['HMAC_256', 'GENERATE_VERIFY_MAC', OAEP, () => randomBytes(32)],
    ['HMAC_512', 'GENERATE_VERIFY_MAC', OAEP, () => randomBytes(64)],
    ['RSA_2048', 'SIGN_VERIFY', AES, rsa],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', [...OAEP, ...AES], p256],
    ['ECC_NIST_P521', 'SIGN_VERIFY', AES, p521],
    ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', [...OAEP, ...AES], ed25519],
  ])('%s for %s comes in by %s', async (KeySpec, KeyUsage, algorithms, make) => {
    const { KeyId } = await newExternalKey(kms, { KeySpec, KeyUsage })
    const material = make()
    for (const algorithm of algorithms) {
      await kms.call('ImportKeyMaterial', await importInput(kms, KeyId, material, { algorithm }))
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata?.KeyState).toBe('Enabled')
    }
  })

  it.each<[Spec, Usage, string, Parameters['WrappingAlgorithm'], () => Buffer]>([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', '31 bytes', 'RSAES_OAEP_SHA_256', () => randomBytes(31)],
    ['HMAC_256', 'GENERATE_VERIFY_MAC', '28 bytes', 'RSAES_OAEP_SHA_256', () => randomBytes(28)],
    ['RSA_2048', 'SIGN_VERIFY', 'noise', 'RSA_AES_KEY_WRAP_SHA_256', () => randomBytes(1200)],
    ['ECC_NIST_P256', 'SIGN_VERIFY', 'a P-521 key', 'RSA_AES_KEY_WRAP_SHA_256', p521],
    ['ECC_NIST_P256', 'SIGN_VERIFY', 'an Ed25519 key', 'RSAES_OAEP_SHA_256', ed25519],
    ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', 'a P-256 key', 'RSAES_OAEP_SHA_256', p256],
  ])('%s for %s is not %s', async (KeySpec, KeyUsage, _, algorithm, make) => {
    const { KeyId } = await newExternalKey(kms, { KeySpec, KeyUsage })
    const input = await importInput(kms, KeyId, make(), { algorithm })
    expect(await kms.refusal('ImportKeyMaterial', input)).toMatchObject({
      code: 'IncorrectKeyMaterialException',
      message: '',
    })
    expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata?.KeyState).toBe('PendingImport')
  })

  it('wrapped by another algorithm than its token names does not open', async () => {
    const { KeyId } = await newExternalKey(kms)
    const { ImportToken, PublicKey } = await parametersFor(kms, KeyId, 'RSAES_OAEP_SHA_1')
    const EncryptedKeyMaterial = wrapMaterial(PublicKey, 'RSAES_OAEP_SHA_256', randomBytes(32))
    const input = { KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
    expect(await kms.refusal('ImportKeyMaterial', input)).toMatchObject({
      code: 'InvalidCiphertextException',
      message: '',
    })
  })
})
