import type { Input } from '#model/api.ts'
import { invalid, unsupported } from '../errors.ts'
import type { Context, Plan } from '../operation.ts'
import type { MoreConditions } from './conditions.ts'
import { cryptoCheck } from './conditions.ts'
import type { Sealed } from './encryption.ts'
import { cipherOf, SYMMETRIC_DEFAULT } from './encryption.ts'
import type { KeyRef } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'
import { isInKeyStore } from './key-store.ts'
import { naming } from './on-key.ts'
import { sealInBlob } from './sealed-blob.ts'

const BYTES = { AES_128: 16, AES_256: 32 } as const

type DataKeyOperation =
  | 'GenerateDataKey'
  | 'GenerateDataKeyWithoutPlaintext'
  | 'GenerateDataKeyPair'
  | 'GenerateDataKeyPairWithoutPlaintext'
type Asked = Pick<Input<'GenerateDataKey'>, 'KeyId' | 'KeySpec' | 'NumberOfBytes' | 'EncryptionContext'>

/** Exactly one of KeySpec and NumberOfBytes says how long the data key is, in bytes. */
export function dataKeyLength({ KeySpec, NumberOfBytes }: Asked): number {
  if (KeySpec !== undefined && NumberOfBytes === undefined) return BYTES[KeySpec]
  if (KeySpec === undefined && NumberOfBytes !== undefined) return NumberOfBytes
  throw invalid('Please specify either number of bytes or key spec.')
}

/**
 * The plan that all data key operations share. `run` is given the key and a function that seals under it what was
 * made, or zeroes it where that fails; it says what of that goes out.
 */
export async function dataKeyPlan<N extends DataKeyOperation>(
  operation: N,
  input: Pick<Asked, 'KeyId' | 'EncryptionContext'>,
  context: Context,
  run: (ref: KeyRef, sealed: (plaintext: Uint8Array) => Promise<Sealed>) => ReturnType<Plan<N>['run']>,
  more?: MoreConditions,
): Promise<Plan<N>> {
  const ref = await resolveKey(input.KeyId, naming(operation, 'key or alias'), context)
  const cipher = () => cipherOf(ref.record, operation, SYMMETRIC_DEFAULT, input.EncryptionContext)
  return {
    checks: [cryptoCheck(`kms:${operation}`, ref, context, SYMMETRIC_DEFAULT, input.EncryptionContext, more)],
    fit() {
      cipher()
      if (operation.startsWith('GenerateDataKeyPair') && isInKeyStore(ref.record.key)) throw unsupported()
    },
    states: [ref.record],
    run: () =>
      run(ref, async (plaintext) => {
        try {
          return await sealInBlob(cipher(), plaintext, context)
        } catch (error) {
          plaintext.fill(0)
          throw error
        }
      }),
  }
}
