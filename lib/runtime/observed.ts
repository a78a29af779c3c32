import type { CallObserver } from '#kernel/observer.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'

type Execute = (name: never, input: never, caller: Caller) => Promise<unknown>

/** A service whose calls from the console are told to an observer. The wire tells of its own, with what goes before. */
export function observed<S extends { readonly execute: Execute }>(service: string, door: S, calls: CallObserver): S {
  const execute: Execute = async (name, input, caller) => {
    const { id, face } = caller.request
    if (face === 'wire') return door.execute(name, input, caller)
    const started = performance.now()
    const ended = (code: string, isServerFault: boolean) => {
      const seconds = (performance.now() - started) / 1000
      calls.ended({ id, face, service, operation: name, code, isServerFault, seconds, status: undefined })
    }
    calls.began(id, '')
    try {
      const answer = await door.execute(name, input, caller)
      ended('OK', false)
      return answer
    } catch (error) {
      if (isServiceError(error)) ended(error.code, error.fault === 'server')
      else ended('InternalFailure', true)
      throw error
    }
  }
  return { ...door, execute }
}

/** All of the observers as one. */
export function together(observers: readonly CallObserver[]): CallObserver {
  const [only, ...more] = observers
  if (only && more.length === 0) return only
  return {
    began(id, traceparent) {
      for (const observer of observers) observer.began(id, traceparent)
    },
    ended(call) {
      for (const observer of observers) observer.ended(call)
    },
  }
}
