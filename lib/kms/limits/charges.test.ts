import { describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { keyStoreQuota, sharedQuotas } from '#model/quotas.ts'
import { ACCOUNT, OTHER_REGION, REGION } from '#testing/harness.ts'
import type { KeyRecord } from '../ports.ts'
import { chargesOf, storeChargesOf } from './charges.ts'
import { findQuotaClass, quotaClasses } from './quota-classes.ts'

const SCOPE = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }

/** `<quota>` for each request, with the Region where it is another one. */
function charged(operation: OperationName, input: object = {}): readonly string[] {
  return chargesOf(operation, input, SCOPE).flatMap(({ scope, quota, requests }) => {
    const place = scope.region === REGION ? '' : ` in ${scope.region}`
    return Array.from({ length: requests }, () => `${quota}${place}`)
  })
}

const PAIR = { KeyPairSpec: 'RSA_2048' }

describe('what a call draws', () => {
  it.each<[OperationName, object, ...string[]]>([
    ['Encrypt', {}, 'symmetric'],
    ['Encrypt', { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }, 'symmetric'],
    ['Encrypt', { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'rsa'],
    ['Encrypt', { EncryptionAlgorithm: 'SM2PKE' }, 'eccSm2'],
    ['Decrypt', {}, 'symmetric'],
    ['Decrypt', { EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' }, 'rsa'],
    ['Decrypt', { EncryptionAlgorithm: 'SM2PKE' }, 'eccSm2'],
    ['ReEncrypt', {}, 'symmetric', 'symmetric'],
    ['ReEncrypt', { SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'rsa', 'symmetric'],
    ['ReEncrypt', { DestinationEncryptionAlgorithm: 'SM2PKE' }, 'symmetric', 'eccSm2'],
    ['GenerateDataKey', {}, 'symmetric'],
    ['GenerateDataKeyWithoutPlaintext', {}, 'symmetric'],
    ['GenerateMac', { MacAlgorithm: 'HMAC_SHA_256' }, 'symmetric'],
    ['VerifyMac', { MacAlgorithm: 'HMAC_SHA_256' }, 'symmetric'],
    ['GenerateRandom', { NumberOfBytes: 32 }, 'symmetric'],
    ['GenerateRandom', { CustomKeyStoreId: 'cks-1' }, 'symmetric', 'store cks-1'],
    ['Sign', { SigningAlgorithm: 'RSASSA_PSS_SHA_256' }, 'rsa'],
    ['Sign', { SigningAlgorithm: 'ECDSA_SHA_256' }, 'eccSm2'],
    ['Sign', { SigningAlgorithm: 'ED25519_SHA_512' }, 'eccSm2'],
    ['Sign', { SigningAlgorithm: 'SM2DSA' }, 'eccSm2'],
    ['Sign', { SigningAlgorithm: 'ML_DSA_SHAKE_256' }, 'mlDsa'],
    ['Verify', { SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' }, 'rsa'],
    ['Verify', { SigningAlgorithm: 'ML_DSA_SHAKE_256' }, 'mlDsa'],
    ['DeriveSharedSecret', {}, 'eccSm2'],
    ['Encapsulate', {}, 'mlKem'],
    ['Decapsulate', {}, 'mlKem'],
    ['GenerateDataKeyPair', PAIR, 'pair RSA_2048'],
    ['GenerateDataKeyPairWithoutPlaintext', PAIR, 'pair RSA_2048'],
    ['CreateKey', {}, 'CreateKey'],
    ['Encrypt', { DryRun: true }, 'symmetric'],
    ['RevokeGrant', { DryRun: true }, 'RevokeGrant'],
    [
      'ReplicateKey',
      { ReplicaRegion: OTHER_REGION },
      ...['ReplicateKey', `CreateKey in ${OTHER_REGION}`, `CreateKey in ${OTHER_REGION}`],
    ],
    ['ReplicateKey', { ReplicaRegion: 'us-nowhere-1' }, 'ReplicateKey'],
    [
      'UpdatePrimaryRegion',
      { PrimaryRegion: OTHER_REGION },
      ...['UpdatePrimaryRegion', `UpdatePrimaryRegion in ${OTHER_REGION}`],
    ],
  ])('by %s %j', (operation, input, ...quotas) => {
    expect(charged(operation, input)).toEqual(quotas)
  })

  it('is of a known quota, for every operation', () => {
    const inputs: Partial<Record<OperationName, object>> = {
      GenerateDataKeyPair: PAIR,
      GenerateDataKeyPairWithoutPlaintext: PAIR,
    }
    for (const name of operationNames) {
      const quotas = charged(name, inputs[name])
      expect(quotas, name).not.toEqual([])
      for (const quota of quotas) expect(findQuotaClass(quota), name).toBeDefined()
    }
  })

  it('is nothing for data key pairs of ML-KEM, which have no published quota', () => {
    expect(findQuotaClass('pair ML_KEM_768')).toBeUndefined()
  })

  it('comes to all operations that each shared quota names', () => {
    const shared = new Map<string, Set<string>>()
    for (const name of operationNames) {
      for (const algorithm of ['', 'RSA', 'SM2PKE', 'ML_DSA']) {
        const members = ['EncryptionAlgorithm', 'SigningAlgorithm', 'SourceEncryptionAlgorithm']
        const input = Object.fromEntries(members.map((member) => [member, algorithm]))
        for (const quota of charged(name, input)) shared.set(quota, (shared.get(quota) ?? new Set()).add(name))
      }
    }
    for (const [quota, { operations }] of Object.entries(sharedQuotas)) {
      expect([...(shared.get(quota) ?? [])].sort()).toEqual(
        [...new Set(operations.map((each) => each.replace(' (SM2)', '')))].sort(),
      )
    }
    expect(keyStoreQuota.operations).toContain('GenerateRandom')
    expect(new Set(quotaClasses.map(({ id }) => id)).size).toBe(quotaClasses.length)
  })
})

describe('what a call draws from the quota of a key store', () => {
  const record = (customKeyStoreId: string | null) => ({ key: { ...SCOPE, customKeyStoreId } }) as KeyRecord
  const drawn = (operation: string, ...stores: (string | null)[]) =>
    storeChargesOf(operation, stores.map(record)).map(({ quota }) => quota)

  it('is one request for each of its keys that cryptography is done with', () => {
    expect(drawn('Encrypt', 'cks-1')).toEqual(['store cks-1'])
    expect(drawn('ReEncrypt', 'cks-1', 'cks-2')).toEqual(['store cks-1', 'store cks-2'])
    expect(drawn('Encrypt', null)).toEqual([])
  })

  it('is nothing for what only looks at a key or manages it', () => {
    for (const operation of ['DescribeKey', 'DisableKey', 'CreateGrant', 'Sign']) {
      expect(drawn(operation, 'cks-1')).toEqual([])
    }
  })
})
