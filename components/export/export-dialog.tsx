'use client'

import { useEffect, useRef, useState } from 'react'
import type { ExportedEventDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import { count } from '../format.ts'
import { errorOf } from '../hooks/error-of.ts'
import { useNow, useScope } from '../hooks/frame.tsx'
import { regaining, useConsoleQuery } from '../hooks/queries.tsx'
import { canonicalParams, pageParams } from '../hooks/query-key.ts'
import { useRegain } from '../hooks/use-regain.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { Progress } from '../ui/progress.tsx'
import { Segments } from '../ui/segments.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { FILES, type Format } from './event-file.ts'
import { linesOf } from './lines.ts'
import { save, stamp } from './save.ts'

interface ExportDialogProps {
  /** Which events, as the query `events` is asked for them. */
  readonly asked: QueryParams
  readonly onClose: () => void
}

type State = 'idle' | 'running' | 'done' | ErrorDto

/** All events of a selection as a file. */
export function ExportDialog({ asked, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<Format>('csv')
  const { state, done, run, cancel } = useExport(asked)
  const { data } = useConsoleQuery('event-counts', { ...asked, before: undefined }, { keep: true })
  const all = data?.counts.reduce((sum, { ok, denied, error }) => sum + ok + denied + error, 0)
  const isRunning = state === 'running'
  return (
    <Dialog title="Export events" open onOpenChange={(open) => !open && onClose()}>
      <DialogBody>
        <p className="text-ink-2">
          {all === undefined ? 'The events' : `About ${count(all)} events`} that the filters select, the newest first.
          Reading them is recorded too.
        </p>
        <div className="flex items-center gap-3">
          <span className="font-medium text-md">Format</span>
          <Segments
            label="Format"
            value={format}
            options={[
              { value: 'csv', label: 'CSV' },
              { value: 'json', label: 'JSON' },
            ]}
            onChange={setFormat}
          />
        </div>
        <p className="text-ink-3 text-sm">
          {format === 'csv'
            ? 'A line for each event. Text that a spreadsheet would run as a formula begins with an apostrophe.'
            : 'The CloudTrail records, whole, as CloudTrail writes them into a bucket: {"Records": […]}.'}
        </p>
        {isRunning && <Progress label="Exporting" done={done} total={all} noun="events" />}
        <p role="status" className="min-h-5 text-ink-2 tabular-nums">
          {state === 'done' && `${count(done)} events are in the file.`}
        </p>
        {typeof state === 'object' && <ErrorPanel error={state} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={isRunning ? cancel : onClose}>{isRunning ? 'Cancel' : 'Close'}</Button>
        <Button variant="primary" icon="download" busy={isRunning} onClick={() => run(format)}>
          Export {format.toUpperCase()}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

function useExport(asked: QueryParams) {
  const scope = useScope()
  const { account, region } = scope
  const now = useNow()
  const regain = useRegain()
  const [state, setState] = useState<State>('idle')
  const [done, setDone] = useState(0)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function run(format: Format) {
    const control = new AbortController()
    running.current = control
    const { signal } = control
    const { type, head, foot, part } = FILES[format]
    const search = canonicalParams({ ...asked, before: undefined, ...pageParams(scope) })
    setState('running')
    try {
      await regaining(regain, async () => {
        setDone(0)
        const parts: BlobPart[] = [head]
        let told = 0
        for await (const line of linesOf(await fetch(`/api/console/export?${search}`, { signal }))) {
          // The server writes these, so their form is known.
          const events = line as readonly ExportedEventDto[]
          // A Blob may lie on the disk, where a text may not.
          parts.push(new Blob([part(events, told === 0)]))
          told += events.length
          setDone(told)
        }
        save(`keystead-events-${account}-${region}-${stamp(now)}.${format}`, [...parts, foot], type)
      })
      setState('done')
    } catch (thrown) {
      setState(signal.aborted ? 'idle' : errorOf(thrown))
    }
  }
  return { state, done, run, cancel: () => running.current?.abort() }
}
