import { specOf } from '#crypto/specs.ts'
import type { Output } from '#model/api.ts'
import { arnOf } from './arn.ts'
import type { KeyRow } from './rows.ts'

export type KeyMetadata = NonNullable<Output<'DescribeKey'>['KeyMetadata']>

/** KeyMetadata with exactly the members AWS gives a key of this kind: no nulls, no empty lists. */
export function keyMetadata(key: KeyRow): KeyMetadata {
  const { encryptionAlgorithms } = specOf(key.spec)
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: arnOf(key),
    CreationDate: key.createdAt,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.state,
    ...(key.deletionAt === null ? {} : { DeletionDate: key.deletionAt }),
    Origin: key.origin,
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.spec as NonNullable<KeyMetadata['CustomerMasterKeySpec']>,
    KeySpec: key.spec,
    EncryptionAlgorithms: encryptionAlgorithms as NonNullable<KeyMetadata['EncryptionAlgorithms']>,
    MultiRegion: false,
    CurrentKeyMaterialId: key.currentMaterialId,
  }
}
