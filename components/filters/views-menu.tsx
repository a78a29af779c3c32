'use client'

import { usePathname } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'
import { type SavedView, useSavedViews, viewSearch } from './saved-views.ts'

interface ViewsMenuProps {
  /** Under which the views are kept. */
  readonly list: string
  /** Parameters of the address that belong to no view. */
  readonly passing: readonly string[]
  /** Views that come with the console. */
  readonly ready?: readonly SavedView[]
  /** Opened by an icon alone. */
  readonly compact?: boolean
}

/** Views to go back to, the present one to keep, and its link. */
export function ViewsMenu({ list, passing, ready = [], compact = false }: ViewsMenuProps) {
  const { params } = useUrlState()
  const path = usePathname()
  const copy = useCopy()
  const [open, setOpen] = useState(false)
  const { views, save, remove } = useSavedViews(list)
  const search = viewSearch(params, passing)
  const link = { path, search, close: () => setOpen(false) }
  return (
    <Popover
      trigger={compact ? COMPACT : PLAIN}
      label="Saved views"
      align={compact ? 'end' : 'start'}
      open={open}
      onOpenChange={setOpen}
      className="w-72"
    >
      {ready.length + views.length === 0 && (
        <p className="px-2 pb-2 text-ink-3 text-sm">A view is a selection with a name. It is kept in this browser.</p>
      )}
      <ul>
        {ready.map((view) => (
          <ViewLink key={view.name} view={view} {...link} />
        ))}
        {ready.length > 0 && views.length > 0 && <li className="-mx-2 my-1.5 border-line border-t" />}
        {views.map((view) => (
          <ViewLink key={view.name} view={view} {...link} remove={() => remove(view.name)} />
        ))}
      </ul>
      <SaveForm search={search} save={save} />
      <Button
        size="small"
        variant="ghost"
        icon="copy"
        className="w-full"
        onClick={() => copy(`${window.location.origin}${addressOf(path, search)}`)}
      >
        Copy link to this view
      </Button>
    </Popover>
  )
}

function addressOf(path: string, search: string): string {
  return search === '' ? path : `${path}?${search}`
}

const COMPACT = (
  <button
    type="button"
    aria-label="Saved views"
    title="Saved views"
    className="inline-grid size-7 place-items-center rounded-m border border-line-strong bg-page text-ink-2 hover:bg-hover max-sm:size-[34px]"
  >
    <Icon name="star" className="size-3.5" />
  </button>
)

const PLAIN = (
  <button
    type="button"
    className="inline-flex h-7 items-center gap-1.5 rounded-m px-2 font-medium text-ink-2 text-md hover:bg-hover max-sm:h-[34px]"
  >
    <Icon name="star" className="size-3.5" />
    <span className="max-sm:sr-only">Views</span>
  </button>
)

interface ViewLinkProps {
  readonly view: SavedView
  readonly path: string
  /** That of the page now. */
  readonly search: string
  readonly close: () => void
  readonly remove?: () => void
}

function ViewLink({ view, path, search, close, remove }: ViewLinkProps) {
  return (
    <li className="flex items-center rounded-m hover:bg-hover">
      <Link
        href={addressOf(path, view.search)}
        aria-current={view.search === search ? 'page' : undefined}
        onClick={close}
        className="flex h-8 min-w-0 flex-1 items-center rounded-m px-2 focus-visible:-outline-offset-2 aria-[current]:font-strong max-sm:h-10"
      >
        <bdi className="truncate">{view.name}</bdi>
      </Link>
      {remove && (
        <IconButton icon="cross" label={`Forget view ${view.name}`} className="size-7 text-ink-3" onClick={remove} />
      )}
    </li>
  )
}

interface SaveFormProps {
  readonly search: string
  readonly save: (view: SavedView) => void
}

function SaveForm({ search, save }: SaveFormProps) {
  const [name, setName] = useState('')
  const nothing = search === '' ? 'Filter or sort the list first' : undefined
  const reason = nothing ?? (name.trim() === '' ? 'Give it a name' : undefined)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason !== undefined) return
    save({ name: name.trim(), search })
    setName('')
  }
  return (
    <form onSubmit={submit} className="-mx-2 mt-1.5 flex gap-2 border-line border-t px-3 pt-2.5 pb-1">
      <input
        aria-label="Name of this view"
        placeholder="Name this view"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="h-7 w-full min-w-0 rounded-m border border-line-strong bg-page px-2 focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent max-sm:h-9"
      />
      <Button size="small" type="submit" reason={reason}>
        Save
      </Button>
    </form>
  )
}
