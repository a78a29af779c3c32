import { encapsulationPlan } from '../../domain/encapsulation.ts'
import { invalidCiphertext } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Fails for a ciphertext of the wrong length only; a changed one gives another secret (FIPS 203, implicit rejection). */
export const decapsulate: Operation<'Decapsulate'> = {
  plan: (input, context) =>
    encapsulationPlan('Decapsulate', input, context, (algorithm, pair, { arn }) => {
      const secret = algorithm.decapsulate(pair, input.SharedSecretCiphertextBlob)
      if (!secret) throw invalidCiphertext()
      return {
        answer: { KeyId: arn, SharedSecret: secret, EncapsulationAlgorithm: input.EncapsulationAlgorithm },
      }
    }),
}
