'use client'

import type { KeyRowDto } from '#console/dto/keys.ts'
import { principalParts, span } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'

/** When a key was used last, and by whom. */
export function LastUse({ row }: { readonly row: KeyRowDto }) {
  const now = useNow()
  if (!row.lastUse) return <span className="text-ink-3">Never used</span>
  const { at, eventName, principalArn } = row.lastUse
  const [kind, name] = principalParts(principalArn)
  return (
    <span title={`${eventName} by ${principalArn}`}>
      <span className="inline-block min-w-13">
        {span(Math.max(0, now - at))}
        <span className="sm:hidden"> ago</span>
      </span>{' '}
      <span className="text-ink-2 max-sm:hidden">
        <span className="max-[1519px]:hidden">{kind}</span>
        {name}
      </span>
    </span>
  )
}
