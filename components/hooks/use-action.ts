'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ActionResult, ErrorDto } from '#console/dto/result.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { type Notice, useToast } from '../ui/toast.tsx'
import { useScope } from './frame.tsx'
import { leaveToSignIn, ReadError } from './queries.tsx'

/** A server action of a page: the scope comes first, so that it never depends on where the browser has gone. */
export type Action<A extends readonly unknown[], T = null> = (scope: ScopeDto, ...args: A) => Promise<ActionResult<T>>

interface Options<A extends readonly unknown[], T> {
  /** What to tell when it is done. */
  readonly done?: (value: T, args: A) => Notice
  readonly onDone?: (value: T, args: A) => void
  /** Errors are shown where the values are, not as a toast. */
  readonly quiet?: boolean
}

/** Runs a server action, then makes every read of this account fresh: members of a multi-Region key change together. */
export function useAction<A extends readonly unknown[], T>(action: Action<A, T>, options: Options<A, T> = {}) {
  const scope = useScope()
  const client = useQueryClient()
  const toast = useToast()
  const mutation = useMutation<T, Error, A>({
    // What it answers may be secret: nothing of it outlives the component.
    gcTime: 0,
    mutationFn: async (args) => {
      const result = await action(scope, ...args)
      if (!result.ok) throw new ReadError(result.error)
      return result.value
    },
    onSuccess: (value, args) => {
      if (options.done) toast(options.done(value, args))
      options.onDone?.(value, args)
    },
    // After an error too: it often means that things are not as they were shown.
    onSettled: () => client.invalidateQueries({ queryKey: ['console', scope.sandbox, scope.account] }),
    onError: (error) => {
      const dto = errorOf(error)
      if (dto.code === 'SignedOut') leaveToSignIn()
      else if (!options.quiet) toast({ title: dto.code, detail: dto.message, tone: 'error', error: dto })
    },
  })
  return {
    run: (...args: A) => mutation.mutate(args),
    busy: mutation.isPending,
    error: mutation.error ? errorOf(mutation.error) : undefined,
    reset: mutation.reset,
  }
}

function errorOf(error: Error): ErrorDto {
  return error instanceof ReadError
    ? error.error
    : { code: 'No answer', message: 'The server could not be reached. Nothing is known to have changed.' }
}
