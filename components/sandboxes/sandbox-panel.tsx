'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useState } from 'react'
import type { SandboxStateDto } from '#console/dto/sandboxes.ts'
import { useTimes } from '../hooks/display.tsx'
import { useFrame, useNow, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ClockButtons, ClockResult, useClock } from './clock-control.tsx'
import { aheadText } from './clock-words.ts'
import { faultText } from './fault-words.ts'
import { inSandbox } from './in-sandbox.ts'
import { AdvanceForm } from './move-form.tsx'
import { quotaNote } from './quota-words.ts'
import { StateTags } from './state-tags.tsx'

/** From so many on, the list can be searched. */
const MANY = 8

export function SandboxPanel({ close }: { readonly close: () => void }) {
  const { sandbox, scope } = useFrame()
  return (
    <>
      {sandbox && <Here id={scope.sandbox} sandbox={sandbox} close={close} />}
      <Switcher close={close} />
    </>
  )
}

interface HereProps {
  readonly id: string
  readonly sandbox: SandboxStateDto
  readonly close: () => void
}

function Here({ id, sandbox, close }: HereProps) {
  const paths = usePaths()
  const now = useNow()
  const { instant } = useTimes()
  const clock = useClock(id)
  return (
    <section aria-label={`Clock of ${sandbox.name}`} className="grid gap-3 border-line border-b px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2">
        <span className="mono text-lg tabular-nums">{instant(now)}</span>
        <StateTags {...sandbox} />
        <span className="w-full text-ink-3 text-sm">
          <bdi>{sandbox.name}</bdi>, {aheadText(sandbox.clock.ahead)}
        </span>
      </div>
      <ClockButtons clock={clock} frozen={sandbox.clock.frozen} />
      <AdvanceForm clock={clock} />
      <ClockResult clock={clock} onFollow={close} />
      <ul className="grid gap-1 text-ink-2 text-sm">
        <li>{quotaNote(sandbox.quotas)}</li>
        {sandbox.faults.map((fault) => (
          <li key={fault.id ?? faultText(fault)} className="flex gap-1.5 text-warn">
            <Icon name="warning" className="mt-0.5 size-3.5" />
            {faultText(fault)}
          </li>
        ))}
      </ul>
      <Link href={paths.sandbox(id)} onClick={close} className={`justify-self-start text-sm ${textLink}`}>
        Faults, quotas, snapshots and reset
      </Link>
    </section>
  )
}

function Switcher({ close }: { readonly close: () => void }) {
  const { home, scope } = useFrame()
  const paths = usePaths()
  const path = usePathname()
  const router = useRouter()
  const { data = [], error, isPending } = useConsoleQuery('sandboxes')
  const [text, setText] = useState('')
  const all = [
    { id: home.sandbox, name: home.sandbox, note: 'the system clock', href: inSandbox(path, home) },
    ...data.map(({ id, name, accountId, clock }) => ({
      ...{ id, name, note: clock.frozen ? 'frozen' : aheadText(clock.ahead) },
      href: inSandbox(path, { sandbox: id, account: accountId }),
    })),
  ]
  const wanted = text.trim().toLowerCase()
  const found = all.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted))
  function enter() {
    const [first] = found
    if (!first) return
    close()
    router.push(first.href)
  }
  return (
    <nav aria-label="Sandboxes">
      {all.length > MANY && (
        <div className="px-2 pt-2">
          <input
            type="search"
            aria-label="Find a sandbox"
            placeholder="Find a sandbox"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && enter()}
            className="h-8 w-full rounded-m border border-line-strong bg-page px-2.5 max-sm:h-10"
          />
        </div>
      )}
      <ul className="max-h-72 overflow-y-auto p-2">
        {found.map(({ id, name, note, href }) => (
          <li key={id}>
            <Link
              href={href}
              onClick={close}
              aria-current={id === scope.sandbox ? 'true' : undefined}
              className="grid min-h-8 grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-x-1 rounded-m px-2 hover:bg-hover focus-visible:-outline-offset-2 max-sm:min-h-10"
            >
              <span>{id === scope.sandbox && <Icon name="check" className="size-3.5 text-accent" />}</span>
              <bdi className="truncate">{name}</bdi>
              <span className="text-ink-3 text-sm">{note}</span>
            </Link>
          </li>
        ))}
        {isPending && <li className="px-2 py-1.5 text-ink-3">Loading…</li>}
        {error && <li className="px-2 py-1.5 text-deletion">{error.error.message || error.error.code}</li>}
        {found.length === 0 && <li className="px-2 py-4 text-center text-ink-3">No sandbox matches “{text}”.</li>}
      </ul>
      <footer className="border-line border-t p-2">
        <Link
          href={paths.sandboxes}
          onClick={close}
          className="flex min-h-8 items-center gap-2.5 rounded-m px-2 hover:bg-hover focus-visible:-outline-offset-2 max-sm:min-h-10"
        >
          <Icon name="box" className="size-4 text-ink-3" />
          All sandboxes
        </Link>
      </footer>
    </nav>
  )
}
