import type { KeyedOperation } from '../operation.ts'

/** What kind of key it is and whether it can be used. Only one with AES_256 can be that of a KMS key. */
export const getKeyMetadata: KeyedOperation = {
  asks: 'DescribeKey',
  prepare: () => (key) => ({
    answer: {
      keySpec: key.spec === 'SYMMETRIC_DEFAULT' ? 'AES_256' : key.spec,
      keyUsage: key.canEncrypt ? ['ENCRYPT', 'DECRYPT'] : [],
      keyStatus: key.isEnabled ? 'ENABLED' : 'DISABLED',
    },
  }),
}
