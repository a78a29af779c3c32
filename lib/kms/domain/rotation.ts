import type { EventDraft } from '#audit/event.ts'
import { specOf } from '#crypto/specs.ts'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis, KeyMaterialId } from '#kernel/ids.ts'
import { conflict, invalidState, limitExceeded, unsupported, wrongOrigin } from '../errors.ts'
import type { KeyRecord, Ports } from '../ports.ts'
import { serviceEvent } from '../trail.ts'
import { arnOf } from './arn.ts'
import { firstMaterial, isHeld, isPending, newMaterialRow, ownerOf } from './material.ts'
import { assertNotReplica, membersOf, synchronizeEvents } from './multi-region.ts'
import type { KeyRow, MaterialRow, RotationType, Stored } from './rows.ts'
import type { NewRow, Write } from './writes.ts'
import { insert, update } from './writes.ts'

/** On-demand rotations in the life of a key; not adjustable (AWS KMS developer guide, resource quotas). */
const MAX_ON_DEMAND_ROTATIONS = 25
/** How near an automatic rotation may be to an on-demand one. */
const ROTATION_GUARD_MILLIS = 20 * 60_000
export const DEFAULT_ROTATION_PERIOD = 365

/** Whether the key's automatic rotation is on, as GetKeyRotationStatus shows it: off while deletion is pending. */
export function rotatesAutomatically(key: KeyRow): key is KeyRow & { rotationPeriodInDays: number } {
  const leaving = key.state === 'PendingDeletion' || key.state === 'PendingReplicaDeletion'
  return key.rotationPeriodInDays !== null && !leaving
}

/** What a rotation changes, in the Regions of all members of the key. */
export interface Rotation {
  readonly writes: readonly Write[]
  readonly events: readonly EventDraft[]
}

/** A fresh material becomes the current one, in every Region of the key at once. */
export async function rotate(record: KeyRecord, type: RotationType, at: EpochMillis, ports: Ports): Promise<Rotation> {
  const members = await membersOf(record, ports)
  const owners = members.map(({ key }) => ownerOf(key))
  const number = 1 + Math.max(...record.materials.map((material) => material.number))
  const { all, writes } = await ports.materials.create(owners, number)
  const rows = all.map((material, index) => {
    const owner = owners[index]
    if (!owner) throw new Error('material was made for an owner too many')
    const more = { number, createdAt: at, rotationType: type, rotatedAt: at }
    return insert('material', newMaterialRow(owner, material, more))
  })
  return withTurn(members, firstMaterial({ all, writes }).materialId, type, at, ports, [...writes, ...rows])
}

/** Imported material that waits for its rotation, and that every member has, becomes the current one. */
export async function rotateToImported(record: KeyRecord, at: EpochMillis, ports: Ports): Promise<Rotation> {
  const members = await membersOf(record, ports)
  const next = record.materials.find((material) => isPending(material, record))
  const rows = next ? heldRows(next.materialId, members) : []
  if (!next || rows.length < members.length) {
    throw invalidState(`No available key material pending rotation for the key: ${arnOf(record.key)}.`)
  }
  const turned = { rotationType: 'ON_DEMAND', rotatedAt: at } as const
  const writes = rows.map((row) => update<'material'>('material', row, turned))
  return withTurn(members, next.materialId, 'ON_DEMAND', at, ports, writes)
}

/** The rows of a material in the Regions where it is there. */
function heldRows(id: KeyMaterialId, members: readonly KeyRecord[]): readonly Stored<MaterialRow>[] {
  return members.flatMap(({ materials }) => materials.filter((row) => row.materialId === id && isHeld(row)))
}

/** The part that all rotations share: the keys that turn to the material, and what is told of it. */
function withTurn(
  members: readonly KeyRecord[],
  materialId: KeyMaterialId,
  type: RotationType,
  at: EpochMillis,
  ports: Ports,
  writes: readonly Write[],
): Rotation {
  const turn = (key: KeyRow): Partial<NewRow<'key'>> => ({
    currentMaterialId: materialId,
    ...(type === 'AUTOMATIC' ? afterAutomatic(key, at) : afterOnDemand(key)),
  })
  return {
    writes: [...writes, ...members.map(({ key }) => update('key', key, turn(key)))],
    events: [
      ...members.map(({ key }) => rotateKeyEvent(key, type, materialId, at, ports)),
      ...synchronizeEvents(members, at, ports),
    ],
  }
}

/** The next date counts from the one that was due, or from now where that would be past already. */
function afterAutomatic(key: KeyRow, at: EpochMillis): Partial<NewRow<'key'>> {
  if (key.rotationPeriodInDays === null || key.nextRotationAt === null) return {}
  const next = addDays(key.nextRotationAt, key.rotationPeriodInDays)
  return { nextRotationAt: next > at ? next : addDays(at, key.rotationPeriodInDays) }
}

function afterOnDemand(key: KeyRow): Partial<NewRow<'key'>> {
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

/** What cannot rotate by itself says so without words, as AWS does; imported material says why. */
export function checkAutomaticRotation(key: KeyRow): void {
  if (!specOf(key.spec).rotation.automatic) throw unsupported()
  if (key.origin === 'EXTERNAL') throw wrongOrigin(arnOf(key), key.origin)
  assertNotReplica(key)
}

export function checkOnDemandRotation(key: KeyRow): void {
  if (!specOf(key.spec).rotation.onDemand) throw unsupported()
  assertNotReplica(key)
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

/** What a material is to its key, as ListKeyRotations says it. */
export function materialState(material: MaterialRow, record: KeyRecord, members: readonly KeyRecord[]) {
  if (!isPending(material, record)) {
    return material.materialId === record.key.currentMaterialId ? ('CURRENT' as const) : ('NON_CURRENT' as const)
  }
  return heldRows(material.materialId, members).length === members.length
    ? ('PENDING_ROTATION' as const)
    : ('PENDING_MULTI_REGION_IMPORT_AND_ROTATION' as const)
}
