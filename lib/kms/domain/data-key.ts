import type { Input } from '#model/api.ts'
import { invalid } from '../errors.ts'
import type { Context, Plan } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { cryptoConditions } from './conditions.ts'
import type { KeyRef } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'
import { keyCheck, naming } from './on-key.ts'
import { checkEncryptionFit, encryptUnder, SYMMETRIC_DEFAULT } from './symmetric.ts'

const BYTES = { AES_128: 16, AES_256: 32 } as const

type DataKeyOperation = 'GenerateDataKey' | 'GenerateDataKeyWithoutPlaintext'
type Asked = Pick<Input<'GenerateDataKey'>, 'KeyId' | 'KeySpec' | 'NumberOfBytes' | 'EncryptionContext'>

/** Exactly one of KeySpec and NumberOfBytes says how long the data key is, in bytes. */
function lengthOf({ KeySpec, NumberOfBytes }: Asked): number {
  if (KeySpec !== undefined && NumberOfBytes === undefined) return BYTES[KeySpec]
  if (KeySpec === undefined && NumberOfBytes !== undefined) return NumberOfBytes
  throw invalid('Please specify either number of bytes or key spec.')
}

/** A fresh data key, in the clear and sealed under the key. The caller owns `plaintext` and zeroes what it keeps to itself. */
export interface DataKey {
  readonly plaintext: Buffer
  readonly sealed: Uint8Array
}

/** The plan that both data key operations share; `answer` says what of the data key goes out. */
export async function dataKeyPlan<N extends DataKeyOperation>(
  operation: N,
  input: Asked,
  context: Context,
  run: (record: KeyRecord, ref: KeyRef, make: () => DataKey) => ReturnType<Plan<N>['run']>,
): Promise<Plan<N>> {
  const length = lengthOf(input)
  const ref = await resolveKey(input.KeyId, naming(operation, 'key or alias'), context)
  const conditions = cryptoConditions(SYMMETRIC_DEFAULT, input.EncryptionContext, ref.alias)
  const make = (): DataKey => {
    const plaintext = context.ports.secrets.bytes(length)
    return { plaintext, sealed: encryptUnder(ref.record, plaintext, input.EncryptionContext, context.ports) }
  }
  return {
    checks: [keyCheck(`kms:${operation}`, ref, context, conditions)],
    fit: () => checkEncryptionFit(ref.record, operation, SYMMETRIC_DEFAULT),
    states: [ref.record],
    run: () => run(ref.record, ref, make),
  }
}
