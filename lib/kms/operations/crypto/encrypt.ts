import { cryptoCheck } from '../../domain/conditions.ts'
import { checkPlaintext, cipherOf, materialTrail, SYMMETRIC_DEFAULT, seal } from '../../domain/encryption.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { naming } from '../../domain/on-key.ts'
import type { Operation } from '../../operation.ts'

export const encrypt: Operation<'Encrypt'> = {
  async plan(input, context) {
    const algorithm = input.EncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const ref = await resolveKey(input.KeyId, naming('Encrypt', 'key or alias'), context)
    const cipher = () => cipherOf(ref.record, 'Encrypt', algorithm, input.EncryptionContext)
    return {
      checks: [cryptoCheck('kms:Encrypt', ref, context, algorithm, input.EncryptionContext)],
      fit: () => checkPlaintext(cipher(), input.Plaintext),
      states: [ref.record],
      async run() {
        const { ciphertext, materialId } = await seal(cipher(), input.Plaintext, context)
        return {
          answer: { CiphertextBlob: ciphertext, KeyId: ref.arn, EncryptionAlgorithm: algorithm },
          ...materialTrail(materialId),
        }
      },
    }
  },
}
