import type { KeyPair, MacKey, OpenedMaterial } from '#crypto/key-spec.ts'
import type { XaesKey } from '#crypto/xaes.ts'
import type { EpochMillis, KeyMaterialId } from '#kernel/ids.ts'
import type { HeldMaterial, KeyRecord, MaterialOwner, Materials, NewMaterial, NewMaterials } from '../ports.ts'
import type { KeyRow, MaterialRow } from './rows.ts'

export function ownerOf(key: Omit<KeyRow, 'dueAt'>): MaterialOwner {
  const { sandbox, account, region, keyId, spec, origin } = key
  return { scope: { sandbox, account, region }, keyId, spec, origin }
}

/** The material that was made; for several owners, that of the first. */
export function firstMaterial({ all: [material] }: NewMaterials): NewMaterial {
  if (material) return material
  throw new Error('no material was made')
}

/** The row of material that a key is born with, or that comes to it later. */
export function newMaterialRow(
  owner: MaterialOwner,
  { materialId, wrapped, publicKey }: NewMaterial,
  more: Pick<MaterialRow, 'number' | 'createdAt'> & Partial<MaterialRow>,
): MaterialRow {
  const { scope, keyId } = owner
  const born = { rotationType: null, rotatedAt: null, description: null, validTo: null }
  return { ...scope, keyId, materialId, wrapped, publicKey, ...born, ...more }
}

/** Whether the material is there; that of imported keys may not be. */
export function isHeld<M extends MaterialRow>(material: M): material is M & HeldMaterial {
  return material.wrapped !== null
}

/**
 * Whether the material was imported and has never been in use: it comes after the current one and waits for
 * RotateKeyOnDemand. All others belong to the key for good.
 */
export function isPending({ number }: MaterialRow, { key, materials }: Pick<KeyRecord, 'key' | 'materials'>): boolean {
  const current = materials.find(({ materialId }) => materialId === key.currentMaterialId)
  return current !== undefined && number > current.number
}

/** The opened material of that id; undefined when the key never had it, or it is not there. */
export function materialOf(record: KeyRecord, id: KeyMaterialId, materials: Materials): OpenedMaterial | undefined {
  const row = record.materials.find((material) => material.materialId === id)
  return row && isHeld(row) ? materials.open(ownerOf(record.key), row) : undefined
}

/** The row of the material in use. A key that may be used without it is a broken database. */
export function currentRow(record: KeyRecord): MaterialRow {
  const { currentMaterialId, keyId } = record.key
  const row = record.materials.find((material) => material.materialId === currentMaterialId)
  if (!row) throw new Error(`key ${keyId} lacks its current material ${currentMaterialId}`)
  return row
}

function currentMaterial(record: KeyRecord, materials: Materials): OpenedMaterial {
  const row = currentRow(record)
  const opened = materialOf(record, row.materialId, materials)
  if (!opened) throw new Error(`material ${row.materialId} of key ${record.key.keyId} is not there`)
  return opened
}

/** The key that encrypts now. */
export function currentSymmetricKey(record: KeyRecord, materials: Materials): XaesKey {
  return symmetricKey(currentMaterial(record, materials))
}

export function symmetricKey(opened: OpenedMaterial): XaesKey {
  if (opened.kind === 'symmetric') return opened.key
  throw new Error(`a ${opened.kind} is no symmetric key`)
}

export function macKeyOf(record: KeyRecord, materials: Materials): MacKey {
  const opened = currentMaterial(record, materials)
  if (opened.kind === 'mac') return opened
  throw new Error(`a ${opened.kind} is no MAC key`)
}

export function keyPairOf(record: KeyRecord, materials: Materials): KeyPair {
  const opened = currentMaterial(record, materials)
  if (opened.kind === 'key-pair') return opened
  throw new Error(`a ${opened.kind} is no key pair`)
}

/** The earliest of the times at which materials expire. */
export function earliestExpiry(materials: readonly MaterialRow[]): EpochMillis | null {
  const times = materials.flatMap(({ validTo }) => (validTo === null ? [] : [validTo]))
  return times.length === 0 ? null : (Math.min(...times) as EpochMillis)
}
