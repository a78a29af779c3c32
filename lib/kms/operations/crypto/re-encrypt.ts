import { decryptingKey } from '../../domain/ciphertext-key.ts'
import { cryptoConditions } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { keyCheck, naming } from '../../domain/on-key.ts'
import { checkEncryptionFit, decryptUnder, encryptUnder, parseBlob, SYMMETRIC_DEFAULT } from '../../domain/symmetric.ts'
import { invalid } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Two checks: ReEncryptFrom on the source key, ReEncryptTo on the destination key. */
export const reEncrypt: Operation<'ReEncrypt'> = {
  async plan(input, context) {
    if (!input.CiphertextBlob) throw invalid('CiphertextBlob is required.')
    const from = input.SourceEncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const to = input.DestinationEncryptionAlgorithm ?? SYMMETRIC_DEFAULT
    const blob = parseBlob(input.CiphertextBlob)
    const target = await resolveKey(
      input.DestinationKeyId,
      naming('ReEncrypt', 'key or alias', 'kms:ReEncryptTo'),
      context,
    )
    const source = await decryptingKey(
      input.SourceKeyId,
      blob,
      naming('ReEncrypt', 'key or alias', 'kms:ReEncryptFrom'),
      context,
      (ref) => ({
        ...cryptoConditions(from, input.SourceEncryptionContext, ref.alias),
        'kms:reencryptonsamekey': String(ref.arn === target.arn),
      }),
    )
    const toCheck = keyCheck('kms:ReEncryptTo', target, context, {
      ...cryptoConditions(to, input.DestinationEncryptionContext, target.alias),
      'kms:reencryptonsamekey': String(source.ref.arn === target.arn),
    })
    return {
      checks: [source.check, toCheck],
      fit() {
        checkEncryptionFit(source.ref.record, 'ReEncrypt', from)
        checkEncryptionFit(target.record, 'ReEncrypt', to)
      },
      states: [source.ref.record, target.record],
      run() {
        const opened = decryptUnder(source.ref.record, blob, input.SourceEncryptionContext, context.ports)
        const sealed = encryptUnder(target.record, opened.plaintext, input.DestinationEncryptionContext, context.ports)
        opened.plaintext.fill(0)
        const materials = {
          SourceKeyMaterialId: opened.materialId,
          DestinationKeyMaterialId: target.record.key.currentMaterialId,
        }
        return {
          answer: {
            CiphertextBlob: sealed,
            SourceKeyId: source.ref.arn,
            KeyId: target.arn,
            SourceEncryptionAlgorithm: from,
            DestinationEncryptionAlgorithm: to,
            ...materials,
          },
          trail: {
            additionalEventData: {
              sourceKeyMaterialId: materials.SourceKeyMaterialId,
              destinationKeyMaterialId: materials.DestinationKeyMaterialId,
            },
          },
        }
      },
    }
  },
}
