import type { Region } from '#kernel/ids.ts'
import { arnOf, parseKmsArn } from '../domain/arn.ts'
import { lifetimeOf } from '../domain/lifetime.ts'
import { isReplica } from '../domain/multi-region.ts'
import { rotatesAutomatically } from '../domain/rotation.ts'
import type { KeyRecord } from '../ports.ts'
import type { GoneKey, Ledger } from './ledger.ts'
import type { KeyLife } from './life.ts'

/** The life of a key that is there. */
export function lifeOf(record: KeyRecord, ledger: Pick<Ledger, 'waits'>): KeyLife {
  const { key, aliases } = record
  const arn = arnOf(key)
  const { cancelled: cancelledWaits, since } = ledger.waits(arn)
  const { keyId, region, manager } = key
  const { waitingSince, ...told } = lifetimeOf(record)
  return {
    ...{ arn, keyId, region, manager, cancelledWaits, ...told },
    aliases: aliases.map(({ name }) => name),
    ...nextRotation(key),
    // The event may be missing: retention takes it away, and of keys of a fixture there is none.
    ...(waitingSince !== undefined && { waitingSince: since ?? waitingSince }),
  }
}

/** A disabled key does not rotate, a replica with its primary: what that one plans is planned for both. */
function nextRotation(key: KeyRecord['key']): Pick<KeyLife, 'nextRotation'> {
  const { nextRotationAt, state } = key
  const rotates = rotatesAutomatically(key) && (state === 'Enabled' || isReplica(key))
  return rotates && nextRotationAt !== null ? { nextRotation: nextRotationAt } : {}
}

/**
 * The life of a key that is gone, as the log tells it. None where the log does not tell its beginning: how long it was
 * there cannot be said.
 */
export function lifeOfGone({ arn, deletedAt, lifetime, waits }: GoneKey): readonly KeyLife[] {
  const { region, resource } = parseKmsArn(arn) ?? {}
  if (!lifetime || region === undefined || resource === undefined) return []
  const life: KeyLife = {
    ...{ arn, deletedAt, ...lifetime },
    keyId: resource.slice('key/'.length) as KeyLife['keyId'],
    region: region as Region,
    manager: 'CUSTOMER',
    aliases: [],
    cancelledWaits: waits.cancelled,
    waitingSince: waits.since ?? lifetime.waitingSince ?? deletedAt,
  }
  return [life]
}
