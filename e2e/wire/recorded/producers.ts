import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { OperationName } from '#model/api.ts'
import { REGION } from '../clients.ts'
import { type JsonAnswer, textAt } from '../json-call.ts'
import type { Preparer } from '../preparer.ts'

/** An answer, and what the placeholders of the recorded text stand for in it. */
export interface Produced {
  readonly answer: JsonAnswer
  readonly placeholders?: Readonly<Record<string, string>>
}

export type Producer = (kms: Preparer) => Promise<Produced>

const SECONDARY_REGION = 'eu-west-1'
const UUID = '12345678-1234-1234-1234-123456789012'
const MRK = `mrk-${UUID.replaceAll('-', '')}`
const MESSAGE = base64('some important message')
const SIGNING = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }
const HMAC_256 = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** A call that names no key. */
const bare = (operation: OperationName, input: object, placeholders = {}): Producer => {
  return async (kms) => ({ answer: await kms.attempt(operation, input), placeholders })
}

/** A call on a new key of a kind, which the text names by its ARN. */
const onKey = (operation: OperationName, kind: object, input: object = {}): Producer => {
  return async (kms) => {
    const KeyId = await kms.key(kind)
    return {
      answer: await kms.attempt(operation, { KeyId, ...input }),
      placeholders: { '<key-arn>': await kms.arnOf(KeyId) },
    }
  }
}

function describeKey(KeyId: string): Producer {
  return bare('DescribeKey', { KeyId })
}

const arnOf = (keyId: string, region = REGION) => `arn:<partition>:kms:${region}:111111111111:key/${keyId}`

function peer(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
}

const deriving = (kind: object, more: object = {}) =>
  onKey('DeriveSharedSecret', kind, { KeyAgreementAlgorithm: 'ECDH', PublicKey: peer(), ...more })

const tooLong = (KeySpec: string, EncryptionAlgorithm: string, bytes: number) =>
  onKey(
    'Encrypt',
    { KeySpec, KeyUsage: 'ENCRYPT_DECRYPT' },
    {
      EncryptionAlgorithm,
      Plaintext: Buffer.alloc(bytes + 1).toString('base64'),
    },
  )

const badDigest = (KeySpec: string, SigningAlgorithm: string) =>
  onKey('Sign', { KeySpec, KeyUsage: 'SIGN_VERIFY' }, { SigningAlgorithm, MessageType: 'DIGEST', Message: MESSAGE })

const onDisabledKey: Producer = async (kms) => {
  const KeyId = await kms.key()
  await kms.call('DisableKey', { KeyId })
  const answer = await kms.attempt('RotateKeyOnDemand', { KeyId })
  return { answer, placeholders: { '<key-arn>': await kms.arnOf(KeyId) } }
}

const withOtherKey: Producer = async (kms) => {
  const CiphertextBlob = await kms.ciphertext(await kms.key())
  return { answer: await kms.attempt('Decrypt', { CiphertextBlob, KeyId: await kms.key() }) }
}

const withOtherContext: Producer = async (kms) => {
  const CiphertextBlob = await kms.ciphertext(await kms.key(), { a: 'b' })
  return { answer: await kms.attempt('Decrypt', { CiphertextBlob, EncryptionContext: { a: 'c' } }) }
}

const otherMac: Producer = async (kms) => {
  const call = { KeyId: await kms.key(HMAC_256), MacAlgorithm: 'HMAC_SHA_256' }
  const Mac = textAt(await kms.call('GenerateMac', { ...call, Message: MESSAGE }), 'Mac')
  return { answer: await kms.attempt('VerifyMac', { ...call, Mac, Message: base64('some different message') }) }
}

const otherSignature: Producer = async (kms) => {
  const KeyId = await kms.key({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })
  const call = { KeyId, SigningAlgorithm: 'RSASSA_PSS_SHA_256' }
  const Signature = textAt(await kms.call('Sign', { ...call, Message: MESSAGE }), 'Signature')
  return { answer: await kms.attempt('Verify', { ...call, Signature, Message: base64('another') }) }
}

async function imported(kms: Preparer, KeyId: string, byte: number): Promise<string> {
  const input = await kms.importInput(KeyId, byte)
  return textAt(await kms.call('ImportKeyMaterial', { ...input, ImportType: 'NEW_KEY_MATERIAL' }), 'KeyMaterialId')
}

/** The id of the refused material is known once it is imported after all, when the pending one has had its turn. */
const secondPending: Producer = async (kms) => {
  const KeyId = await kms.key({ Origin: 'EXTERNAL' })
  await imported(kms, KeyId, 1)
  const pending = await imported(kms, KeyId, 2)
  const third = { ...(await kms.importInput(KeyId, 3)), ImportType: 'NEW_KEY_MATERIAL' }
  const answer = await kms.attempt('ImportKeyMaterial', third)
  await kms.call('RotateKeyOnDemand', { KeyId })
  const refused = textAt(await kms.call('ImportKeyMaterial', third), 'KeyMaterialId')
  const placeholders = { '<key-id:1>': KeyId, '<key-material-id>': refused, '<key-material-id:2>': pending }
  return { answer, placeholders }
}

const nonePending: Producer = async (kms) => {
  const KeyId = await kms.key({ Origin: 'EXTERNAL' })
  await imported(kms, KeyId, 1)
  const answer = await kms.attempt('RotateKeyOnDemand', { KeyId })
  return { answer, placeholders: { '<key-arn>': await kms.arnOf(KeyId) } }
}

const pendingImport: Producer = async (kms) => {
  const KeyId = await kms.key({ Origin: 'EXTERNAL' })
  const answer = await kms.attempt('Encrypt', { KeyId, Plaintext: MESSAGE })
  return { answer, placeholders: { '<key-id:1>': KeyId } }
}

const MOST_ROTATIONS = 25

const tooManyRotations: Producer = async (kms) => {
  const KeyId = await kms.key()
  for (let times = 0; times < MOST_ROTATIONS; times++) await kms.call('RotateKeyOnDemand', { KeyId })
  const answer = await kms.attempt('RotateKeyOnDemand', { KeyId })
  return { answer, placeholders: { '<key-arn>': await kms.arnOf(KeyId) } }
}

/** A key by its id in a Region where it is not; the recorded text names that Region. */
const elsewhere = (kind: object, region: string): Producer => {
  return async (kms) => {
    const KeyId = await kms.key(kind)
    const answer = await kms.attempt('DescribeKey', { KeyId }, region)
    return { answer, placeholders: { '<key-id:1>': KeyId, '<region>': region } }
  }
}

const ofReplica: Producer = async (kms) => {
  const KeyId = await kms.replicated(SECONDARY_REGION)
  const answer = await kms.attempt('ReplicateKey', { KeyId, ReplicaRegion: 'ap-southeast-1' }, SECONDARY_REGION)
  return { answer, placeholders: { '<mrk-key-arn>': await kms.arnOf(KeyId, SECONDARY_REGION) } }
}

const tagging = (Tags: readonly object[]) => onKey('TagResource', {}, { Tags })
const tag = (TagKey: string, TagValue = 'value') => ({ TagKey, TagValue })

/** How each text of `recorded-errors.json` is brought about, by the test it was recorded in and by the text. */
export const PRODUCERS: Readonly<Record<string, Readonly<Record<string, Producer>>>> = {
  test_rotate_key_on_demand_raises_error_given_key_is_disabled: { '<key-arn> is disabled.': onDisabledKey },
  test_generate_data_key_pair_dry_run: {
    'The request would have succeeded, but the DryRun option is set.': onKey(
      'GenerateDataKeyPair',
      {},
      { KeyPairSpec: 'ECC_NIST_P256', DryRun: true },
    ),
  },
  test_error_messaging_for_invalid_keys: {
    'The key ID in the request does not identify a CMK that can perform this operation.': withOtherKey,
    '<key-arn> key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.': onKey(
      'GenerateMac',
      {},
      { Message: MESSAGE, MacAlgorithm: 'HMAC_SHA_256' },
    ),
    '<key-arn> key usage is ENCRYPT_DECRYPT which is not valid for Verify.': onKey(
      'Verify',
      {},
      { Message: MESSAGE, Signature: MESSAGE, SigningAlgorithm: 'ECDSA_SHA_256' },
    ),
    '<key-arn> key usage is GENERATE_VERIFY_MAC which is not valid for Sign.': onKey('Sign', HMAC_256, {
      Message: MESSAGE,
      SigningAlgorithm: 'ECDSA_SHA_256',
    }),
    '<key-arn> key usage is SIGN_VERIFY which is not valid for Encrypt.': onKey('Encrypt', SIGNING, {
      Plaintext: MESSAGE,
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
    }),
  },
  test_encrypt_decrypt_encryption_context: { '': withOtherContext },
  test_derive_shared_secret: {
    '<key-arn> key usage is ENCRYPT_DECRYPT which is not valid for DeriveSharedSecret.': deriving({}),
    '<key-arn> key usage is SIGN_VERIFY which is not valid for DeriveSharedSecret.': deriving(SIGNING),
    '': deriving({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }, { PublicKey: base64('no public key') }),
    "1 validation error detected: Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]":
      deriving({}, { KeyAgreementAlgorithm: 'INVALID' }),
    'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048': bare('CreateKey', {
      KeySpec: 'RSA_2048',
      KeyUsage: 'KEY_AGREEMENT',
    }),
  },
  'test_invalid_generate_mac[HMAC_224-HMAC_SHA_256]': {
    'Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.': onKey(
      'GenerateMac',
      { ...HMAC_256, KeySpec: 'HMAC_224' },
      { Message: MESSAGE, MacAlgorithm: 'HMAC_SHA_256' },
    ),
  },
  'test_invalid_verify_mac[HMAC_256-HMAC_SHA_512-some important message]': {
    'Algorithm HMAC_SHA_512 is incompatible with key spec HMAC_256.': onKey('VerifyMac', HMAC_256, {
      Message: MESSAGE,
      Mac: MESSAGE,
      MacAlgorithm: 'HMAC_SHA_512',
    }),
  },
  'test_invalid_verify_mac[HMAC_256-HMAC_SHA_256-some different important message]': { '': otherMac },
  'test_sign_verify[RSA_2048-RSASSA_PSS_SHA_256]': {
    '': otherSignature,
    'Digest is invalid length for algorithm RSASSA_PSS_SHA_256.': badDigest('RSA_2048', 'RSASSA_PSS_SHA_256'),
  },
  test_import_key_material_raises_if_there_is_already_key_material_pending: {
    'New key material (id: <key-material-id>) cannot be imported into KMS key <key-id:1>, because another key material (id: <key-material-id:2>) is pending rotation.':
      secondPending,
  },
  test_rotate_key_on_demand_raises_for_no_pending_key_material: {
    'No available key material pending rotation for the key: <key-arn>.': nonePending,
  },
  test_import_key_symmetric: {
    'arn:<partition>:kms:<region>:111111111111:key/<key-id:1> is pending import.': pendingImport,
    'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES': async (kms) => {
      const input = await kms.importInput(await kms.key({ Origin: 'EXTERNAL' }))
      return { answer: await kms.attempt('ImportKeyMaterial', { ...input, ExpirationModel: 'KEY_MATERIAL_EXPIRES' }) }
    },
  },
  test_key_rotations_limits: {
    'The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: <key-arn>':
      tooManyRotations,
  },
  test_get_key_in_different_region: {
    'Invalid arn <secondary-region>': bare(
      'DescribeKey',
      { KeyId: `arn:aws:kms:${SECONDARY_REGION}:111111111111:key/${UUID}` },
      { '<secondary-region>': SECONDARY_REGION },
    ),
    "Key 'arn:<partition>:kms:<region>:111111111111:key/<key-id:1>' does not exist": elsewhere({}, SECONDARY_REGION),
  },
  test_get_key_invalid_uuid: {
    "Invalid keyId '134f2428cec14b25a1ae9048164dba47'": describeKey('134f2428cec14b25a1ae9048164dba47'),
    "Invalid keyId 'fake-key-id'": describeKey('fake-key-id'),
    "Invalid keyId 'mrk-fake-key-id'": describeKey('mrk-fake-key-id'),
  },
  'test_generate_and_verify_mac[HMAC_224-HMAC_SHA_224]': {
    "Invalid keyId 'key_id'": bare('GenerateMac', { KeyId: 'key_id', Message: MESSAGE, MacAlgorithm: 'HMAC_SHA_224' }),
  },
  test_get_key_does_not_exist: {
    "Key '<key-arn>' does not exist": bare('DescribeKey', { KeyId: UUID }, { '<key-arn>': arnOf(UUID) }),
    "Key '<mrk-key-arn>' does not exist": bare('DescribeKey', { KeyId: MRK }, { '<mrk-key-arn>': arnOf(MRK) }),
  },
  test_replicate_key: {
    "Key 'arn:<partition>:kms:ap-southeast-1:111111111111:key/<key-id:1>' does not exist": elsewhere(
      { MultiRegion: true },
      'ap-southeast-1',
    ),
  },
  test_tag_key_with_duplicate_tag_keys_raises_error: { 'Duplicate tag keys': tagging([tag('a'), tag('a', 'other')]) },
  test_tag_existing_key_with_invalid_tag_key: { 'Tags beginning with aws: are reserved': tagging([tag('aws:key1')]) },
  test_create_key_with_too_many_tags_raises_error: {
    'Too many tags': bare('CreateKey', { Tags: Array.from({ length: 51 }, (_, n) => tag(`key${n}`)) }),
  },
  test_rotate_key_on_demand_raises_error_given_non_symmetric_key: { '': onKey('RotateKeyOnDemand', SIGNING) },
  test_get_parameters_for_import: {
    '<key-arn> origin is AWS_KMS which is not valid for this operation.': onKey(
      'GetParametersForImport',
      {},
      { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
    ),
  },
  test_rotate_key_on_demand_raises_error_given_key_with_imported_key_material: {
    // Recorded of RotateKeyOnDemand, which takes imported material since June 2025. EnableKeyRotation does not.
    '<key-arn> origin is EXTERNAL which is not valid for this operation.': async (kms) => {
      const KeyId = await kms.key({ Origin: 'EXTERNAL' })
      await imported(kms, KeyId, 1)
      const answer = await kms.attempt('EnableKeyRotation', { KeyId })
      return { answer, placeholders: { '<key-arn>': await kms.arnOf(KeyId) } }
    },
  },
  test_replicate_replica_key_should_fail: { '<mrk-key-arn> is not a multi-region primary key.': ofReplica },
  'test_generate_random_invalid_number_of_bytes[0]': {
    "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1":
      bare('GenerateRandom', { NumberOfBytes: 0 }),
  },
  'test_generate_random_invalid_number_of_bytes[1025]': {
    "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024":
      bare('GenerateRandom', { NumberOfBytes: 1025 }),
  },
  'test_generate_random_invalid_number_of_bytes[None]': { 'NumberOfBytes is required.': bare('GenerateRandom', {}) },
  test_hmac_create_key_invalid_operations: {
    "1 validation error detected: Value 'HMAC_random' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [RSA_2048, ECC_NIST_P384, ECC_NIST_P256, ECC_NIST_P521, HMAC_384, RSA_3072, ECC_SECG_P256K1, RSA_4096, SYMMETRIC_DEFAULT, HMAC_256, HMAC_224, HMAC_512]":
      bare('CreateKey', { KeySpec: 'HMAC_random', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    "1 validation error detected: Value 'RANDOM' at 'keyUsage' failed to satisfy constraint: Member must satisfy enum value set: [ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC]":
      bare('CreateKey', { KeySpec: 'HMAC_256', KeyUsage: 'RANDOM' }),
    'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.': bare('CreateKey', {
      KeySpec: 'HMAC_256',
    }),
  },
  'test_invalid_generate_mac[HMAC_256-INVALID]': {
    "1 validation error detected: Value 'INVALID' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [HMAC_SHA_384, HMAC_SHA_256, HMAC_SHA_224, HMAC_SHA_512]":
      onKey('GenerateMac', HMAC_256, { Message: MESSAGE, MacAlgorithm: 'INVALID' }),
  },
  'test_create_key_with_invalid_tag_key[too_long_key]': {
    [`1 validation error detected: Value '${'a'.repeat(129)}' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128`]:
      bare('CreateKey', { Tags: [tag('a'.repeat(129))] }),
  },
  test_key_with_long_tag_value_raises_error: {
    [`1 validation error detected: Value '${'v'.repeat(257)}' at 'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256`]:
      tagging([tag('a', 'v'.repeat(257))]),
  },
  test_plaintext_size_for_encrypt: {
    "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096":
      onKey('Encrypt', {}, { Plaintext: Buffer.alloc(4097).toString('base64') }),
  },
  'test_encrypt_validate_plaintext_size_per_key_type[RSA_2048-RSAES_OAEP_SHA_1]': {
    'Algorithm RSAES_OAEP_SHA_1 and key spec RSA_2048 cannot encrypt data larger than 214 bytes.': tooLong(
      'RSA_2048',
      'RSAES_OAEP_SHA_1',
      214,
    ),
  },
  'test_encrypt_validate_plaintext_size_per_key_type[RSA_3072-RSAES_OAEP_SHA_1]': {
    'Algorithm RSAES_OAEP_SHA_1 and key spec RSA_3072 cannot encrypt data larger than 342 bytes.': tooLong(
      'RSA_3072',
      'RSAES_OAEP_SHA_1',
      342,
    ),
  },
  'test_encrypt_validate_plaintext_size_per_key_type[RSA_4096-RSAES_OAEP_SHA_1]': {
    'Algorithm RSAES_OAEP_SHA_1 and key spec RSA_4096 cannot encrypt data larger than 470 bytes.': tooLong(
      'RSA_4096',
      'RSAES_OAEP_SHA_1',
      470,
    ),
  },
  'test_encrypt_validate_plaintext_size_per_key_type[RSA_2048-RSAES_OAEP_SHA_256]': {
    'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.': tooLong(
      'RSA_2048',
      'RSAES_OAEP_SHA_256',
      190,
    ),
  },
  'test_encrypt_validate_plaintext_size_per_key_type[RSA_3072-RSAES_OAEP_SHA_256]': {
    'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_3072 cannot encrypt data larger than 318 bytes.': tooLong(
      'RSA_3072',
      'RSAES_OAEP_SHA_256',
      318,
    ),
  },
  'test_encrypt_validate_plaintext_size_per_key_type[RSA_4096-RSAES_OAEP_SHA_256]': {
    'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_4096 cannot encrypt data larger than 446 bytes.': tooLong(
      'RSA_4096',
      'RSAES_OAEP_SHA_256',
      446,
    ),
  },
  test_create_alias: {
    'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html':
      async (kms) => ({
        answer: await kms.attempt('CreateAlias', { AliasName: randomUUID(), TargetKeyId: await kms.key() }),
      }),
  },
  'test_sign_verify[ECC_NIST_P256-ECDSA_SHA_256]': {
    'Digest is invalid length for algorithm ECDSA_SHA_256.': badDigest('ECC_NIST_P256', 'ECDSA_SHA_256'),
  },
  'test_sign_verify[ECC_NIST_P384-ECDSA_SHA_384]': {
    'Digest is invalid length for algorithm ECDSA_SHA_384.': badDigest('ECC_NIST_P384', 'ECDSA_SHA_384'),
  },
  'test_sign_verify[RSA_4096-RSASSA_PKCS1_V1_5_SHA_256]': {
    'Digest is invalid length for algorithm RSASSA_PKCS1_V1_5_SHA_256.': badDigest(
      'RSA_4096',
      'RSASSA_PKCS1_V1_5_SHA_256',
    ),
  },
  'test_sign_verify[RSA_4096-RSASSA_PKCS1_V1_5_SHA_512]': {
    'Digest is invalid length for algorithm RSASSA_PKCS1_V1_5_SHA_512.': badDigest(
      'RSA_4096',
      'RSASSA_PKCS1_V1_5_SHA_512',
    ),
  },
  'test_sign_verify[RSA_2048-RSASSA_PSS_SHA_384]': {
    'Digest is invalid length for algorithm RSASSA_PSS_SHA_384.': badDigest('RSA_2048', 'RSASSA_PSS_SHA_384'),
  },
  'test_sign_verify[RSA_2048-RSASSA_PSS_SHA_512]': {
    'Digest is invalid length for algorithm RSASSA_PSS_SHA_512.': badDigest('RSA_2048', 'RSASSA_PSS_SHA_512'),
  },
}
