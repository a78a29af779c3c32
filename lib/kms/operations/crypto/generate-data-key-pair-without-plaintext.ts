import { dataKeyPairPlan } from '../../domain/data-key-pair.ts'
import { materialTrail } from '../../domain/encryption.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKeyPairWithoutPlaintext: Operation<'GenerateDataKeyPairWithoutPlaintext'> = {
  plan: (input, context) =>
    dataKeyPairPlan('GenerateDataKeyPairWithoutPlaintext', input, context, (pair, { arn }) => {
      pair.privateKey.fill(0)
      return {
        answer: {
          PrivateKeyCiphertextBlob: pair.sealed.ciphertext,
          PublicKey: pair.publicKey,
          KeyId: arn,
          KeyPairSpec: input.KeyPairSpec,
          ...(pair.sealed.materialId && { KeyMaterialId: pair.sealed.materialId }),
        },
        ...materialTrail(pair.sealed.materialId),
      }
    }),
}
