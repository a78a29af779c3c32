import type { XaesKey } from '#crypto/xaes.ts'
import type { KeyMaterialId } from '#kernel/ids.ts'
import type { KeyRecord, MaterialOwner, Materials } from '../ports.ts'
import type { KeyRow } from './rows.ts'

export function ownerOf(key: KeyRow): MaterialOwner {
  const { sandbox, account, region, keyId, spec, origin } = key
  return { scope: { sandbox, account, region }, keyId, spec, origin }
}

/** The opened material of that id; undefined when the key never had it. */
export function materialOf(record: KeyRecord, id: KeyMaterialId, materials: Materials): XaesKey | undefined {
  const row = record.materials.find((material) => material.materialId === id)
  return row && materials.open(ownerOf(record.key), row)
}

/** The opened material that encrypts. A key without it is a broken database. */
export function currentMaterial(record: KeyRecord, materials: Materials): XaesKey {
  const { currentMaterialId, keyId } = record.key
  const material = materialOf(record, currentMaterialId, materials)
  if (!material) throw new Error(`key ${keyId} lacks its current material ${currentMaterialId}`)
  return material
}
