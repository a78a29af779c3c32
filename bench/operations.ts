import { call, signed } from './calls.ts'
import type { RawRequest } from './load.ts'

/** Different signed requests for each operation; sent again and again, as AWS too takes a repeated request. */
const REQUESTS = 256
const EncryptionContext = { purpose: 'benchmark' }

/** Requests of each measured operation, for a server, on a key that is made there. */
export async function requestsOf(port: number): Promise<ReadonlyMap<string, readonly RawRequest[]>> {
  const made = await call(port, 'CreateKey', {})
  const KeyId = String(Reflect.get(Object(made.KeyMetadata), 'KeyId'))
  const encrypt = { KeyId, Plaintext: Buffer.alloc(64, 1).toString('base64'), EncryptionContext }
  const { CiphertextBlob } = await call(port, 'Encrypt', encrypt)
  const inputs = {
    Encrypt: encrypt,
    Decrypt: { CiphertextBlob, EncryptionContext },
    GenerateDataKey: { KeyId, KeySpec: 'AES_256', EncryptionContext },
    DescribeKey: { KeyId },
  }
  return new Map(
    Object.entries(inputs).map(([operation, input]) => [
      operation,
      Array.from({ length: REQUESTS }, () => signed(port, operation, input)),
    ]),
  )
}

/** The middle one, or the higher of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
