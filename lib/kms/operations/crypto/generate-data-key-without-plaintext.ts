import { dataKeyLength, dataKeyPlan } from '../../domain/data-key.ts'
import { materialTrail } from '../../domain/encryption.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKeyWithoutPlaintext: Operation<'GenerateDataKeyWithoutPlaintext'> = {
  plan(input, context) {
    const length = dataKeyLength(input)
    return dataKeyPlan('GenerateDataKeyWithoutPlaintext', input, context, async ({ arn }, seal) => {
      const plaintext = context.ports.secrets.bytes(length)
      const { ciphertext, materialId } = await seal(plaintext)
      plaintext.fill(0)
      return {
        answer: { CiphertextBlob: ciphertext, KeyId: arn, ...(materialId && { KeyMaterialId: materialId }) },
        ...materialTrail(materialId),
      }
    })
  },
}
