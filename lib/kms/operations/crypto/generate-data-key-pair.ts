import { dataKeyPairPlan } from '../../domain/data-key-pair.ts'
import { materialTrail } from '../../domain/encryption.ts'
import type { Operation } from '../../operation.ts'

export const generateDataKeyPair: Operation<'GenerateDataKeyPair'> = {
  plan: (input, context) =>
    dataKeyPairPlan('GenerateDataKeyPair', input, context, ({ privateKey, publicKey, sealed }, { arn }) => ({
      answer: {
        PrivateKeyCiphertextBlob: sealed.ciphertext,
        PrivateKeyPlaintext: privateKey,
        PublicKey: publicKey,
        KeyId: arn,
        KeyPairSpec: input.KeyPairSpec,
        ...(sealed.materialId && { KeyMaterialId: sealed.materialId }),
      },
      ...materialTrail(sealed.materialId),
    })),
}
