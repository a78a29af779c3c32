'use client'

import { useState } from 'react'
import type { ReplayDto, ReplayGroupDto } from '#console/dto/access.ts'
import { PrincipalName } from '../audit/why/names.tsx'
import { count, plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
import { operationOf } from '../policy/columns.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'

export type Replay = Action<[keyArn: string, draft: string, events: number], ReplayDto>

interface ReplayCardProps {
  readonly keyArn: string
  readonly text: string
  /** Why it cannot be replayed now. */
  readonly reason: string | undefined
  readonly replay: Replay
}

const SIZES = [1000, 5000]

/** What past calls on the key would come to under the draft. */
export function ReplayCard({ keyArn, text, reason, replay }: ReplayCardProps) {
  const [events, setEvents] = useState(SIZES[0] ?? 0)
  const [result, setResult] = useState<{ readonly text: string; readonly answer: ReplayDto }>()
  const { run, busy, error } = useAction(replay, {
    quiet: true,
    onDone: (answer, [, replayed]) => setResult({ text: replayed, answer }),
  })
  return (
    <Card
      title="Replay"
      aside={<span className="max-sm:hidden">past calls under this draft</span>}
      actions={
        <>
          <select
            aria-label="How many events"
            value={events}
            onChange={(event) => setEvents(Number(event.target.value))}
            className="h-7 rounded-m border border-line-strong bg-page px-2 text-md max-sm:h-9"
          >
            {SIZES.map((size) => (
              <option key={size} value={size}>
                last {count(size)}
              </option>
            ))}
          </select>
          <Button size="small" icon="list" reason={reason} busy={busy} onClick={() => run(keyArn, text, events)}>
            Replay events
          </Button>
        </>
      }
    >
      {error && (
        <div className="p-4">
          <ErrorPanel error={error} />
        </div>
      )}
      <div role="status">
        {result ? (
          <Result answer={result.answer} isOld={result.text !== text} />
        ) : (
          <p className="px-4 py-3 text-ink-3">
            Judges the calls that the audit log holds once more, with this policy in place of the one of then.
          </p>
        )}
      </div>
    </Card>
  )
}

function Result({ answer, isOld }: { readonly answer: ReplayDto; readonly isOld: boolean }) {
  const { events, from, changed, groups } = answer
  const sure = groups.some(({ before, after }) => before !== after)
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 px-4 py-3">
        <Icon name={sure ? 'warning' : 'checkRing'} className={`size-4 ${sure ? 'text-warn' : 'text-enabled'}`} />
        <b className="font-strong">{changed === 0 ? 'No call changes' : `${plural(changed, 'call')} to look at`}</b>
        <span className="text-ink-2">
          of {plural(events, 'event')}
          {from !== undefined && (
            <>
              {' since '}
              <Ago time={from} />
            </>
          )}
          {isOld && '. The draft has changed since'}
        </span>
      </p>
      {groups.length > 0 && (
        <ul className="border-line border-t">
          {groups.map((group) => (
            <li key={`${group.requestId} ${group.action}`} className="border-line-faint px-4 py-2 not-first:border-t">
              <Group group={group} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Group({ group }: { readonly group: ReplayGroupDto }) {
  const { why } = usePaths()
  const { action, principalArn, before, after, unsure, requestId, at } = group
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <b className="font-strong">{operationOf(action)}</b>
      <PrincipalName arn={principalArn} />
      <span
        className={after === 'denied' && before !== after ? 'text-loss' : before === after ? 'text-ink-2' : 'text-gain'}
      >
        {before === after ? `stays ${after}` : `${before} → ${after}`}
      </span>
      <span className="ml-auto flex items-center gap-3 text-ink-3 text-md">
        <span className="tabular-nums">{plural(group.count, 'call')}</span>
        <Ago time={at} />
        <Link href={why(requestId)} className={textLink}>
          Show call
        </Link>
      </span>
      {unsure.length > 0 && (
        <span className="w-full text-ink-2 text-md wrap-anywhere">
          Not sure: the log does not say what the call had for <span className="mono">{unsure.join(', ')}</span>.
        </span>
      )}
    </div>
  )
}
