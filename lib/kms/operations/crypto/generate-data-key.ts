import { dataKeyLength, dataKeyPlan } from '../../domain/data-key.ts'
import { materialTrail } from '../../domain/encryption.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKey: Operation<'GenerateDataKey'> = {
  plan(input, context) {
    const length = dataKeyLength(input)
    return dataKeyPlan('GenerateDataKey', input, context, ({ arn }, seal) => {
      const plaintext = context.ports.secrets.bytes(length)
      const { ciphertext, materialId } = seal(plaintext)
      return {
        answer: {
          CiphertextBlob: ciphertext,
          Plaintext: plaintext,
          KeyId: arn,
          ...(materialId && { KeyMaterialId: materialId }),
        },
        ...materialTrail(materialId),
      }
    })
  },
}
