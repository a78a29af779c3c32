import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { importMaterial, newExternalKey } from '#testing/imports.ts'

type Key = Required<Pick<Input<'CreateKey'>, 'KeySpec' | 'KeyUsage'>>

const ECC: Key = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

const read = (bytes: Uint8Array = Buffer.alloc(0)) =>
  createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'spki' })

describe('GetPublicKey', () => {
  it.each<[Key, string, readonly string[]]>([
    [
      { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
      'EncryptionAlgorithms',
      ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
    ],
    [ECC, 'SigningAlgorithms', ['ECDSA_SHA_256']],
    [{ KeySpec: 'ECC_NIST_P384', KeyUsage: 'KEY_AGREEMENT' }, 'KeyAgreementAlgorithms', ['ECDH']],
    [
      { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
      'SigningAlgorithms',
      ['ED25519_SHA_512', 'ED25519_PH_SHA_512'],
    ],
    [{ KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' }, 'SigningAlgorithms', ['ML_DSA_SHAKE_256']],
    [{ KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' }, 'EncapsulationAlgorithms', ['ML_KEM']],
  ])('of %j answers exactly AWS’s members', async (input, member, algorithms) => {
    const { KeyId, Arn } = await kms.newKey(input)
    const { PublicKey, ...answer } = await kms.call('GetPublicKey', { KeyId })
    expect(answer).toStrictEqual({
      KeyId: Arn,
      CustomerMasterKeySpec: input.KeySpec,
      ...input,
      [member]: algorithms,
    })
    expect(read(PublicKey).type).toBe('public')
  })

  it('refuses keys that have none, without words', async () => {
    for (const input of [{}, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' } as const]) {
      const { KeyId } = await kms.newKey(input)
      expect((await kms.refusal('GetPublicKey', { KeyId })).code).toBe('UnsupportedOperationException')
    }
  })

  it('works by alias and on a disabled key, not on one that is pending deletion', async () => {
    const { KeyId, Arn } = await kms.newKey(ECC)
    await kms.call('CreateAlias', { AliasName: 'alias/pair', TargetKeyId: KeyId })
    const { PublicKey } = await kms.call('GetPublicKey', { KeyId: 'alias/pair' })
    await kms.call('DisableKey', { KeyId })
    expect(await kms.call('GetPublicKey', { KeyId })).toMatchObject({ PublicKey })
    await kms.call('ScheduleKeyDeletion', { KeyId })
    expect(await kms.refusal('GetPublicKey', { KeyId })).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    })
  })

  it('of an imported key gives the key that was imported, also once its private half is gone', async () => {
    const { KeyId, Arn } = await newExternalKey(kms, ECC)
    expect(await kms.refusal('GetPublicKey', { KeyId })).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${Arn} is pending import.`,
    })
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await importMaterial(kms, KeyId, pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
    const { PublicKey } = await kms.call('GetPublicKey', { KeyId })
    expect(read(PublicKey).equals(pair.publicKey)).toBe(true)
    await kms.call('DeleteImportedKeyMaterial', { KeyId })
    expect(read((await kms.call('GetPublicKey', { KeyId })).PublicKey).equals(pair.publicKey)).toBe(true)
  })

  it('does not count as a use of the key', async () => {
    const { KeyId } = await kms.newKey(ECC)
    await kms.call('GetPublicKey', { KeyId })
    expect((await kms.call('GetKeyLastUsage', { KeyId })).KeyLastUsage).toStrictEqual({})
  })
})
