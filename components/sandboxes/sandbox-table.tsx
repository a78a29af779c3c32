'use client'

import { usePathname } from 'next/navigation'
import type { SandboxDto } from '#console/dto/sandboxes.ts'
import { count } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { usePaths, useScope } from '../hooks/frame.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Tag } from '../ui/tag.tsx'
import { Day } from '../ui/time.tsx'
import { aheadText } from './clock-words.ts'
import { inSandbox } from './in-sandbox.ts'
import { StateTags } from './state-tags.tsx'
import { useRunning } from './use-running.ts'

export function SandboxTable({ sandboxes }: { readonly sandboxes: readonly SandboxDto[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th>Name</th>
            <th>Clock</th>
            <th className="end">Accounts</th>
            <th className="end">Keys</th>
            <th>Quotas</th>
            <th>Seed</th>
            <th>Created</th>
            <th>
              <span className="sr-only">Open</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sandboxes.map((sandbox) => (
            <Row key={sandbox.id} sandbox={sandbox} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ sandbox }: { readonly sandbox: SandboxDto }) {
  const { id, name, accountId, accounts, keys, quotas, seeded, createdAt } = sandbox
  const paths = usePaths()
  const path = usePathname()
  const here = useScope().sandbox === id
  return (
    <tr>
      <td className="at-a max-w-80 truncate">
        <Link href={paths.sandbox(id)} className="row-link font-strong">
          <bdi>{name}</bdi>
        </Link>{' '}
        {name !== id && <span className="mono text-ink-3">{id}</span>} {here && <Tag tone="accent">You are here</Tag>}
      </td>
      <td className="at-c">
        <ClockText sandbox={sandbox} />
      </td>
      <td className="end">{count(accounts)}</td>
      <td className="at-d end">
        {count(keys)}
        <span className="sm:hidden"> {keys === 1 ? 'key' : 'keys'}</span>
      </td>
      <td>{quotas === 'off' ? <span className="text-ink-3">off</span> : quotas}</td>
      <td>{seeded ? 'yes' : <span className="text-ink-3">no</span>}</td>
      <td className="text-ink-2">
        <Day time={createdAt} />
      </td>
      <td className="at-b end">
        <Link
          href={inSandbox(path.replace('/sandboxes', '/overview'), { sandbox: id, account: accountId })}
          aria-label={`Open ${name}`}
          className={textLink}
        >
          Open
        </Link>
      </td>
    </tr>
  )
}

function ClockText({ sandbox: { clock, faults } }: { readonly sandbox: SandboxDto }) {
  const now = useRunning(clock)
  const { instant } = useTimes()
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
      <span className="mono tabular-nums">{instant(now)}</span>
      <span className="text-ink-3 text-sm">{aheadText(clock.ahead)}</span>
      <StateTags clock={clock} faults={faults} />
    </span>
  )
}
