import { assertImported, takeOut } from '../../domain/imported-material.ts'
import { isHeld, isPending } from '../../domain/material.ts'
import { isReplica, membersOf } from '../../domain/multi-region.ts'
import { onKey } from '../../domain/on-key.ts'
import { materialNotFound } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Takes out the current material unless another is named. Material that is not there is a success too. */
export const deleteImportedKeyMaterial: Operation<'DeleteImportedKeyMaterial'> = {
  plan: (input, context) =>
    onKey('DeleteImportedKeyMaterial', input.KeyId, context, (record, { arn }) => ({
      fit: () => assertImported(record.key),
      async run() {
        const id = input.KeyMaterialId ?? record.key.currentMaterialId
        if (id === null) return { answer: { KeyId: arn } }
        const material = record.materials.find(({ materialId }) => materialId === id)
        if (!material) throw materialNotFound(id)
        // Of what waits for its rotation a primary may have the name only: from when it was a replica.
        const isThere = isHeld(material) || (isPending(material, record) && !isReplica(record.key))
        const [, ...others] = await membersOf(record, context.ports)
        return {
          answer: { KeyId: arn, KeyMaterialId: id },
          writes: isThere ? takeOut(record, [material], others, isReplica(record.key)) : [],
          trail: { additionalEventData: { keyMaterialId: id } },
        }
      },
    })),
}
