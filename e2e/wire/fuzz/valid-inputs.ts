import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { OperationName } from '#model/api.ts'
import type { Server } from '../../support/server.ts'
import { textAt } from '../json-call.ts'
import { Preparer, ROOT } from '../preparer.ts'
import { connecting, keyStore, newKeyStore } from './key-stores.ts'
import type { Json } from './values.ts'

export type JsonInput = { readonly [name: string]: Json }

/** Makes what an input must name, and gives an input that succeeds, with no more members than are worth spoiling. */
type Making = (kms: Preparer) => Promise<JsonInput>

const MESSAGE = Buffer.from('attack at dawn').toString('base64')
const SIGNING = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }
const AGREEMENT = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }
const MAC = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }
const ENCAPSULATION = { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' }
const ECDSA = { Message: MESSAGE, SigningAlgorithm: 'ECDSA_SHA_256' }
const HMAC = { Message: MESSAGE, MacAlgorithm: 'HMAC_SHA_256' }
const ML_KEM = { EncapsulationAlgorithm: 'ML_KEM' }
const CONTEXT = { a: 'b' }
const REPLICA_REGION = 'eu-west-1'

const onKey = (kind: object, more: JsonInput = {}): Making => {
  return async (kms) => ({ KeyId: await kms.key(kind), ...more })
}
const onGrant: Making = (kms) => kms.grant()

const MAKINGS: Readonly<Record<OperationName, Making>> = {
  CancelKeyDeletion: async (kms) => {
    const KeyId = await kms.key()
    await kms.call('ScheduleKeyDeletion', { KeyId })
    return { KeyId }
  },
  ConnectCustomKeyStore: keyStore,
  CreateAlias: async (kms) => ({ AliasName: `alias/${randomUUID()}`, TargetKeyId: await kms.key() }),
  CreateCustomKeyStore: newKeyStore,
  CreateGrant: onKey(
    {},
    {
      GranteePrincipal: ROOT,
      RetiringPrincipal: ROOT,
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextSubset: CONTEXT },
      Name: 'name',
    },
  ),
  CreateKey: async () => ({ Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  Decapsulate: async (kms) => {
    const KeyId = await kms.key(ENCAPSULATION)
    const { SharedSecretCiphertextBlob } = await kms.call('Encapsulate', { KeyId, ...ML_KEM })
    return { KeyId, ...ML_KEM, SharedSecretCiphertextBlob: String(SharedSecretCiphertextBlob) }
  },
  Decrypt: async (kms) => ({
    CiphertextBlob: await kms.ciphertext(await kms.key(), CONTEXT),
    EncryptionContext: CONTEXT,
  }),
  DeleteAlias: async (kms) => ({ AliasName: (await kms.alias()).AliasName }),
  DeleteCustomKeyStore: keyStore,
  DeleteImportedKeyMaterial: onKey({ Origin: 'EXTERNAL' }),
  DeriveSharedSecret: async (kms) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const PublicKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    return { KeyId: await kms.key(AGREEMENT), KeyAgreementAlgorithm: 'ECDH', PublicKey }
  },
  DescribeCustomKeyStores: async () => ({}),
  DescribeKey: onKey({}),
  DisableKey: onKey({}),
  DisableKeyRotation: onKey({}),
  DisconnectCustomKeyStore: connecting,
  EnableKey: onKey({}),
  EnableKeyRotation: onKey({}, { RotationPeriodInDays: 180 }),
  Encapsulate: onKey(ENCAPSULATION, ML_KEM),
  Encrypt: onKey({}, { Plaintext: MESSAGE, EncryptionContext: CONTEXT }),
  GenerateDataKey: onKey({}, { NumberOfBytes: 32, EncryptionContext: CONTEXT }),
  GenerateDataKeyPair: onKey({}, { KeyPairSpec: 'ECC_NIST_P256', EncryptionContext: CONTEXT }),
  GenerateDataKeyPairWithoutPlaintext: onKey({}, { KeyPairSpec: 'ECC_NIST_P256' }),
  GenerateDataKeyWithoutPlaintext: onKey({}, { KeySpec: 'AES_128' }),
  GenerateMac: onKey(MAC, HMAC),
  GenerateRandom: async () => ({ NumberOfBytes: 32 }),
  GetKeyLastUsage: onKey({}),
  GetKeyPolicy: onKey({}, { PolicyName: 'default' }),
  GetKeyRotationStatus: onKey({}),
  GetParametersForImport: onKey(
    { Origin: 'EXTERNAL' },
    { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
  ),
  GetPublicKey: onKey(SIGNING),
  ImportKeyMaterial: async (kms) => {
    const input = await kms.importInput(await kms.key({ Origin: 'EXTERNAL' }))
    await kms.call('ImportKeyMaterial', input)
    return input
  },
  ListAliases: onKey({}, { Limit: 1 }),
  ListGrants: onKey({}, { Limit: 1 }),
  ListKeyPolicies: onKey({}, { Limit: 1 }),
  ListKeyRotations: onKey({}, { Limit: 1, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }),
  ListKeys: async () => ({ Limit: 1 }),
  ListResourceTags: onKey({ Tags: [{ TagKey: 'a', TagValue: 'b' }] }, { Limit: 1 }),
  ListRetirableGrants: async () => ({ RetiringPrincipal: ROOT, Limit: 1 }),
  PutKeyPolicy: async (kms) => {
    const KeyId = await kms.key()
    return { KeyId, Policy: textAt(await kms.call('GetKeyPolicy', { KeyId }), 'Policy') }
  },
  ReEncrypt: async (kms) => {
    const key = await kms.key()
    const CiphertextBlob = await kms.ciphertext(key, CONTEXT)
    return { CiphertextBlob, SourceEncryptionContext: CONTEXT, DestinationKeyId: key }
  },
  ReplicateKey: onKey({ MultiRegion: true }, { ReplicaRegion: REPLICA_REGION, Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  RetireGrant: onGrant,
  RevokeGrant: onGrant,
  RotateKeyOnDemand: onKey({}),
  ScheduleKeyDeletion: onKey({}, { PendingWindowInDays: 30 }),
  Sign: onKey(SIGNING, ECDSA),
  TagResource: onKey({}, { Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  UntagResource: onKey({}, { TagKeys: ['a'] }),
  UpdateAlias: (kms) => kms.alias(),
  UpdateCustomKeyStore: async (kms) => ({ ...(await keyStore(kms)), NewCustomKeyStoreName: randomUUID() }),
  UpdateKeyDescription: onKey({}, { Description: 'text' }),
  UpdatePrimaryRegion: async (kms) => ({ KeyId: await kms.replicated(REPLICA_REGION), PrimaryRegion: REPLICA_REGION }),
  Verify: async (kms) => {
    const KeyId = await kms.key(SIGNING)
    return { KeyId, ...ECDSA, Signature: textAt(await kms.call('Sign', { KeyId, ...ECDSA }), 'Signature') }
  },
  VerifyMac: async (kms) => {
    const KeyId = await kms.key(MAC)
    return { KeyId, ...HMAC, Mac: textAt(await kms.call('GenerateMac', { KeyId, ...HMAC }), 'Mac') }
  },
}

/** An input of the operation that succeeds, on keys and aliases of its own. */
export function validInput(server: Server, operation: OperationName): Promise<JsonInput> {
  return MAKINGS[operation](new Preparer(server))
}
