import { constantTimeEqual } from '#kernel/hash.ts'
import { macPlan } from '../../domain/mac.ts'
import { invalidMac } from '../../errors.ts'
import type { Operation } from '../../operation.ts'

/** Answers only for a good MAC: any other is KMSInvalidMacException. */
export const verifyMac: Operation<'VerifyMac'> = {
  plan: (input, context) =>
    macPlan('VerifyMac', input, context, (mac, { arn }) => {
      if (!constantTimeEqual(mac(), input.Mac)) throw invalidMac()
      return { answer: { KeyId: arn, MacValid: true, MacAlgorithm: input.MacAlgorithm } }
    }),
}
