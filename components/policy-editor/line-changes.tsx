'use client'

import { useMemo } from 'react'
import { plural } from '../format.ts'
import { useSettled } from '../hooks/use-settled.ts'
import { Tag } from '../ui/tag.tsx'
import { lineCounts } from './line-diff.ts'

/** How many lines a draft adds, changes and takes away. */
export function LineChanges({ before, after }: { readonly before: string; readonly after: string }) {
  const settled = useSettled(after)
  const { added, removed, changed } = useMemo(() => lineCounts(before, settled), [before, settled])
  return (
    <span className="flex gap-1 max-sm:hidden">
      {added > 0 && <Tag tone="gain">+{plural(added, 'line')}</Tag>}
      {removed > 0 && <Tag tone="loss">−{plural(removed, 'line')}</Tag>}
      {changed > 0 && <Tag tone="warn">{changed} changed</Tag>}
    </span>
  )
}
