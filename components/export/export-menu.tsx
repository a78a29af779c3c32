'use client'

import { useMutation } from '@tanstack/react-query'
import { useScope } from '../hooks/frame.tsx'
import { ReadError } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { useToast } from '../ui/toast.tsx'
import { save } from './save.ts'

interface ExportMenuProps<T> {
  /** Of the file: `keys` gives `keys-us-east-1.csv`. */
  readonly name: string
  /** How many there are: `43 keys`. */
  readonly words: string
  /** Everything that passes the filter, not only what the page shows. */
  readonly read: () => Promise<readonly T[]>
  readonly csv: (rows: readonly T[]) => string
  readonly json: (rows: readonly T[]) => string
}

/** A list as a file, as it is filtered. */
export function ExportMenu<T>({ name, words, read, csv, json }: ExportMenuProps<T>) {
  const { region } = useScope()
  const toast = useToast()
  const { mutate, isPending } = useMutation({
    mutationFn: async (format: 'csv' | 'json') => {
      const rows = await read()
      const text = format === 'csv' ? csv(rows) : json(rows)
      save(`${name}-${region}.${format}`, [text], format === 'csv' ? 'text/csv' : 'application/json')
    },
    onSuccess: () => toast({ title: `${words} exported` }),
    onError: (error) => {
      const dto = error instanceof ReadError ? error.error : { code: 'No answer', message: error.message }
      toast({ title: dto.code, detail: dto.message, tone: 'error', error: dto })
    },
  })
  return (
    <Menu
      trigger={
        <Button icon="download" busy={isPending} className="max-sm:px-2.5">
          <span className="max-sm:sr-only">Export</span>
        </Button>
      }
    >
      <MenuItem icon="list" onSelect={() => mutate('csv')}>
        CSV of {words}
      </MenuItem>
      <MenuItem icon="terminal" onSelect={() => mutate('json')}>
        JSON of {words}
      </MenuItem>
    </Menu>
  )
}
