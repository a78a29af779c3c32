import { decryptingKey } from '../../domain/ciphertext-key.ts'
import { cryptoConditions } from '../../domain/conditions.ts'
import { naming } from '../../domain/on-key.ts'
import {
  checkEncryptionFit,
  decryptUnder,
  materialTrail,
  parseBlob,
  SYMMETRIC_DEFAULT,
} from '../../domain/symmetric.ts'
import { invalid } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

export const decrypt: Operation<'Decrypt'> = {
  async plan(input, context) {
    if (!input.CiphertextBlob) throw invalid('CiphertextBlob is required.')
    const algorithm = input.EncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const blob = parseBlob(input.CiphertextBlob)
    const { ref, check } = await decryptingKey(
      input.KeyId,
      blob,
      naming('Decrypt', 'key or alias'),
      context,
      ({ alias }) => cryptoConditions(algorithm, input.EncryptionContext, alias),
    )
    return {
      checks: [check],
      fit: () => checkEncryptionFit(ref.record, 'Decrypt', algorithm),
      states: [ref.record],
      run() {
        const { plaintext, materialId } = decryptUnder(ref.record, blob, input.EncryptionContext, context.ports)
        return {
          answer: { KeyId: ref.arn, Plaintext: plaintext, EncryptionAlgorithm: algorithm, KeyMaterialId: materialId },
          trail: materialTrail(materialId),
        }
      },
    }
  },
}
