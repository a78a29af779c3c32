import { dataKeyPlan } from '../../domain/data-key.ts'
import { materialTrail } from '../../domain/symmetric.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKeyWithoutPlaintext: Operation<'GenerateDataKeyWithoutPlaintext'> = {
  plan: (input, context) =>
    dataKeyPlan('GenerateDataKeyWithoutPlaintext', input, context, ({ key }, { arn }, make) => {
      const { plaintext, sealed } = make()
      plaintext.fill(0)
      const materialId = key.currentMaterialId
      return {
        answer: { CiphertextBlob: sealed, KeyId: arn, KeyMaterialId: materialId },
        trail: materialTrail(materialId),
      }
    }),
}
