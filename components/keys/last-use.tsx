'use client'

import type { KeyRowDto } from '#console/dto/keys.ts'
import { principalParts, relative } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'

/** When a key was used last, and by whom. */
export function LastUse({ row }: { readonly row: KeyRowDto }) {
  const now = useNow()
  if (!row.lastUse) return <span className="text-ink-3">Never used</span>
  const { at, eventName, principalArn } = row.lastUse
  return (
    <span title={`${eventName} by ${principalArn}`}>
      <span className="inline-block min-w-15">{relative(at, now)}</span>{' '}
      <span className="text-ink-2 max-sm:hidden">{principalParts(principalArn).join('')}</span>
    </span>
  )
}
