import type { Region } from '#kernel/ids.ts'
import { arnOf, parseKmsArn } from '../domain/arn.ts'
import { isMultiRegion, isReplica } from '../domain/multi-region.ts'
import { rotatesAutomatically } from '../domain/rotation.ts'
import type { KeyRecord } from '../ports.ts'
import type { GoneKey, Ledger } from './ledger.ts'
import type { KeyLife } from './life.ts'

/** The life of a key that is there. */
export function lifeOf({ key, materials, aliases }: KeyRecord, ledger: Pick<Ledger, 'waits'>): KeyLife {
  const arn = arnOf(key)
  const { cancelled: cancelledWaits, since } = ledger.waits(arn)
  const { keyId, region, spec, manager, createdAt } = key
  const waits = key.state === 'PendingDeletion' || key.state === 'PendingReplicaDeletion'
  return {
    ...{ arn, keyId, region, spec, manager, createdAt, cancelledWaits },
    multiRegion: isMultiRegion(key),
    inKeyStore: key.customKeyStoreId !== null,
    aliases: aliases.map(({ name }) => name),
    rotations: materials.flatMap(({ rotatedAt }) => rotatedAt ?? []).sort((a, b) => a - b),
    ...nextRotation(key),
    // Without its event, of which retention may have made an end, it has waited all the time that is known.
    ...(waits && { waitingSince: since ?? createdAt }),
  }
}

/** A disabled key does not rotate, a replica with its primary: what that one plans is planned for both. */
function nextRotation(key: KeyRecord['key']): Pick<KeyLife, 'nextRotation'> {
  const { nextRotationAt, state } = key
  const rotates = rotatesAutomatically(key) && (state === 'Enabled' || isReplica(key))
  return rotates && nextRotationAt !== null ? { nextRotation: nextRotationAt } : {}
}

/**
 * The life of a key that is gone, as the log tells it. None where the log no longer has its beginning: how long it was
 * there cannot be said.
 */
export function lifeOfGone({ arn, deletedAt, born, inKeyStore, rotations, waits }: GoneKey): readonly KeyLife[] {
  const { region, resource } = parseKmsArn(arn) ?? {}
  if (!born || region === undefined || resource === undefined) return []
  const life: KeyLife = {
    ...{ arn, deletedAt, inKeyStore, rotations, spec: born.spec, multiRegion: born.multiRegion, createdAt: born.at },
    keyId: resource.slice('key/'.length) as KeyLife['keyId'],
    region: region as Region,
    manager: 'CUSTOMER',
    aliases: [],
    cancelledWaits: waits.cancelled,
    waitingSince: waits.since ?? deletedAt,
  }
  return [life]
}
