import type { Input, KeyMetadata, OperationName } from '#model/api.ts'
import { sampleInput } from '#model/sample.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { ACCOUNT, type Harness } from './harness.ts'

/** A key with an alias and something encrypted under it, for calls that must name them. */
export interface Subject {
  readonly key: KeyMetadata
  readonly keyId: string
  readonly arn: string
  readonly alias: string
  readonly ciphertext: Uint8Array
}

export async function newSubject(kms: Harness): Promise<Subject> {
  const key = await kms.newKey()
  const alias = `alias/of-${key.KeyId}`
  await kms.call('CreateAlias', { AliasName: alias, TargetKeyId: key.KeyId })
  const ciphertext = await encrypted(kms, key.KeyId, 'attack at dawn')
  return { key, keyId: key.KeyId, arn: key.Arn ?? '', alias, ciphertext }
}

/** A ciphertext blob of a text, made as the root user. */
export async function encrypted(kms: Harness, KeyId: string, text: string): Promise<Uint8Array> {
  const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from(text) })
  if (!CiphertextBlob) throw new Error('Encrypt answered without CiphertextBlob')
  return CiphertextBlob
}

/** Members that name a key. */
const KEY_MEMBERS = ['KeyId', 'TargetKeyId', 'DestinationKeyId'] as const

/** What the model alone does not say of a call that succeeds. */
const MORE: { readonly [N in OperationName]?: (subject: Subject) => Partial<Input<N>> } = {
  CreateAlias: ({ keyId }) => ({ AliasName: `alias/new-${keyId}` }),
  Decrypt: ({ ciphertext }) => ({ CiphertextBlob: ciphertext }),
  DeleteAlias: ({ alias }) => ({ AliasName: alias }),
  GenerateDataKey: () => ({ KeySpec: 'AES_256' }),
  GenerateDataKeyWithoutPlaintext: () => ({ KeySpec: 'AES_256' }),
  GenerateRandom: () => ({ NumberOfBytes: 16 }),
  PutKeyPolicy: () => ({ Policy: defaultKeyPolicyText(ACCOUNT) }),
  ReEncrypt: ({ ciphertext }) => ({ CiphertextBlob: ciphertext }),
  UpdateAlias: ({ alias }) => ({ AliasName: alias }),
}

/** A valid call of an operation on the subject, with no more members than it needs. */
export function inputFor<N extends OperationName>(name: N, subject: Subject): Input<N> {
  const sample = sampleInput(name)
  const named = KEY_MEMBERS.filter((member) => member in sample).map((member) => [member, subject.keyId])
  return { ...sample, ...Object.fromEntries(named), ...MORE[name]?.(subject) }
}
