import { decryptingKey } from '../../domain/ciphertext-key.ts'
import { cryptoCheck } from '../../domain/conditions.ts'
import { ignoresCiphertext } from '../../domain/dry-run.ts'
import { cipherOf, materialTrail, named, open, SYMMETRIC_DEFAULT } from '../../domain/encryption.ts'
import { naming } from '../../domain/on-key.ts'
import { recipientOf } from '../../domain/recipient.ts'
import { dryRun } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

export const decrypt: Operation<'Decrypt'> = {
  async plan(input, context) {
    const { CiphertextBlob: ciphertext, EncryptionContext: encryptionContext } = input
    const algorithm = input.EncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const asked = {
      keyId: input.KeyId,
      ciphertext,
      algorithm,
      ignoresCiphertext: ignoresCiphertext(input),
      names: { keyId: 'KeyId', algorithm: 'EncryptionAlgorithm' },
    }
    const recipient = recipientOf(input.Recipient, context)
    const key = await decryptingKey(asked, naming('Decrypt', 'key or alias'), context)
    const cipher = () => cipherOf(key.record, 'Decrypt', algorithm, encryptionContext)
    return {
      checks: [cryptoCheck('kms:Decrypt', key, context, algorithm, encryptionContext, recipient?.conditions)],
      fit: cipher,
      states: [key.record],
      async run() {
        if (!ciphertext || asked.ignoresCiphertext) throw dryRun()
        const { plaintext, materialId } = await open(cipher(), ciphertext, context)
        return {
          answer: {
            KeyId: key.arn,
            EncryptionAlgorithm: algorithm,
            ...(recipient?.sealed(plaintext) ?? { Plaintext: plaintext, ...named(materialId) }),
          },
          ...materialTrail(materialId, recipient),
        }
      },
    }
  },
}
