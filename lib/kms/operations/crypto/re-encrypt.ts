import { decryptingKey } from '../../domain/ciphertext-key.ts'
import { cryptoCheck } from '../../domain/conditions.ts'
import { ignoresCiphertext } from '../../domain/dry-run.ts'
import type { Cipher, Sealed } from '../../domain/encryption.ts'
import { checkPlaintext, cipherOf, open, SYMMETRIC_DEFAULT, seal } from '../../domain/encryption.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { naming } from '../../domain/on-key.ts'
import { dryRun, invalidCiphertext } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'

/** Two checks: ReEncryptFrom on the source key, ReEncryptTo on the destination key. */
export const reEncrypt: Operation<'ReEncrypt'> = {
  async plan(input, context) {
    const { CiphertextBlob: ciphertext, SourceEncryptionContext, DestinationEncryptionContext } = input
    const from = input.SourceEncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const to = input.DestinationEncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const asked = {
      keyId: input.SourceKeyId,
      ciphertext,
      algorithm: from,
      ignoresCiphertext: ignoresCiphertext(input),
      names: { keyId: 'SourceKeyId', algorithm: 'SourceEncryptionAlgorithm' },
    }
    const of = (action: string) => naming('ReEncrypt', 'key or alias', action)
    const target = await resolveKey(input.DestinationKeyId, of('kms:ReEncryptTo'), context)
    const source = await decryptingKey(asked, of('kms:ReEncryptFrom'), context)
    const same = { 'kms:reencryptonsamekey': String(source.arn === target.arn) }
    const sourceCipher = () => cipherOf(source.record, 'ReEncrypt', from, SourceEncryptionContext)
    const targetCipher = () => cipherOf(target.record, 'ReEncrypt', to, DestinationEncryptionContext)
    return {
      checks: [
        cryptoCheck('kms:ReEncryptFrom', source, context, from, SourceEncryptionContext, same),
        cryptoCheck('kms:ReEncryptTo', target, context, to, DestinationEncryptionContext, same),
      ],
      fit() {
        sourceCipher()
        targetCipher()
      },
      states: [source.record, target.record],
      async run() {
        if (!ciphertext || asked.ignoresCiphertext) throw dryRun()
        const opened = await open(sourceCipher(), ciphertext, context)
        const sealed = await sealedAnew(targetCipher(), opened.plaintext, context)
        const [sourceId, targetId] = [opened.materialId, sealed.materialId]
        return {
          answer: {
            CiphertextBlob: sealed.ciphertext,
            SourceKeyId: source.arn,
            KeyId: target.arn,
            SourceEncryptionAlgorithm: from,
            DestinationEncryptionAlgorithm: to,
            ...(sourceId && { SourceKeyMaterialId: sourceId }),
            ...(targetId && { DestinationKeyMaterialId: targetId }),
          },
          trail: {
            additionalEventData: {
              ...(sourceId && { sourceKeyMaterialId: sourceId }),
              ...(targetId && { destinationKeyMaterialId: targetId }),
            },
          },
        }
      },
    }
  },
}

/** Under the destination key. The plaintext is zeroed, also where that fails. */
async function sealedAnew(target: Cipher, plaintext: Buffer, context: Context): Promise<Sealed> {
  try {
    checkPlaintext(target, plaintext)
    // RSA can carry an empty message, a ciphertext blob cannot.
    if (plaintext.length === 0) throw invalidCiphertext()
    return await seal(target, plaintext, context)
  } finally {
    plaintext.fill(0)
  }
}
