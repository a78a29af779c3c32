import { dataKeyPlan } from '../../domain/data-key.ts'
import { materialTrail } from '../../domain/symmetric.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKey: Operation<'GenerateDataKey'> = {
  plan: (input, context) =>
    dataKeyPlan('GenerateDataKey', input, context, ({ key }, { arn }, make) => {
      const { plaintext, sealed } = make()
      const materialId = key.currentMaterialId
      return {
        answer: { CiphertextBlob: sealed, Plaintext: plaintext, KeyId: arn, KeyMaterialId: materialId },
        trail: materialTrail(materialId),
      }
    }),
}
