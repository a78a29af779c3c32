import { signaturePlan } from '../../domain/signature.ts'
import type { Operation } from '../../operation.ts'

export const sign: Operation<'Sign'> = {
  plan: (input, context) =>
    signaturePlan('Sign', input, context, async ({ ref, pair, algorithm, messageType }) => ({
      answer: {
        KeyId: ref.arn,
        Signature: await algorithm.sign(pair, input.Message, messageType, context.ports.engine),
        SigningAlgorithm: input.SigningAlgorithm,
      },
    })),
}
