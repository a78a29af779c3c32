'use client'

import { useConsoleQuery } from './queries.tsx'

/** Why one of some operations, as in `DisableKey`, is refused to the session; undefined when none is. */
export type Refusal = (...operations: readonly string[]) => string | undefined

/**
 * What the session may do with a key, with several at once, or with none. Until that is known nothing counts as refused,
 * and what is allowed under conditions never does: the service has the last word.
 */
export function useAllowed(...keyIds: readonly string[]): Refusal {
  const { data } = useConsoleQuery('allowed', keyIds.length === 0 ? {} : { id: keyIds }, { keep: true })
  return (...operations) => {
    const limits = operations.map((operation) => data?.limits[operation])
    return limits.find((limit) => limit?.answer === 'no')?.reason
  }
}
