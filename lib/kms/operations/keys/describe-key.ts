import { keyCheck } from '../../domain/conditions.ts'
import { keyMetadata } from '../../domain/key-metadata.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { naming } from '../../domain/on-key.ts'
import type { Operation } from '../../operation.ts'

export const describeKey: Operation<'DescribeKey'> = {
  async plan(input, context) {
    const ref = await resolveKey(input.KeyId, naming('DescribeKey', 'key or alias'), context)
    return {
      checks: [keyCheck('kms:DescribeKey', ref, context)],
      states: [ref.record],
      run: () => ({ answer: { KeyMetadata: keyMetadata(ref.record) } }),
    }
  },
}
