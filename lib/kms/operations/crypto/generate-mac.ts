import { macPlan } from '../../domain/mac.ts'
import type { Operation } from '../../operation.ts'

export const generateMac: Operation<'GenerateMac'> = {
  plan: (input, context) =>
    macPlan('GenerateMac', input, context, (mac, { arn }) => ({
      answer: { Mac: mac(), MacAlgorithm: input.MacAlgorithm, KeyId: arn },
    })),
}
