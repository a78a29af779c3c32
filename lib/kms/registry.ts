import type { OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { later } from './later.ts'
import type { Operation } from './operation.ts'
import { createAlias } from './operations/aliases/create-alias.ts'
import { deleteAlias } from './operations/aliases/delete-alias.ts'
import { listAliases } from './operations/aliases/list-aliases.ts'
import { updateAlias } from './operations/aliases/update-alias.ts'
import { decrypt } from './operations/crypto/decrypt.ts'
import { encrypt } from './operations/crypto/encrypt.ts'
import { generateDataKey } from './operations/crypto/generate-data-key.ts'
import { generateDataKeyWithoutPlaintext } from './operations/crypto/generate-data-key-without-plaintext.ts'
import { generateRandom } from './operations/crypto/generate-random.ts'
import { reEncrypt } from './operations/crypto/re-encrypt.ts'
import { cancelKeyDeletion } from './operations/keys/cancel-key-deletion.ts'
import { createKey } from './operations/keys/create-key.ts'
import { describeKey } from './operations/keys/describe-key.ts'
import { disableKey } from './operations/keys/disable-key.ts'
import { enableKey } from './operations/keys/enable-key.ts'
import { listKeys } from './operations/keys/list-keys.ts'
import { scheduleKeyDeletion } from './operations/keys/schedule-key-deletion.ts'
import { updateKeyDescription } from './operations/keys/update-key-description.ts'
import { getKeyPolicy } from './operations/policies/get-key-policy.ts'
import { listKeyPolicies } from './operations/policies/list-key-policies.ts'
import { putKeyPolicy } from './operations/policies/put-key-policy.ts'
import { disableKeyRotation } from './operations/rotation/disable-key-rotation.ts'
import { enableKeyRotation } from './operations/rotation/enable-key-rotation.ts'
import { getKeyRotationStatus } from './operations/rotation/get-key-rotation-status.ts'
import { listKeyRotations } from './operations/rotation/list-key-rotations.ts'
import { rotateKeyOnDemand } from './operations/rotation/rotate-key-on-demand.ts'
import { listResourceTags } from './operations/tags/list-resource-tags.ts'
import { tagResource } from './operations/tags/tag-resource.ts'
import { untagResource } from './operations/tags/untag-resource.ts'

/** Every operation of AWS KMS stands here or in `later.ts`: one in neither, or in both, does not compile. */
const built = {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GenerateRandom: generateRandom,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  ListAliases: listAliases,
  ListKeyPolicies: listKeyPolicies,
  ListKeyRotations: listKeyRotations,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateKeyDescription: updateKeyDescription,
} satisfies { [N in Exclude<OperationName, keyof typeof later>]: Operation<N> }

const registry: { readonly [N in OperationName]: Operation<N> } = { ...built, ...later }

export function operationNamed<N extends OperationName>(name: N): Operation<N> {
  return registry[name]
}

export const builtOperations: readonly OperationName[] = operationNames.filter((name) => name in built)
