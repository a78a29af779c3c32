'use client'

import type { SessionDto } from '#console/dto/settings.ts'
import { plural } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Hint } from '../ui/hint.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'
import type { SessionListActions } from './actions.ts'
import { browserName } from './browser-name.ts'

/** Where the user is signed in, and the way to end it. */
export function SessionsView({ revokeSession, revokeOtherSessions }: SessionListActions) {
  const { data, error } = useConsoleQuery('sessions')
  const others = useAction(revokeOtherSessions, {
    done: (count) => ({ title: `${plural(count, 'other session')} ended` }),
  })
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  return (
    <Card
      title="Sessions"
      aside={plural(data.length, 'browser')}
      actions={
        <Button
          size="small"
          variant="danger"
          busy={others.busy}
          onClick={() => others.run()}
          reason={data.length < 2 ? 'There is no other' : undefined}
        >
          End all others
        </Button>
      }
    >
      <div className="overflow-x-auto">
        <table className="tbl two-line">
          <thead>
            <tr>
              <th>Browser</th>
              <th className="w-40">Address</th>
              <th className="w-32">Signed in</th>
              <th className="w-32">Last seen</th>
              <th className="w-24">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((session) => (
              <SessionRow key={session.id} session={session} revokeSession={revokeSession} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="border-line border-t px-4 py-2.5 text-ink-3 text-sm">
        A session ends 4 hours after it was last seen, and 12 hours after sign-in.
      </p>
    </Card>
  )
}

interface SessionRowProps extends Pick<SessionListActions, 'revokeSession'> {
  readonly session: SessionDto
}

function SessionRow({ session, revokeSession }: SessionRowProps) {
  const { run, busy } = useAction(revokeSession, { done: () => ({ title: 'Session ended' }) })
  return (
    <tr>
      <td className="at-a">
        <Hint text={session.userAgent || 'The browser told nothing of itself'}>
          <button type="button" className="cursor-default font-medium">
            {browserName(session.userAgent)}
          </button>
        </Hint>{' '}
        {session.own && <Tag tone="accent">This one</Tag>} {session.mfa && <Tag icon="shield">Authenticator</Tag>}{' '}
        {session.method === 'oidc' && <Tag>Identity provider</Tag>}
      </td>
      <td className="mono at-c">{session.sourceIp}</td>
      <td className="text-ink-2">
        <Ago time={session.createdAt} />
      </td>
      <td className="at-d text-ink-2">
        <span className="text-ink-3 sm:hidden">seen </span>
        <Ago time={session.seenAt} />
      </td>
      <td className="at-b end">
        {!session.own && (
          <Button size="small" variant="ghost" busy={busy} onClick={() => run(session.id)}>
            End
          </Button>
        )}
      </td>
    </tr>
  )
}
