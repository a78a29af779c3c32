'use client'

import { useMutation } from '@tanstack/react-query'
import type { KeyPageDto } from '#console/dto/keys.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { count, plural } from '../../format.ts'
import { useConsoleRead } from '../../hooks/queries.tsx'
import { Button } from '../../ui/button.tsx'
import type { Selection } from './use-selection.ts'

interface SelectAllProps {
  readonly page: KeyPageDto
  readonly asked: QueryParams
  readonly selection: Selection
}

/** Once a whole page is selected: all the others that pass the filter too. */
export function SelectAll({ page, asked, selection }: SelectAllProps) {
  const { rows, matching } = page
  const { picked, select, clear } = selection
  const read = useConsoleRead()
  const all = useMutation({
    mutationFn: () => read('allKeys', asked),
    onSuccess: (found) => {
      const ids = found.map((row) => row.keyId)
      select(ids, found)
    },
  })
  if (matching <= rows.length || !rows.every((row) => picked.has(row.keyId))) return null
  return (
    <p
      role="status"
      className="flex min-h-9 flex-wrap items-center justify-center gap-x-2 border-line border-b bg-sunken px-4 py-1"
    >
      {picked.size >= matching ? (
        <>
          All {plural(picked.size, 'key')} are selected.
          <Button size="small" variant="ghost" onClick={clear}>
            Clear
          </Button>
        </>
      ) : (
        <>
          {all.isError ? 'The list could not be read.' : `All ${count(rows.length)} on this page are selected.`}
          <Button size="small" variant="ghost" busy={all.isPending} onClick={() => all.mutate()}>
            Select all {count(matching)} that match
          </Button>
        </>
      )}
    </p>
  )
}
