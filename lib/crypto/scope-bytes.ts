import { lengthPrefixed } from '#kernel/bytes.ts'
import type { Scope } from '#kernel/scope.ts'

/** lp(sandbox) ‖ lp(account) ‖ lp(region), lp = u16 length ‖ UTF-8. */
export function scopeBytes({ sandbox, account, region }: Scope): Buffer {
  return Buffer.concat([lengthPrefixed(sandbox), lengthPrefixed(account), lengthPrefixed(region)])
}
