'use client'

import type { GrantDto, GrantHistoryDto } from '#console/dto/grants.ts'
import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { Principal } from './principal.tsx'

const historyOf = ({ grantId, keyArn }: GrantDto) => ({ id: grantId, key: keyArn })

/** What a grant was used for, as far as the log tells. */
export function GrantUse({ grant }: { readonly grant: GrantDto }) {
  const { data, error } = useConsoleQuery('grantHistory', historyOf(grant))
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <p className="min-h-5 text-ink-3">Reading the audit log…</p>
  return <Uses history={data} />
}

function Uses({ history: { uses, looked } }: { readonly history: GrantHistoryDto }) {
  const { audit } = usePaths()
  const [last] = uses
  if (!last) {
    return (
      <p className="text-ink-2">
        No call was allowed by it among the last {plural(looked, 'call')} on its key in this account's log.
      </p>
    )
  }
  return (
    <div className="grid gap-1">
      <p className="text-ink-2">
        Last used <Ago time={last.time} />, for {last.eventName}.
      </p>
      <ul>
        {uses.map(({ eventId, eventName, time }) => (
          <li key={eventId} className="flex items-center gap-3 py-0.5">
            <Link href={`${audit}?id=${eventId}`} className={textLink}>
              {eventName}
            </Link>
            <span className="ml-auto text-ink-3">
              <Ago time={time} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Who made the grant, under which other grant, and what it was handed on to. */
export function GrantChain({ grant }: { readonly grant: GrantDto }) {
  const { data } = useConsoleQuery('grantHistory', historyOf(grant))
  const { audit } = usePaths()
  if (!data) return null
  const { made, children } = data
  return (
    <div className="grid gap-1.5 text-ink-2">
      {made ? (
        <p>
          Made by <Principal arn={made.principalArn} />,{' '}
          <Link href={`${audit}?id=${made.eventId}&view=why`} className={textLink}>
            {made.parentId === undefined ? 'allowed by a policy' : 'allowed by another grant'}
          </Link>
          {made.parentId !== undefined && <GrantId id={made.parentId} words=": " />}.
        </p>
      ) : (
        <p>
          Its creation is not in the log of this account: it is older than the log, or was made from another account.
        </p>
      )}
      {children.map((child) => (
        <p key={child.grantId}>
          Handed on to <Principal arn={child.grantee} />
          <GrantId id={child.grantId} words=": " />
        </p>
      ))}
    </div>
  )
}

function GrantId({ id, words }: { readonly id: string; readonly words: string }) {
  const { grants } = usePaths()
  return (
    <>
      {words}
      <Link href={`${grants}?grant=${id}`} className={`mono ${textLink}`}>
        {id.slice(0, 8)}…
      </Link>
    </>
  )
}
