import { ServiceError } from '#kernel/service-error.ts'
import type { EventDraft } from './event.ts'

/** What one try of a call came to, as data: nothing is done yet, and nothing is answered. */
export interface Attempt<A, W, S = never> {
  readonly outcome: { readonly answer: A } | { readonly error: ServiceError }
  readonly writes: readonly W[]
  /** The call's own event first. */
  readonly events: readonly [EventDraft, ...EventDraft[]]
  /** What becomes of a whole sandbox. */
  readonly whole?: S
}

/**
 * Makes writes and events durable together, or says that a row moved on since it was read. One that has too much
 * waiting already rejects with an error whose `code` is `overloaded`.
 */
export interface Log<W, S = never> {
  commit(transaction: {
    readonly writes: readonly W[]
    readonly events: readonly EventDraft[]
    readonly whole?: S
    readonly generation?: number
  }): Promise<'committed' | 'stale'>
  /** How many sandboxes have come so far, where the log asks for it: none takes a call that began before it came. */
  generation?(): number
}

/** The log for a call that begins now. */
export function beginOn<W, S = never>(log: Log<W, S>): Log<W, S> {
  const generation = log.generation?.()
  return generation === undefined ? log : { commit: (transaction) => log.commit({ ...transaction, generation }) }
}

/** How often a call is planned anew when rows move under it, before it gives up. */
const MAX_PLANS = 200

/**
 * Runs a call so that its event, and what it changes, are durable together before anything is answered. A try
 * whose rows moved on is thrown away and planned anew. When the log cannot be written, `failed` makes the error.
 */
export async function recorded<A, W, S = never>(
  log: Log<W, S>,
  attempt: () => Promise<Attempt<A, W, S>>,
  failed: (cause: unknown) => ServiceError,
): Promise<A> {
  const begun = beginOn(log)
  for (let plans = 0; plans < MAX_PLANS; plans++) {
    const { outcome, ...transaction } = await attempt()
    if ((await commit(begun, transaction, failed)) === 'stale') continue
    if ('error' in outcome) throw outcome.error
    return outcome.answer
  }
  throw failed(new Error(`rows kept moving through ${MAX_PLANS} plans of one call`))
}

/** Makes the events of a call durable that was rejected before it could be run; it fails as `recorded` does. */
export async function recordRejected<W>(
  log: Log<W>,
  events: readonly EventDraft[],
  failed: (cause: unknown) => ServiceError,
): Promise<void> {
  await commit(log, { writes: [], events }, failed)
}

function commit<W, S>(
  log: Log<W, S>,
  transaction: Parameters<Log<W, S>['commit']>[0],
  failed: (cause: unknown) => ServiceError,
): ReturnType<Log<W, S>['commit']> {
  return log.commit(transaction).catch((cause: unknown) => {
    throw isOverload(cause) ? tooMuch(cause) : failed(cause)
  })
}

function isOverload(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'overloaded'
}

/** The caller is to come again; AWS's clients do so by themselves. */
function tooMuch(cause: unknown): ServiceError {
  return new ServiceError('ThrottlingException', 'Rate exceeded', 'client', { cause })
}
