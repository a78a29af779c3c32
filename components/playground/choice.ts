import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { formOf, isOp, kindReason, type Op } from './operations.ts'

/** The operation that an address asks for, if it does; a blob alone is to be inspected. */
export function askedOp(op: string | null, blob: string | null): Op | undefined {
  if (isOp(op)) return op
  return blob === null ? undefined : 'Inspect'
}

/** Named ones first, in order of their names. */
export function inOrder(keys: readonly KeyChoiceDto[]): readonly KeyChoiceDto[] {
  const nameOf = ({ aliases, keyId }: KeyChoiceDto) => aliases[0] ?? `~${keyId}`
  return keys.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

/** The key to begin with: an enabled one that does what is asked, else one for encryption. */
export function firstKey(keys: readonly KeyChoiceDto[], op: Op | undefined): KeyChoiceDto | undefined {
  const enabled = inOrder(keys).filter(({ state }) => state === 'Enabled')
  const wanted = op !== undefined && formOf(op).usage !== undefined ? op : 'GenerateDataKey'
  const fits = (key: KeyChoiceDto) => kindReason(wanted, key) === undefined
  return enabled.find(fits) ?? enabled[0] ?? keys[0]
}
