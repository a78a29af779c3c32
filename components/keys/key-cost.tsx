'use client'

import { money } from '../cost/money.ts'
import { monthText } from '../cost/months.ts'
import { Ruled } from '../cost/ruled.tsx'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Link, textLink } from '../ui/link.tsx'

/** What a key costs in this month; a dash for those who may not see what the account costs. */
export function KeyCost({ keyId }: { readonly keyId: string }) {
  const { cost } = usePaths()
  const { data, error } = useConsoleQuery('key-cost', { id: keyId })
  if (error) return <span title={error.error.message}>–</span>
  if (!data) return <>&nbsp;</>
  const { row, month, rules } = data
  if (!row) return money(0)
  const { storage, rotations, requests, total } = row
  const told = [...storage.rules, ...rotations.rules, ...requests.map(({ rule }) => rule)]
  return (
    <>
      <Ruled name="Cost of this key" amount={total} rules={told} known={rules} />
      <span className="block text-ink-3">
        so far in {monthText(month)},{' '}
        <Link href={`${cost}?q=${encodeURIComponent(keyId)}`} className={textLink}>
          as it is counted
        </Link>
      </span>
    </>
  )
}
