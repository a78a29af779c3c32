import type { EpochMillis, KeyMaterialId } from '#kernel/ids.ts'
import { invalidState, wrongOrigin } from '../errors.ts'
import type { KeyRecord, NewMaterial } from '../ports.ts'
import { arnOf } from './arn.ts'
import { earliestExpiry, isHeld, isPending, newMaterialRow, ownerOf } from './material.ts'
import type { KeyRow, MaterialRow, Stored } from './rows.ts'
import type { NewRow, Write } from './writes.ts'
import { insert, remove, update } from './writes.ts'

/** What the importer says about the material. */
export interface ImportTerms {
  readonly createdAt: KeyRow['createdAt']
  readonly validTo: MaterialRow['validTo']
  readonly description?: string
}

/** Refuses a key whose material AWS KMS made: nothing is imported into it or taken out of it. */
export function assertImported(key: KeyRow): void {
  if (key.origin !== 'EXTERNAL') throw wrongOrigin(arnOf(key), key.origin)
}

type Held = Pick<KeyRecord, 'key' | 'materials'>

/** Whether all that belongs to the key is there. */
export function isComplete(record: { readonly key: KeyRow; readonly materials: readonly MaterialRow[] }): boolean {
  const owned = record.materials.filter((material) => !isPending(material, record as Held))
  return owned.length > 0 && owned.every(isHeld)
}

/**
 * What the materials make of their key: it can be used only while all that belong to it are there (AWS KMS developer
 * guide, "Importing key material"). A key that is pending deletion stays so.
 */
function keyWith(key: KeyRow, materials: readonly MaterialRow[]): Partial<NewRow<'key'>> {
  const held = materials.filter(isHeld)
  const validTo = earliestExpiry(held)
  const expirationModel = validTo === null ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : 'KEY_MATERIAL_EXPIRES'
  return {
    ...stateWith(key, isComplete({ key, materials })),
    validTo,
    expirationModel: held.length === 0 ? null : expirationModel,
  }
}

function stateWith({ state, resumesAs }: KeyRow, complete: boolean): Partial<NewRow<'key'>> {
  switch (state) {
    case 'PendingImport':
      return complete ? { state: resumesAs ?? 'Enabled', resumesAs: null } : {}
    case 'Enabled':
    case 'Disabled':
      return complete ? {} : { state: 'PendingImport', resumesAs: state }
    case 'Creating':
    case 'Updating':
      if (!complete) return { resumesAs: 'PendingImport' }
      return resumesAs === 'PendingImport' ? { resumesAs: 'Enabled' } : {}
    default:
      return {}
  }
}

/** Brings back material that the key has had before, or gives a replica what its primary has. */
export function importExisting(
  { key, materials }: KeyRecord,
  known: Stored<MaterialRow>,
  made: NewMaterial,
  { validTo, description = known.description ?? undefined }: ImportTerms,
): readonly Write[] {
  const { materialId, wrapped, publicKey } = made
  const put = update('material', known, { wrapped, publicKey, validTo, description: description ?? null })
  const after = materials.map((material) => (material.materialId === materialId ? put.row : material))
  return [put, update('key', key, keyWith(key, after))]
}

/**
 * Gives a key material that it has never had. The first is in use at once, a further one waits for RotateKeyOnDemand.
 * The replicas learn of it at once, so that they can be given it.
 */
export function importNew(
  { key, materials }: KeyRecord,
  replicas: readonly KeyRecord[],
  made: NewMaterial,
  { createdAt, validTo, description = '' }: ImportTerms,
): readonly Write[] {
  const number = 1 + Math.max(0, ...materials.map((material) => material.number))
  const row = newMaterialRow(ownerOf(key), made, { number, createdAt, validTo, description: description || null })
  const current = materials.length === 0 ? { currentMaterialId: made.materialId } : {}
  return [
    insert('material', row),
    update('key', key, { ...current, ...keyWith({ ...key, ...current }, [...materials, row]) }),
    ...replicas.flatMap((replica) => [
      insert('material', { ...row, ...ownerOf(replica.key).scope, wrapped: null, validTo: null }),
      update('key', replica.key, current),
    ]),
  ]
}

/** Only one material may wait for its rotation. */
export function assertNonePending(record: KeyRecord, materialId: string): void {
  const pending = record.materials.find((material) => isPending(material, record))
  if (!pending) return
  throw invalidState(
    `New key material (id: ${materialId}) cannot be imported into KMS key ${record.key.keyId}, because another key material (id: ${pending.materialId}) is pending rotation.`,
  )
}

/**
 * Takes materials out of the key. Their rows stay, to be filled again; what was never in use is forgotten in all
 * Regions, unless a replica gives it up that its primary still has. `replicas` are those of a primary.
 */
export function takeOut(
  record: KeyRecord,
  taken: readonly Stored<MaterialRow>[],
  replicas: readonly KeyRecord[],
  isReplica: boolean,
): readonly Write[] {
  const { key, materials } = record
  const forgets = (material: MaterialRow) => !isReplica && isPending(material, record)
  const [forgotten, emptied] = [taken.filter(forgets), taken.filter((material) => !forgets(material))]
  const puts = emptied.map((material) => update('material', material, { wrapped: null, validTo: null }))
  const after = materials
    .filter((material) => !forgotten.includes(material))
    .map((material) => puts.find(({ row }) => row.materialId === material.materialId)?.row ?? material)
  const ids = new Set(forgotten.map(({ materialId }) => materialId))
  return [
    ...puts,
    ...forgotten.map((material) => remove('material', material)),
    update('key', key, keyWith(key, after)),
    ...replicas.flatMap((replica) => forgetIn(replica, ids)),
  ]
}

function forgetIn({ key, materials }: KeyRecord, ids: ReadonlySet<KeyMaterialId>): readonly Write[] {
  const [gone, left] = [
    materials.filter(({ materialId }) => ids.has(materialId)),
    materials.filter(({ materialId }) => !ids.has(materialId)),
  ]
  if (gone.length === 0) return []
  return [...gone.map((material) => remove('material', material)), update('key', key, keyWith(key, left))]
}

export function isExpired({ validTo }: MaterialRow, now: EpochMillis): boolean {
  return validTo !== null && validTo <= now
}
