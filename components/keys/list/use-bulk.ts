'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { BatchDto } from '#console/dto/changes.ts'
import type { ActionResult } from '#console/dto/result.ts'
import { plural } from '../../format.ts'
import { useScope } from '../../hooks/frame.tsx'
import { ReadError } from '../../hooks/queries.tsx'
import { accountKey } from '../../hooks/query-key.ts'
import { useAction } from '../../hooks/use-action.ts'
import { useToast } from '../../ui/toast.tsx'
import type { KeyActions } from '../actions.ts'
import { CHANGES, type Change, changed } from '../state-changes.ts'
import { added, batchesOf, endsAll, type Progress } from './batches.ts'

const MOST_DAYS = 30

/** An act on many keys, while it runs and until what failed of it has been seen. */
export interface Job {
  readonly change: Change
  readonly progress: Progress
  readonly running: boolean
}

/** Changes the state of many keys, part by part, so that it can be watched and stopped. */
export function useBulk(actions: KeyActions, onDone: () => void) {
  const [job, setJob] = useState<Job>()
  const stopped = useRef(false)
  const toast = useToast()
  const client = useQueryClient()
  const scope = useScope()
  // What is shown is read again once, when all parts are done: no part waits for that.
  const quiet = { quiet: true, keepsReads: true }
  const enableKeys = useAction(actions.enableKeys, quiet)
  const disableKeys = useAction(actions.disableKeys, quiet)
  const scheduleDeletion = useAction(actions.scheduleDeletion, quiet)
  const cancelDeletion = useAction(actions.cancelDeletion, quiet)

  function ask(change: Change, part: readonly string[], days: number): Promise<BatchDto> {
    switch (change) {
      case 'enableKeys':
        return enableKeys.ask(part)
      case 'disableKeys':
        return disableKeys.ask(part)
      case 'scheduleDeletion':
        return scheduleDeletion.ask(part, days)
      case 'cancelDeletion':
        return cancelDeletion.ask(part)
    }
  }

  async function run(change: Change, keyIds: readonly string[], days = MOST_DAYS): Promise<void> {
    stopped.current = false
    let progress: Progress = { total: keyIds.length, done: [], failed: [] }
    for (const part of batchesOf(keyIds)) {
      setJob({ change, progress, running: true })
      const result = await settled(ask(change, part, days))
      progress = added(progress, part, result)
      if (stopped.current || (!result.ok && endsAll(result.error))) break
    }
    finish(change, progress)
  }

  function finish(change: Change, progress: Progress): void {
    const { done, failed, total } = progress
    void client.invalidateQueries({ queryKey: accountKey(scope) })
    setJob(failed.length > 0 ? { change, progress, running: false } : undefined)
    if (failed.length === 0) onDone()
    if (done.length === 0) return
    const { undo, note } = CHANGES[change]
    const left = total - done.length - failed.length
    toast({
      title: changed(change, done.length),
      ...(left > 0 ? { detail: `Stopped: ${plural(left, 'key')} left as they were.` } : note ? { detail: note } : {}),
      ...(undo ? { action: { label: 'Undo', run: () => void run(undo, done) } } : {}),
    })
  }

  return {
    job,
    run: (change: Change, keyIds: readonly string[], days?: number) => void run(change, keyIds, days),
    stop() {
      stopped.current = true
    },
    dismiss: () => setJob(undefined),
  }
}

/** An error of the service is a result like others; without an answer it is not known what came of the part. */
async function settled(asked: Promise<BatchDto>): Promise<ActionResult<BatchDto>> {
  try {
    return { ok: true, value: await asked }
  } catch (thrown) {
    if (thrown instanceof ReadError) return { ok: false, error: thrown.error }
    return { ok: false, error: { code: 'No answer', message: 'The server could not be reached.' } }
  }
}
