'use client'

import { usePathname, useRouter } from 'next/navigation'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react'
import type { RegionDto } from '#console/dto/frame.ts'
import { useFrame } from '../hooks/frame.tsx'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { inRegion } from './in-region.ts'
import { filterRegions, type RegionGroup } from './region-filter.ts'

/** Chooses a Region by typing or by list. What lives in one Region only is left for its list. */
export function RegionSelector({ trigger }: { readonly trigger: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger={trigger}
      label="Choose a Region"
      open={open}
      onOpenChange={setOpen}
      className="grid w-[344px] max-w-[calc(100vw-16px)] grid-rows-[auto_minmax(0,1fr)_auto] overflow-hidden"
    >
      <RegionList close={() => setOpen(false)} />
    </Popover>
  )
}

function RegionList({ close }: { readonly close: () => void }) {
  const { scope, regions } = useFrame()
  const [text, setText] = useState('')
  const groups = useMemo(() => filterRegions(regions, text), [regions, text])
  const flat = groups.flatMap((group) => group.regions)
  const [activeId, setActiveId] = useState(scope.region)
  const active = flat.find((region) => region.id === activeId) ?? flat[0]
  const id = useId()
  const go = useGoToRegion(close)

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && active) go(active)
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const step = event.key === 'ArrowDown' ? 1 : -1
    const next = active && flat.at((flat.indexOf(active) + step) % flat.length)
    if (!next) return
    setActiveId(next.id)
    document.getElementById(`${id}-${next.id}`)?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <>
      <label className="mb-1 flex h-8 items-center gap-2 rounded-m border border-line-strong bg-page px-2.5 text-ink-3 focus-within:outline-2 focus-within:outline-accent max-sm:h-10">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Find a Region"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? `${id}-${active.id}` : undefined}
          placeholder="Find a Region"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent text-ink outline-none"
        />
      </label>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Regions"
        tabIndex={-1}
        className="-mx-2 max-h-[460px] overflow-y-auto px-2 pb-2"
      >
        {groups.map((group) => (
          <Group key={group.title} group={group} id={id} here={scope.region} active={active} choose={go} />
        ))}
        {flat.length === 0 && <p className="px-2 py-6 text-center text-ink-3">No Region matches “{text}”.</p>}
      </div>
      <footer className="-mx-2 -mb-2 border-line border-t px-4 py-2 text-ink-3 text-sm">
        Keys, aliases and audit records live in one Region each.
      </footer>
    </>
  )
}

interface GroupProps {
  readonly group: RegionGroup
  readonly id: string
  readonly here: string
  readonly active: RegionDto | undefined
  readonly choose: (region: RegionDto) => void
}

function Group({ group, id, here, active, choose }: GroupProps) {
  return (
    <>
      <div aria-hidden="true" className="px-2 pt-2 pb-0.5 font-medium text-[11.5px]/4 text-ink-3">
        {group.title}
      </div>
      {group.regions.map((region) => (
        <div
          key={region.id}
          id={`${id}-${region.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={region.id === here}
          data-active={region === active}
          onClick={() => choose(region)}
          onKeyDown={undefined}
          className="grid h-8 grid-cols-[20px_120px_1fr] items-center rounded-m px-2 hover:bg-hover data-[active=true]:bg-accent-soft max-sm:h-10"
        >
          <span>{region.id === here && <Icon name="check" className="size-3.5 text-accent" />}</span>
          <span className="mono">{region.id}</span>
          <span className="truncate text-ink-3">{region.name}</span>
        </div>
      ))}
    </>
  )
}

/** To the same list in another Region; from a page of one key to the list of keys. */
function useGoToRegion(close: () => void): (region: RegionDto) => void {
  const router = useRouter()
  const path = usePathname()
  return (region) => {
    close()
    router.push(inRegion(path, region.id))
  }
}
