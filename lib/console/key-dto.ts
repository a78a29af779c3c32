import type { AuditEvent } from '#audit/event.ts'
import type { Output } from '#model/api.ts'
import type { KeyDto, KeyRowDto, TagDto } from './dto/keys.ts'

type KeyMetadata = NonNullable<Output<'DescribeKey'>['KeyMetadata']>
type Tag = NonNullable<Output<'ListResourceTags'>['Tags']>[number]

/** What belongs to a key beside its metadata. */
export interface Belongings {
  readonly aliases: readonly string[]
  readonly tags: readonly Tag[]
  /** The newest event that used its material with success. */
  readonly lastUse?: AuditEvent | undefined
}

export function keyRow(key: KeyMetadata, { aliases, tags, lastUse }: Belongings): KeyRowDto {
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
    createdAt: key.CreationDate ?? 0,
    tags: tags.map(tagDto),
    ...(lastUse ? { lastUse: lastUseDto(lastUse) } : {}),
  }
}

export function keyDto(key: KeyMetadata, belongings: Belongings): KeyDto {
  return {
    ...keyRow(key, belongings),
    encryptionAlgorithms: key.EncryptionAlgorithms ?? [],
    multiRegion: key.MultiRegion === true,
    ...(key.CurrentKeyMaterialId ? { currentMaterialId: key.CurrentKeyMaterialId } : {}),
  }
}

function tagDto(tag: Tag): TagDto {
  return { key: tag.TagKey, value: tag.TagValue }
}

function lastUseDto(event: AuditEvent) {
  return { at: event.eventTime, eventName: event.eventName, principalArn: event.principal }
}
