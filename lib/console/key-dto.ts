import type { KeyUse } from '#audit/event.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Output } from '#model/api.ts'
import type { KeyDto, KeyRowDto, TagDto } from './dto/keys.ts'

type KeyMetadata = NonNullable<Output<'DescribeKey'>['KeyMetadata']>
type Tag = NonNullable<Output<'ListResourceTags'>['Tags']>[number]

/** What belongs to a key beside its metadata. */
export interface Belongings {
  readonly aliases: readonly string[]
  readonly tags: readonly Tag[]
  /** The newest event that used its material with success. */
  readonly lastUse?: KeyUse | undefined
  readonly rotation?: { readonly periodInDays: number; readonly nextAt?: EpochMillis } | undefined
}

export function keyRow(key: KeyMetadata, { aliases, tags, lastUse, rotation }: Belongings): KeyRowDto {
  return {
    keyId: key.KeyId,
    arn: key.Arn ?? '',
    aliases,
    description: key.Description ?? '',
    state: key.KeyState ?? '',
    ...(key.DeletionDate === undefined ? {} : { deletionAt: key.DeletionDate }),
    spec: key.KeySpec ?? '',
    usage: key.KeyUsage ?? '',
    origin: key.Origin ?? '',
    manager: key.KeyManager ?? '',
    ...regionalityOf(key),
    createdAt: key.CreationDate ?? 0,
    tags: tags.map(tagDto),
    ...(lastUse ? { lastUse: lastUseDto(lastUse) } : {}),
    ...(rotation ? { rotation } : {}),
  }
}

export function keyDto(key: KeyMetadata, belongings: Belongings): KeyDto {
  return {
    ...keyRow(key, belongings),
    algorithms: algorithmsOf(key),
    ...(key.CurrentKeyMaterialId ? { currentMaterialId: key.CurrentKeyMaterialId } : {}),
    ...(key.ExpirationModel ? { expiresAt: key.ValidTo ?? null } : {}),
    ...(key.PendingDeletionWindowInDays ? { pendingWindowInDays: key.PendingDeletionWindowInDays } : {}),
    ...keyStoreOf(key),
  }
}

function keyStoreOf({
  CustomKeyStoreId: id,
  CloudHsmClusterId: clusterId,
  XksKeyConfiguration: external,
}: KeyMetadata) {
  if (id === undefined) return {}
  const xksKeyId = external?.Id
  return { keyStore: { id, ...(clusterId && { clusterId }), ...(xksKeyId && { xksKeyId }) } }
}

function regionalityOf({ MultiRegionConfiguration: family }: KeyMetadata): Pick<KeyRowDto, 'regionality' | 'regions'> {
  if (!family) return { regionality: 'SINGLE', regions: [] }
  const members = [family.PrimaryKey, ...(family.ReplicaKeys ?? [])]
  return {
    regionality: family.MultiRegionKeyType ?? 'PRIMARY',
    regions: members.flatMap((member) => member?.Region ?? []),
  }
}

/** A key has the algorithms of its usage only. */
function algorithmsOf(key: KeyMetadata): readonly string[] {
  return (
    key.EncryptionAlgorithms ??
    key.SigningAlgorithms ??
    key.MacAlgorithms ??
    key.KeyAgreementAlgorithms ??
    key.EncapsulationAlgorithms ??
    []
  )
}

function tagDto(tag: Tag): TagDto {
  return { key: tag.TagKey, value: tag.TagValue }
}

function lastUseDto(event: KeyUse) {
  return { at: event.eventTime, eventName: event.eventName, principalArn: event.principal }
}
