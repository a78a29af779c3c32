import { dataKeyLength, dataKeyPlan } from '../../domain/data-key.ts'
import { materialTrail, named } from '../../domain/encryption.ts'
import { recipientOf } from '../../domain/recipient.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKey: Operation<'GenerateDataKey'> = {
  plan(input, context) {
    const length = dataKeyLength(input)
    const recipient = recipientOf(input.Recipient, context)
    return dataKeyPlan(
      'GenerateDataKey',
      input,
      context,
      async ({ arn }, seal) => {
        const plaintext = context.ports.secrets.bytes(length)
        const { ciphertext, materialId } = await seal(plaintext)
        return {
          answer: {
            CiphertextBlob: ciphertext,
            KeyId: arn,
            ...(recipient?.sealed(plaintext) ?? { Plaintext: plaintext, ...named(materialId) }),
          },
          ...materialTrail(materialId, recipient),
        }
      },
      recipient?.conditions,
    )
  },
}
