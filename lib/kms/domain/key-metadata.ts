import type { KeySpecEntry } from '#crypto/specs.ts'
import { specOf } from '#crypto/specs.ts'
import type { Output } from '#model/api.ts'
import { arnOf } from './arn.ts'
import type { StoredKey } from './key-store.ts'
import { isInKeyStore, stateOf } from './key-store.ts'
import { isMultiRegion, multiRegionType, replicaRegionsOf } from './multi-region.ts'
import type { KeyRow, KeyUsage } from './rows.ts'

export type KeyMetadata = NonNullable<Output<'DescribeKey'>['KeyMetadata']>
type Algorithms = Pick<
  KeyMetadata,
  'EncryptionAlgorithms' | 'SigningAlgorithms' | 'MacAlgorithms' | 'KeyAgreementAlgorithms' | 'EncapsulationAlgorithms'
>

/** KeyMetadata with exactly the members AWS gives a key of this kind: no nulls, no empty lists. */
export function keyMetadata(record: StoredKey): KeyMetadata {
  const { key } = record
  const state = stateOf(record)
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: arnOf(key),
    CreationDate: key.createdAt,
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: state,
    ...(key.deletionAt === null ? {} : { DeletionDate: key.deletionAt }),
    ...(key.validTo === null ? {} : { ValidTo: key.validTo }),
    Origin: key.origin,
    ...keyStoreMembers(record),
    ...(key.expirationModel === null ? {} : { ExpirationModel: key.expirationModel }),
    KeyManager: key.manager,
    ...specMembers(key),
    ...algorithmsOf(key),
    ...multiRegionMembers(key),
    ...windowMembers(key),
    ...(key.currentMaterialId === null || specOf(key.spec).kind !== 'symmetric' || isInKeyStore(key)
      ? {}
      : { CurrentKeyMaterialId: key.currentMaterialId }),
  }
}

function keyStoreMembers({ key, keyStore }: StoredKey): Partial<KeyMetadata> {
  if (key.customKeyStoreId === null) return {}
  return {
    CustomKeyStoreId: key.customKeyStoreId,
    ...(keyStore && keyStore.clusterId !== null && { CloudHsmClusterId: keyStore.clusterId }),
    ...(key.xksKeyId !== null && { XksKeyConfiguration: { Id: key.xksKeyId } }),
  }
}

/** The spec under its name and under the one that AWS deprecated, whose type in the API model lacks the newest specs. */
export function specMembers({ spec }: Pick<KeyRow, 'spec'>): Pick<KeyMetadata, 'KeySpec' | 'CustomerMasterKeySpec'> {
  return { CustomerMasterKeySpec: spec as NonNullable<KeyMetadata['CustomerMasterKeySpec']>, KeySpec: spec }
}

/** Which list of a spec a key of each usage shows, and under which name. */
const LISTS = {
  ENCRYPT_DECRYPT: { member: 'EncryptionAlgorithms', of: (spec) => spec.encryption },
  SIGN_VERIFY: { member: 'SigningAlgorithms', of: (spec) => spec.signing },
  GENERATE_VERIFY_MAC: { member: 'MacAlgorithms', of: (spec) => spec.mac },
  KEY_AGREEMENT: { member: 'KeyAgreementAlgorithms', of: (spec) => spec.agreement },
  ENCAPSULATE_DECAPSULATE: { member: 'EncapsulationAlgorithms', of: (spec) => spec.encapsulation },
} as const satisfies Record<
  KeyUsage,
  { member: keyof Algorithms; of: (spec: KeySpecEntry) => readonly { readonly name: string }[] }
>

/** The one list of algorithms that a key of this usage has. */
export function algorithmsOf({ spec, usage }: Pick<KeyRow, 'spec' | 'usage'>): Algorithms {
  const { member, of } = LISTS[usage]
  return { [member]: of(specOf(spec)).map(({ name }) => name) }
}

/** Once the waiting period has begun, its end is told instead. */
function windowMembers({ state, pendingWindowInDays: days }: KeyRow): Partial<KeyMetadata> {
  return state === 'PendingReplicaDeletion' && days !== null ? { PendingDeletionWindowInDays: days } : {}
}

function multiRegionMembers(key: KeyRow): Partial<KeyMetadata> {
  if (!isMultiRegion(key)) return { MultiRegion: false }
  const memberIn = (region: KeyRow['region']) => ({ Arn: arnOf({ ...key, region }), Region: region })
  return {
    MultiRegion: true,
    MultiRegionConfiguration: {
      MultiRegionKeyType: multiRegionType(key),
      PrimaryKey: memberIn(key.primaryRegion),
      ReplicaKeys: replicaRegionsOf(key).map(memberIn),
    },
  }
}
