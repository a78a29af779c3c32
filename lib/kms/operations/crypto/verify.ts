import { signaturePlan } from '../../domain/signature.ts'
import { invalidSignature } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Answers only for a good signature: any other is KMSInvalidSignatureException. */
export const verify: Operation<'Verify'> = {
  plan: (input, context) =>
    signaturePlan('Verify', input, context, ({ ref, pair, algorithm, messageType }) => {
      if (!algorithm.verify(pair, input.Message, messageType, input.Signature)) throw invalidSignature()
      return { answer: { KeyId: ref.arn, SignatureValid: true, SigningAlgorithm: input.SigningAlgorithm } }
    }),
}
