import { encapsulationPlan } from '../../domain/encapsulation.ts'
import type { Operation } from '../../operation.ts'

export const encapsulate: Operation<'Encapsulate'> = {
  plan: (input, context) =>
    encapsulationPlan('Encapsulate', input, context, (algorithm, pair, { arn }) => {
      const { sharedSecret, ciphertext } = algorithm.encapsulate(pair)
      return {
        answer: {
          KeyId: arn,
          SharedSecret: sharedSecret,
          SharedSecretCiphertextBlob: ciphertext,
          EncapsulationAlgorithm: input.EncapsulationAlgorithm,
        },
      }
    }),
}
