import type { OperationName } from '#model/api.ts'
import type { Operation } from './operation.ts'
import { createAlias } from './operations/aliases/create-alias.ts'
import { deleteAlias } from './operations/aliases/delete-alias.ts'
import { listAliases } from './operations/aliases/list-aliases.ts'
import { updateAlias } from './operations/aliases/update-alias.ts'
import { decapsulate } from './operations/crypto/decapsulate.ts'
import { decrypt } from './operations/crypto/decrypt.ts'
import { deriveSharedSecret } from './operations/crypto/derive-shared-secret.ts'
import { encapsulate } from './operations/crypto/encapsulate.ts'
import { encrypt } from './operations/crypto/encrypt.ts'
import { generateDataKey } from './operations/crypto/generate-data-key.ts'
import { generateDataKeyPair } from './operations/crypto/generate-data-key-pair.ts'
import { generateDataKeyPairWithoutPlaintext } from './operations/crypto/generate-data-key-pair-without-plaintext.ts'
import { generateDataKeyWithoutPlaintext } from './operations/crypto/generate-data-key-without-plaintext.ts'
import { generateMac } from './operations/crypto/generate-mac.ts'
import { generateRandom } from './operations/crypto/generate-random.ts'
import { getPublicKey } from './operations/crypto/get-public-key.ts'
import { reEncrypt } from './operations/crypto/re-encrypt.ts'
import { sign } from './operations/crypto/sign.ts'
import { verify } from './operations/crypto/verify.ts'
import { verifyMac } from './operations/crypto/verify-mac.ts'
import { createGrant } from './operations/grants/create-grant.ts'
import { listGrants } from './operations/grants/list-grants.ts'
import { listRetirableGrants } from './operations/grants/list-retirable-grants.ts'
import { retireGrant } from './operations/grants/retire-grant.ts'
import { revokeGrant } from './operations/grants/revoke-grant.ts'
import { deleteImportedKeyMaterial } from './operations/import/delete-imported-key-material.ts'
import { getParametersForImport } from './operations/import/get-parameters-for-import.ts'
import { importKeyMaterial } from './operations/import/import-key-material.ts'
import { connectCustomKeyStore } from './operations/key-stores/connect-custom-key-store.ts'
import { createCustomKeyStore } from './operations/key-stores/create-custom-key-store.ts'
import { deleteCustomKeyStore } from './operations/key-stores/delete-custom-key-store.ts'
import { describeCustomKeyStores } from './operations/key-stores/describe-custom-key-stores.ts'
import { disconnectCustomKeyStore } from './operations/key-stores/disconnect-custom-key-store.ts'
import { updateCustomKeyStore } from './operations/key-stores/update-custom-key-store.ts'
import { cancelKeyDeletion } from './operations/keys/cancel-key-deletion.ts'
import { createKey } from './operations/keys/create-key.ts'
import { describeKey } from './operations/keys/describe-key.ts'
import { disableKey } from './operations/keys/disable-key.ts'
import { enableKey } from './operations/keys/enable-key.ts'
import { getKeyLastUsage } from './operations/keys/get-key-last-usage.ts'
import { listKeys } from './operations/keys/list-keys.ts'
import { scheduleKeyDeletion } from './operations/keys/schedule-key-deletion.ts'
import { updateKeyDescription } from './operations/keys/update-key-description.ts'
import { replicateKey } from './operations/multi-region/replicate-key.ts'
import { updatePrimaryRegion } from './operations/multi-region/update-primary-region.ts'
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

/** Every operation of AWS KMS: one that is missing does not compile. */
const registry: { readonly [N in OperationName]: Operation<N> } = {
  CancelKeyDeletion: cancelKeyDeletion,
  ConnectCustomKeyStore: connectCustomKeyStore,
  CreateAlias: createAlias,
  CreateCustomKeyStore: createCustomKeyStore,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decapsulate: decapsulate,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DeleteCustomKeyStore: deleteCustomKeyStore,
  DeleteImportedKeyMaterial: deleteImportedKeyMaterial,
  DeriveSharedSecret: deriveSharedSecret,
  DescribeCustomKeyStores: describeCustomKeyStores,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  DisconnectCustomKeyStore: disconnectCustomKeyStore,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encapsulate: encapsulate,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyPair: generateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext: generateDataKeyPairWithoutPlaintext,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GenerateMac: generateMac,
  GenerateRandom: generateRandom,
  GetKeyLastUsage: getKeyLastUsage,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  GetParametersForImport: getParametersForImport,
  GetPublicKey: getPublicKey,
  ImportKeyMaterial: importKeyMaterial,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeyPolicies: listKeyPolicies,
  ListKeyRotations: listKeyRotations,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  ListRetirableGrants: listRetirableGrants,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  ReplicateKey: replicateKey,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  Sign: sign,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateCustomKeyStore: updateCustomKeyStore,
  UpdateKeyDescription: updateKeyDescription,
  UpdatePrimaryRegion: updatePrimaryRegion,
  Verify: verify,
  VerifyMac: verifyMac,
}

export function operationNamed<N extends OperationName>(name: N): Operation<N> {
  return registry[name]
}
