'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ActionResult } from '#console/dto/result.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import { type Notice, useToast } from '../ui/toast.tsx'
import { errorOf } from './error-of.ts'
import { useScope } from './frame.tsx'
import { ReadError, regaining } from './queries.tsx'
import { accountKey } from './query-key.ts'
import { useRegain } from './use-regain.ts'

/** A server action of a page: the scope comes first, so that it never depends on where the browser has gone. */
export type Action<A extends readonly unknown[], T = null> = (
  scope: PageScopeDto,
  ...args: A
) => Promise<ActionResult<T>>

export interface ActionOptions<A extends readonly unknown[], T> {
  /** What to tell when it is done. */
  readonly done?: (value: T, args: A) => Notice
  /** Undoes it, where that is possible: what was done is told with a way back. */
  readonly undo?: (value: T, args: A) => void
  readonly onDone?: (value: T, args: A) => void
  /** What was read stays as it is: nothing that is shown changes, or whoever runs it sees to that. */
  readonly keepsReads?: boolean
  /** Errors are shown where the values are, not as a toast. */
  readonly quiet?: boolean
}

/** Runs a server action, then makes every read of this account fresh: members of a multi-Region key change together. */
export function useAction<A extends readonly unknown[], T>(action: Action<A, T>, options: ActionOptions<A, T> = {}) {
  const scope = useScope()
  const client = useQueryClient()
  const toast = useToast()
  const regain = useRegain()
  // A second press comes before the button is off.
  const running = useRef(new Set<string>())
  const mutation = useMutation<T, Error, A>({
    // What it answers may be secret: nothing of it outlives the component.
    gcTime: 0,
    mutationFn: (args) =>
      regaining(regain, async () => {
        const result = await action(scope, ...args)
        if (!result.ok) throw new ReadError(result.error)
        return result.value
      }),
    onSuccess: (value, args) => {
      const { done, undo } = options
      const back = undo && { action: { label: 'Undo', run: () => undo(value, args) } }
      if (done) toast({ ...done(value, args), ...back })
      options.onDone?.(value, args)
    },
    // After an error too: it often means that things are not as they were shown.
    onSettled: (_value, error, args) => {
      running.current.delete(nameOf(args))
      if (options.keepsReads) return undefined
      const fresh = client.invalidateQueries({ queryKey: accountKey(scope) })
      // An error is shown at once: the reads may wait for a server that is away.
      return error ? undefined : fresh
    },
    onError: (error) => {
      const dto = errorOf(error)
      // Whoever did not want to show who they are knows that nothing was done.
      if (!options.quiet && dto.code !== 'StepUpRequired') toast({ title: dto.code, tone: 'error', error: dto })
    },
  })
  return {
    run(...args: A) {
      if (running.current.has(nameOf(args))) return
      running.current.add(nameOf(args))
      mutation.mutate(args)
    },
    /** The same for what goes on from its answer; rejects with ReadError. */
    ask: (...args: A) => mutation.mutateAsync(args),
    busy: mutation.isPending,
    /** Of the last run, once it is done. */
    answer: mutation.data,
    error: mutation.error ? errorOf(mutation.error) : undefined,
    reset: mutation.reset,
  }
}

const nameOf = (args: readonly unknown[]) => JSON.stringify(args)
