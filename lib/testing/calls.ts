import { generateKeyPairSync } from 'node:crypto'
import type { Region } from '#kernel/ids.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, KeyMetadata, OperationName } from '#model/api.ts'
import { sampleInput } from '#model/sample.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { ECDSA, GRANTEE, HMAC, MADE, MESSAGE, ML_KEM, RETIREE } from './earlier-calls.ts'
import { addReplica, described, newFittingKey } from './fitting-keys.ts'
import { ACCOUNT, type Harness, OTHER_REGION } from './harness.ts'
import { externalStore } from './key-stores.ts'

/** A key with an alias, something encrypted under it and what else a call must name. */
export interface Subject {
  readonly key: KeyMetadata
  readonly keyId: string
  readonly arn: string
  readonly alias: string
  /** `attack at dawn` under a symmetric key; empty for keys of other kinds. */
  readonly ciphertext: Uint8Array
  /** Members of the call that the subject was made for: what came of calls before it. */
  readonly made: { readonly [N in OperationName]?: object }
}

/** Where no key is replicated to yet. */
export const FREE_REGION = 'ap-southeast-2' as Region

/** A key that fits the operation, by default a symmetric one; a multi-Region key has a replica in OTHER_REGION. */
export async function newSubject(
  kms: Harness,
  operation: OperationName = 'DescribeKey',
  change: Input<'CreateKey'> = {},
): Promise<Subject> {
  const key = await newFittingKey(kms, operation, change)
  if (!key.MultiRegion) return subjectOf(kms, operation, key)
  await addReplica(kms, key, OTHER_REGION)
  return subjectOf(kms, operation, await described(kms, key))
}

/** The key as the subject of an operation, prepared in the Region of the caller. */
export async function subjectOf(
  kms: Harness,
  operation: OperationName,
  key: KeyMetadata,
  caller: Caller = kms.caller(),
): Promise<Subject> {
  const { KeyId, KeySpec, Arn = '' } = key
  const alias = `alias/of-${KeyId}`
  await kms.call('CreateAlias', { AliasName: alias, TargetKeyId: KeyId }, caller)
  const encrypts = KeySpec === 'SYMMETRIC_DEFAULT'
  const ciphertext = encrypts ? await encrypted(kms, KeyId, 'attack at dawn', caller) : Buffer.alloc(0)
  const made = { [operation]: await MADE[operation]?.(kms, key, caller) }
  return { key, keyId: KeyId, arn: Arn, alias, ciphertext, made }
}

/** A ciphertext blob of a text, by default made as the root user. */
export async function encrypted(kms: Harness, KeyId: string, text: string, caller?: Caller): Promise<Uint8Array> {
  const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from(text) }, caller)
  if (!CiphertextBlob) throw new Error('Encrypt answered without CiphertextBlob')
  return CiphertextBlob
}

const DATA_KEY = { KeySpec: 'AES_256' } as const
const DATA_KEY_PAIR = { KeyPairSpec: 'ECC_NIST_P256' } as const

/** A peer on the curve of the key, in SPKI DER. */
function peer(): Buffer {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' })
}

/** Members that name a key. */
const KEY_MEMBERS = ['KeyId', 'TargetKeyId', 'DestinationKeyId'] as const

/** What the model alone does not say of a call that succeeds. */
const MORE: { readonly [N in OperationName]?: (subject: Subject) => Partial<Input<N>> } = {
  CreateAlias: ({ keyId }) => ({ AliasName: `alias/new-${keyId}` }),
  CreateCustomKeyStore: () => externalStore(),
  CreateGrant: () => ({ GranteePrincipal: GRANTEE, Operations: ['DescribeKey'] }),
  Decapsulate: () => ML_KEM,
  Decrypt: ({ ciphertext }) => ({ CiphertextBlob: ciphertext }),
  DeleteAlias: ({ alias }) => ({ AliasName: alias }),
  DeriveSharedSecret: () => ({ KeyAgreementAlgorithm: 'ECDH', PublicKey: peer() }),
  Encapsulate: () => ML_KEM,
  Encrypt: () => ({ Plaintext: MESSAGE }),
  GenerateDataKey: () => DATA_KEY,
  GenerateDataKeyPair: () => DATA_KEY_PAIR,
  GenerateDataKeyPairWithoutPlaintext: () => DATA_KEY_PAIR,
  GenerateDataKeyWithoutPlaintext: () => DATA_KEY,
  GenerateMac: () => HMAC,
  GenerateRandom: () => ({ NumberOfBytes: 32 }),
  GetParametersForImport: () => ({ WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }),
  ImportKeyMaterial: () => ({ ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }),
  ListRetirableGrants: () => ({ RetiringPrincipal: RETIREE }),
  PutKeyPolicy: () => ({ Policy: defaultKeyPolicyText(ACCOUNT) }),
  ReEncrypt: ({ ciphertext }) => ({ CiphertextBlob: ciphertext }),
  ReplicateKey: () => ({ ReplicaRegion: FREE_REGION }),
  Sign: () => ECDSA,
  UpdateAlias: ({ alias }) => ({ AliasName: alias }),
  UpdatePrimaryRegion: () => ({ PrimaryRegion: OTHER_REGION }),
  Verify: () => ECDSA,
  VerifyMac: () => HMAC,
}

/** A valid call of an operation on a subject that was made for it, with no more members than it needs. */
export function inputFor<N extends OperationName>(name: N, subject: Subject): Input<N> {
  const sample = sampleInput(name)
  const named = KEY_MEMBERS.filter((member) => member in sample).map((member) => [member, subject.keyId])
  return { ...sample, ...Object.fromEntries(named), ...MORE[name]?.(subject), ...subject.made[name] }
}
