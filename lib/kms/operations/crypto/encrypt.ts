import { cryptoConditions } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { keyCheck, naming } from '../../domain/on-key.ts'
import { checkEncryptionFit, encryptUnder, materialTrail, SYMMETRIC_DEFAULT } from '../../domain/symmetric.ts'
import type { Operation } from '../../operation.ts'

export const encrypt: Operation<'Encrypt'> = {
  async plan(input, context) {
    const algorithm = input.EncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const { arn, record, alias } = await resolveKey(input.KeyId, naming('Encrypt', 'key or alias'), context)
    const conditions = cryptoConditions(algorithm, input.EncryptionContext, alias)
    return {
      checks: [keyCheck('kms:Encrypt', { arn, record }, context, conditions)],
      fit: () => checkEncryptionFit(record, 'Encrypt', algorithm),
      states: [record],
      run: () => ({
        answer: {
          CiphertextBlob: encryptUnder(record, input.Plaintext, input.EncryptionContext, context.ports),
          KeyId: arn,
          EncryptionAlgorithm: algorithm,
        },
        trail: materialTrail(record.key.currentMaterialId),
      }),
    }
  },
}
