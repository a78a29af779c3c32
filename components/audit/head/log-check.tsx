'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { LogCheckDto, LogCheckMessage } from '#console/dto/events.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import { linesOf } from '../../export/lines.ts'
import { errorOf } from '../../hooks/error-of.ts'
import { useScope } from '../../hooks/frame.tsx'
import { regaining, useConsoleQuery } from '../../hooks/queries.tsx'
import { canonicalParams, pageParams, queryKey } from '../../hooks/query-key.ts'
import { useRegain } from '../../hooks/use-regain.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { VERDICTS } from './verdicts.ts'

/** Verifies the whole log while the server goes on, and says in words what came of it. */
export function LogCheckDialog({ onClose }: { readonly onClose: () => void }) {
  const { data: health } = useConsoleQuery('audit-health')
  const { progress, result, error, run, cancel } = useLogCheck()
  const shown = result ?? (progress || error ? undefined : health?.lastCheck)
  return (
    <Dialog title="Verify the log" open onOpenChange={(open) => !open && onClose()}>
      <DialogBody>
        <p className="text-ink-2">
          Reads every event again: each must be the leaf that the signed tree has in its place, and every row of the
          database what the log says of it. Calls go on meanwhile.
        </p>
        {progress && <Progress label="Verifying" done={progress.read} total={progress.all} noun="events" />}
        <div role="status">{shown && <Verdict check={shown} />}</div>
        {error && <ErrorPanel error={error} />}
        <p className="text-ink-3 text-sm">
          Without this server: <code className="mono">npx keystead verify --rows</code>
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={progress ? cancel : onClose}>{progress ? 'Cancel' : 'Close'}</Button>
        <Button variant="primary" icon="shield" busy={progress !== undefined} onClick={run}>
          {shown ? 'Verify again' : 'Verify'}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

function Verdict({ check: { at, verdict, lines } }: { readonly check: LogCheckDto }) {
  const { icon, ink, title } = VERDICTS[verdict]
  const [why, ...others] =
    verdict === 'sound' ? ['', ...lines.slice(0, -1)] : [lines.at(-1) ?? '', ...lines.slice(0, -1)]
  return (
    <section aria-label="Verdict" className="grid gap-1.5 rounded-l border border-line px-4 py-3">
      <p className={`flex items-center gap-2 font-title ${ink}`}>
        <Icon name={icon} />
        {title}
        <span className="ml-auto font-normal text-ink-3 text-md">
          <Ago time={at} />
        </span>
      </p>
      {why !== '' && <p className="wrap-anywhere">{why}</p>}
      <ul className="grid text-ink-2 text-md">
        {others.map((line) => (
          <li key={line} className="wrap-anywhere">
            {line.trim()}
          </li>
        ))}
      </ul>
    </section>
  )
}

function useLogCheck() {
  const scope = useScope()
  const client = useQueryClient()
  const regain = useRegain()
  const [progress, setProgress] = useState<{ readonly read: number; readonly all: number }>()
  const [result, setResult] = useState<LogCheckDto>()
  const [error, setError] = useState<ErrorDto>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function run() {
    const control = new AbortController()
    running.current = control
    const { signal } = control
    setProgress({ read: 0, all: 0 })
    setResult(undefined)
    setError(undefined)
    const search = canonicalParams(pageParams(scope))
    try {
      await regaining(regain, async () => {
        const answer = await fetch(`/api/console/verify?${search}`, { method: 'POST', signal })
        for await (const line of linesOf(answer)) {
          // The server writes these, so their form is known.
          const message = line as LogCheckMessage
          if (message.kind === 'progress') setProgress(message)
          else if (message.kind === 'done') setResult(message.check)
          else setError(message.error)
        }
      })
    } catch (thrown) {
      if (!signal.aborted) setError(errorOf(thrown))
    } finally {
      setProgress(undefined)
      client.invalidateQueries({ queryKey: queryKey(scope, 'audit-health', {}) })
    }
  }
  return { progress, result, error, run, cancel: () => running.current?.abort() }
}
