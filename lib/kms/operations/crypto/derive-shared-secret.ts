import { specOf } from '#crypto/specs.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { materialTrail } from '../../domain/encryption.ts'
import { algorithmOf } from '../../domain/fit.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { keyPairOf } from '../../domain/material.ts'
import { naming } from '../../domain/on-key.ts'
import { recipientOf } from '../../domain/recipient.ts'
import { invalid } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** The raw shared secret: no key derivation. A peer's key that is no point of the same curve is refused without words. */
export const deriveSharedSecret: Operation<'DeriveSharedSecret'> = {
  async plan(input, context) {
    const { KeyAgreementAlgorithm: name } = input
    const recipient = recipientOf(input.Recipient, context)
    const ref = await resolveKey(input.KeyId, naming('DeriveSharedSecret', 'key or alias'), context)
    const { record, arn } = ref
    const algorithm = () =>
      algorithmOf(record, 'KEY_AGREEMENT', 'DeriveSharedSecret', specOf(record.key.spec).agreement, name)
    return {
      checks: [
        keyCheck('kms:DeriveSharedSecret', ref, context, {
          'kms:keyagreementalgorithm': name,
          ...recipient?.conditions,
        }),
      ],
      fit: algorithm,
      states: [record],
      async run() {
        const { materials, engine } = context.ports
        const secret = await algorithm().derive(keyPairOf(record, materials), input.PublicKey, engine)
        if (!secret) throw invalid('')
        return {
          answer: {
            KeyId: arn,
            ...(recipient?.sealed(secret) ?? { SharedSecret: secret }),
            KeyAgreementAlgorithm: name,
            KeyOrigin: record.key.origin,
          },
          ...materialTrail(undefined, recipient),
        }
      },
    }
  },
}
