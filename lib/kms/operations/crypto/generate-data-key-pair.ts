import { dataKeyPairPlan } from '../../domain/data-key-pair.ts'
import { materialTrail, named } from '../../domain/encryption.ts'
import { recipientOf } from '../../domain/recipient.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKeyPair: Operation<'GenerateDataKeyPair'> = {
  plan(input, context) {
    const recipient = recipientOf(input.Recipient, context)
    return dataKeyPairPlan(
      'GenerateDataKeyPair',
      input,
      context,
      ({ privateKey, publicKey, sealed: { ciphertext, materialId } }, { arn }) => ({
        answer: {
          PrivateKeyCiphertextBlob: ciphertext,
          PublicKey: publicKey,
          KeyId: arn,
          KeyPairSpec: input.KeyPairSpec,
          ...(recipient?.sealed(privateKey) ?? { PrivateKeyPlaintext: privateKey, ...named(materialId) }),
        },
        ...materialTrail(materialId, recipient),
      }),
      recipient?.conditions,
    )
  },
}
