'use client'

import { useEffect, useState } from 'react'
import { keepCookie } from '../../hooks/keep-cookie.ts'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { type ColumnId, formatColumns, formatView, type KeyView, parseColumns } from './key-view.ts'

export interface KeyViewState extends KeyView {
  readonly setColumns: (columns: readonly ColumnId[]) => void
  /** Keeps a page size that the address has already. */
  readonly keepSize: (size: string) => void
}

/** How the list is shown: as the address says, else as it was shown last. What is chosen here is kept in a cookie. */
export function useKeyView(kept: KeyView): KeyViewState {
  const { params, set } = useUrlState()
  const [own, setOwn] = useState(kept)
  const named = params.get('columns')
  const columns = named === null ? own.columns : parseColumns(named)
  const size = params.get('size') ?? own.size

  // A link of this page shows to others what is seen here.
  const shown = formatColumns(own.columns)
  useEffect(() => {
    const missing = {
      ...(named === null && shown !== '' ? { columns: shown } : {}),
      ...(params.get('size') === null && own.size !== '' ? { size: own.size } : {}),
    }
    if (Object.keys(missing).length > 0) set(missing, 'replace')
  }, [named, shown, own.size, params, set])

  function keep(view: KeyView) {
    setOwn(view)
    keepCookie('keys', formatView(view))
  }

  return {
    columns,
    size,
    setColumns(next) {
      keep({ columns: next, size: own.size })
      set({ columns: formatColumns(next) }, 'replace')
    },
    keepSize: (next) => keep({ columns: own.columns, size: next }),
  }
}
