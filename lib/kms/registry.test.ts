import { beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '#kernel/principal.ts'
import type { OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { permissions } from '#model/permissions.ts'
import { operations } from '#model/shapes.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness, REGION } from '#testing/harness.ts'
import { storedOf } from '#testing/stored.ts'
import { operationNamed } from './registry.ts'

/** Members of the answer, in the order of the alphabet; undefined where AWS sends no body at all. */
const ANSWERS: { readonly [N in OperationName]?: string | undefined } = {
  CancelKeyDeletion: 'KeyId',
  ConnectCustomKeyStore: '',
  CreateAlias: undefined,
  CreateCustomKeyStore: 'CustomKeyStoreId',
  CreateGrant: 'GrantId GrantToken',
  CreateKey: 'KeyMetadata',
  Decapsulate: 'EncapsulationAlgorithm KeyId SharedSecret',
  Decrypt: 'EncryptionAlgorithm KeyId KeyMaterialId Plaintext',
  DeleteAlias: undefined,
  DeleteCustomKeyStore: '',
  DeleteImportedKeyMaterial: 'KeyId KeyMaterialId',
  DeriveSharedSecret: 'KeyAgreementAlgorithm KeyId KeyOrigin SharedSecret',
  DescribeCustomKeyStores: 'CustomKeyStores Truncated',
  DescribeKey: 'KeyMetadata',
  DisableKey: undefined,
  DisableKeyRotation: undefined,
  DisconnectCustomKeyStore: '',
  EnableKey: undefined,
  EnableKeyRotation: undefined,
  Encapsulate: 'EncapsulationAlgorithm KeyId SharedSecret SharedSecretCiphertextBlob',
  Encrypt: 'CiphertextBlob EncryptionAlgorithm KeyId',
  GenerateDataKey: 'CiphertextBlob KeyId KeyMaterialId Plaintext',
  GenerateDataKeyPair: 'KeyId KeyMaterialId KeyPairSpec PrivateKeyCiphertextBlob PrivateKeyPlaintext PublicKey',
  GenerateDataKeyPairWithoutPlaintext: 'KeyId KeyMaterialId KeyPairSpec PrivateKeyCiphertextBlob PublicKey',
  GenerateDataKeyWithoutPlaintext: 'CiphertextBlob KeyId KeyMaterialId',
  GenerateMac: 'KeyId Mac MacAlgorithm',
  GenerateRandom: 'Plaintext',
  GetKeyLastUsage: 'KeyCreationDate KeyId KeyLastUsage TrackingStartDate',
  GetKeyPolicy: 'Policy PolicyName',
  GetKeyRotationStatus: 'KeyId KeyRotationEnabled',
  GetParametersForImport: 'ImportToken KeyId ParametersValidTo PublicKey',
  GetPublicKey: 'CustomerMasterKeySpec KeyId KeySpec KeyUsage PublicKey SigningAlgorithms',
  ImportKeyMaterial: 'KeyId KeyMaterialId',
  ListAliases: 'Aliases Truncated',
  ListGrants: 'Grants Truncated',
  ListKeyPolicies: 'PolicyNames Truncated',
  ListKeyRotations: 'Rotations Truncated',
  ListKeys: 'Keys Truncated',
  ListResourceTags: 'Tags Truncated',
  ListRetirableGrants: 'Grants Truncated',
  PutKeyPolicy: undefined,
  ReEncrypt:
    'CiphertextBlob DestinationEncryptionAlgorithm DestinationKeyMaterialId KeyId SourceEncryptionAlgorithm SourceKeyId SourceKeyMaterialId',
  ReplicateKey: 'ReplicaKeyMetadata ReplicaPolicy',
  RetireGrant: undefined,
  RevokeGrant: undefined,
  RotateKeyOnDemand: 'KeyId',
  ScheduleKeyDeletion: 'DeletionDate KeyId KeyState PendingWindowInDays',
  Sign: 'KeyId Signature SigningAlgorithm',
  TagResource: undefined,
  UntagResource: undefined,
  UpdateAlias: undefined,
  UpdateCustomKeyStore: '',
  UpdateKeyDescription: undefined,
  UpdatePrimaryRegion: undefined,
  Verify: 'KeyId SignatureValid SigningAlgorithm',
  VerifyMac: 'KeyId MacAlgorithm MacValid',
}

/** What a refusal of the operation names: the resource of its first check. */
function refusedPlace(input: object, { arn }: Subject): string {
  if ('CiphertextBlob' in input) return 'the resource associated with this ciphertext'
  if ('AliasName' in input) return `resource: arn:aws:kms:${REGION}:${ACCOUNT}:${input.AliasName}`
  return 'KeyId' in input ? `resource: ${arn}` : 'resource: *'
}

describe('the registry', () => {
  it('has each of the 56 operations', () => {
    expect(operationNames).toHaveLength(56)
    for (const name of operationNames) expect(operationNamed(name).plan).toBeTypeOf('function')
  })

  it('says of every operation what it answers', () => {
    expect(Object.keys(ANSWERS).sort()).toEqual([...operationNames].sort())
  })
})

describe('a call that succeeds', () => {
  it.each(operationNames)('%s answers exactly the members of AWS', async (name) => {
    const kms = await openHarness()
    const subject = await newSubject(kms, name)
    const answer: unknown = await kms.call(name, inputFor(name, subject))
    const members = answer === undefined ? undefined : Object.keys(Object(answer)).sort().join(' ')
    expect(members).toBe(ANSWERS[name])
    expect(answer === undefined || operations[name].output !== undefined).toBe(true)
  })
})

describe('a user without any permission', () => {
  let kms: Harness
  let nobody: Principal

  beforeAll(async () => {
    kms = await openHarness()
    nobody = kms.identities.user(ACCOUNT, 'nobody')
  })

  it.each(operationNames)('is denied %s, which changes nothing, and the event says so', async (name) => {
    const subject = await newSubject(kms, name)
    const before = await storedOf(kms)
    const caller = kms.caller({ principal: nobody })
    const [event, ...more] = await eventsOf(kms, async () => {
      const [action] = permissions[name].actions
      const input = inputFor(name, subject)
      expect(await kms.refusal(name, input, caller)).toMatchObject({
        code: 'AccessDeniedException',
        message:
          `User: ${nobody.arn} is not authorized to perform: ${action} on ${refusedPlace(input, subject)} ` +
          `because no identity-based policy allows the ${action} action`,
      })
    })
    expect(more).toEqual([])
    expect(event).toMatchObject({
      eventName: name,
      principal: nobody.arn,
      outcome: 'denied',
      keyUse: false,
      requestId: caller.request.id,
      record: { errorCode: 'AccessDenied', responseElements: null },
      decisions: [{ outcome: 'implicitly-denied', missing: 'identity-based policy' }],
    })
    expect(await storedOf(kms)).toEqual(before)
  })
})
