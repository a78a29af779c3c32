import { specOf } from '#crypto/specs.ts'
import { isHeld } from '../../domain/material.ts'
import { membersOf } from '../../domain/multi-region.ts'
import { onKey } from '../../domain/on-key.ts'
import { LONG_PAGE, pageOf, pageOfAll } from '../../domain/pagination.ts'
import { materialState } from '../../domain/rotation.ts'
import type { KeyRow, MaterialRow } from '../../domain/rows.ts'
import type { Operation } from '../../operation.ts'

/**
 * Oldest first. ALL_KEY_MATERIAL adds the material that the key was born with and the one that waits for its turn.
 * Empty for keys that never rotate.
 */
export const listKeyRotations: Operation<'ListKeyRotations'> = {
  plan: (input, context) =>
    onKey('ListKeyRotations', input.KeyId, context, (record) => ({
      async run() {
        const { key, materials } = record
        const list = `ListKeyRotations:${key.keyId}`
        const page = pageOf(input, LONG_PAGE, list, context)
        const all = input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL'
        const shown = specOf(key.spec).rotation.onDemand ? materials.filter((row) => all || row.rotatedAt !== null) : []
        const { items, position } = await pageOfAll(shown, page, list, placeOf, context)
        const members = await membersOf(record, context.ports)
        const entries = items.map((material) => ({
          KeyId: key.keyId,
          KeyMaterialId: material.materialId,
          ...importMembers(material, key),
          KeyMaterialState: materialState(material, record, members),
          ...rotationMembers(material),
        }))
        return { answer: { Rotations: entries, ...position } }
      },
    })),
}

/** Sorts as the numbers do. */
const placeOf = ({ number }: MaterialRow) => String(number).padStart(10, '0')

function rotationMembers({ rotatedAt, rotationType }: MaterialRow) {
  return rotatedAt === null || rotationType === null ? {} : { RotationDate: rotatedAt, RotationType: rotationType }
}

function importMembers(material: MaterialRow, { origin }: KeyRow) {
  if (origin !== 'EXTERNAL') return {}
  const { description, validTo } = material
  const described = description === null ? {} : { KeyMaterialDescription: description }
  if (!isHeld(material)) return { ...described, ImportState: 'PENDING_IMPORT' as const }
  const expiry =
    validTo === null
      ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' as const }
      : { ExpirationModel: 'KEY_MATERIAL_EXPIRES' as const, ValidTo: validTo }
  return { ...described, ImportState: 'IMPORTED' as const, ...expiry }
}
