import { specOf } from '#crypto/specs.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { algorithmOf } from '../../domain/fit.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { keyPairOf } from '../../domain/material.ts'
import { naming } from '../../domain/on-key.ts'
import { invalid } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** The raw shared secret: no key derivation. A peer's key that is no point of the same curve is refused without words. */
export const deriveSharedSecret: Operation<'DeriveSharedSecret'> = {
  async plan(input, context) {
    const { KeyAgreementAlgorithm: name } = input
    const ref = await resolveKey(input.KeyId, naming('DeriveSharedSecret', 'key or alias'), context)
    const { record, arn } = ref
    const algorithm = () =>
      algorithmOf(record, 'KEY_AGREEMENT', 'DeriveSharedSecret', specOf(record.key.spec).agreement, name)
    return {
      checks: [keyCheck('kms:DeriveSharedSecret', ref, context, { 'kms:keyagreementalgorithm': name })],
      fit: algorithm,
      states: [record],
      run() {
        const secret = algorithm().derive(keyPairOf(record, context.ports.materials), input.PublicKey)
        if (!secret) throw invalid('')
        return {
          answer: {
            KeyId: arn,
            SharedSecret: secret,
            KeyAgreementAlgorithm: name,
            KeyOrigin: record.key.origin,
          },
        }
      },
    }
  },
}
