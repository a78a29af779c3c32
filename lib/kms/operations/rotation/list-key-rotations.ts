import { onKey } from '../../domain/on-key.ts'
import { LONG_PAGE, pageOf, pageOfAll } from '../../domain/pagination.ts'
import type { KeyRow, MaterialRow } from '../../domain/rows.ts'
import type { Operation } from '../../operation.ts'

/** Oldest first. ALL_KEY_MATERIAL adds the material that the key was born with. */
export const listKeyRotations: Operation<'ListKeyRotations'> = {
  plan: (input, context) =>
    onKey('ListKeyRotations', input.KeyId, context, ({ key, materials }) => ({
      run() {
        const list = `ListKeyRotations:${key.keyId}`
        const page = pageOf(input, LONG_PAGE, list, context)
        const shown =
          input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL'
            ? materials
            : materials.filter((material) => material.rotationType !== null)
        const { items, position } = pageOfAll(shown, page, list, placeOf, context)
        return { answer: { Rotations: items.map((material) => entryOf(material, key)), ...position } }
      },
    })),
}

/** Sorts as the numbers do. */
const placeOf = ({ number }: MaterialRow) => String(number).padStart(10, '0')

function entryOf(material: MaterialRow, key: KeyRow) {
  const current = material.materialId === key.currentMaterialId
  return {
    KeyId: key.keyId,
    KeyMaterialId: material.materialId,
    KeyMaterialState: current ? ('CURRENT' as const) : ('NON_CURRENT' as const),
    ...(material.rotationType === null
      ? {}
      : { RotationDate: material.createdAt, RotationType: material.rotationType }),
  }
}
