import { invalidUsage } from '../errors.ts'
import type { KeyRecord } from '../ports.ts'
import { arnOf } from './arn.ts'
import type { KeyUsage } from './rows.ts'

/** Refuses a key of another usage (InvalidKeyUsageException, AWS's words). */
function assertUsage({ key }: KeyRecord, usage: KeyUsage, operation: string): void {
  if (key.usage === usage) return
  throw invalidUsage(`${arnOf(key)} key usage is ${key.usage} which is not valid for ${operation}.`)
}

/** The algorithm of that name among those of the key's spec; refuses a key of another usage or spec. */
export function algorithmOf<A extends { readonly name: string }>(
  record: KeyRecord,
  usage: KeyUsage,
  operation: string,
  algorithms: readonly A[],
  name: string,
): A {
  assertUsage(record, usage, operation)
  const algorithm = algorithms.find((known) => known.name === name)
  if (algorithm) return algorithm
  throw invalidUsage(`Algorithm ${name} is incompatible with key spec ${record.key.spec}.`)
}
