'use client'

import { instant, relative } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'
import { Hint } from './hint.tsx'

/** A time relative to the sandbox's clock; the absolute one on hover and focus. */
export function Ago({ time }: { readonly time: number }) {
  const now = useNow()
  return (
    <Hint text={<span className="mono">{instant(time)}</span>}>
      <time dateTime={new Date(time).toISOString()} className="whitespace-nowrap tabular-nums">
        {relative(time, now)}
      </time>
    </Hint>
  )
}
