import type { EventDraft } from '#audit/event.ts'
import { specOf } from '#crypto/specs.ts'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis, KeyMaterialId } from '#kernel/ids.ts'
import { conflict, limitExceeded, unsupported } from '../errors.ts'
import type { KeyRecord, Ports } from '../ports.ts'
import { serviceEvent } from '../trail.ts'
import { arnOf } from './arn.ts'
import { ownerOf } from './material.ts'
import type { KeyRow, RotationType } from './rows.ts'
import type { Write } from './writes.ts'
import { insert, update } from './writes.ts'

/** On-demand rotations in the life of a key; not adjustable (AWS KMS developer guide, resource quotas). */
const MAX_ON_DEMAND_ROTATIONS = 25
/** How near an automatic rotation may be to an on-demand one. */
const ROTATION_GUARD_MILLIS = 20 * 60_000
export const DEFAULT_ROTATION_PERIOD = 365

/** Whether the key's automatic rotation is on, as GetKeyRotationStatus shows it: off while deletion is pending. */
export function rotatesAutomatically(key: KeyRow): key is KeyRow & { rotationPeriodInDays: number } {
  return key.rotationPeriodInDays !== null && key.state !== 'PendingDeletion'
}

/** A new material for the key: the rows that change and the service's RotateKey event. */
export async function rotate(record: KeyRecord, type: RotationType, at: EpochMillis, ports: Ports) {
  const { key } = record
  const { materialId, wrapped, writes } = await ports.materials.create(ownerOf(key))
  const { sandbox, account, region, keyId } = key
  const number = 1 + Math.max(...record.materials.map((material) => material.number))
  const all: readonly Write[] = [
    ...writes,
    insert('material', {
      sandbox,
      account,
      region,
      keyId,
      materialId,
      number,
      createdAt: at,
      rotationType: type,
      wrapped,
    }),
    update('key', key, {
      currentMaterialId: materialId,
      ...(type === 'AUTOMATIC' ? afterAutomatic(key, at) : afterOnDemand(key)),
    }),
  ]
  return { writes: all, event: rotateKeyEvent(key, type, materialId, at, ports) }
}

/** The next date counts from the one that was due, or from now where that would be past already. */
function afterAutomatic(key: KeyRow, at: EpochMillis): Partial<KeyRow> {
  if (key.rotationPeriodInDays === null || key.nextRotationAt === null) return {}
  const next = addDays(key.nextRotationAt, key.rotationPeriodInDays)
  return { nextRotationAt: next > at ? next : addDays(at, key.rotationPeriodInDays) }
}

function afterOnDemand(key: KeyRow): Partial<KeyRow> {
  return { onDemandRotations: key.onDemandRotations + 1 }
}

function rotateKeyEvent(
  key: KeyRow,
  type: RotationType,
  next: KeyMaterialId,
  at: EpochMillis,
  ports: Ports,
): EventDraft {
  return serviceEvent('RotateKey', key, at, ports, {
    rotationType: type,
    keyOrigin: key.origin,
    previousKeyMaterialId: key.currentMaterialId,
    currentKeyMaterialId: next,
    keyId: key.keyId,
  })
}

/** What cannot rotate by itself says so without words, as AWS does. */
export function checkAutomaticRotation(key: KeyRow): void {
  if (specOf(key.spec).rotation.automatic) return
  throw unsupported()
}

export function checkOnDemandRotation(key: KeyRow): void {
  if (specOf(key.spec).rotation.onDemand) return
  throw unsupported()
}

/** 25 in the life of a key, and none within 20 minutes of an automatic one. */
export function checkRotationLimits(key: KeyRow, now: EpochMillis): void {
  const arn = arnOf(key)
  if (key.onDemandRotations >= MAX_ON_DEMAND_ROTATIONS) {
    throw limitExceeded(
      `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${arn}`,
    )
  }
  if (rotatesAutomatically(key) && key.nextRotationAt !== null && key.nextRotationAt - now <= ROTATION_GUARD_MILLIS) {
    throw conflict(`${arn} is due for automatic rotation within 20 minutes.`)
  }
}
