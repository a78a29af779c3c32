import type { RequestId } from './ids.ts'

/*
 * What the parts of the system tell to whoever measures them: never an input, a key, a principal or an account.
 * Observers return at once and never throw.
 */

/** A call that has ended. */
export interface EndedCall {
  readonly id: RequestId
  readonly face: 'wire' | 'console'
  /** As in a credential scope: `kms`, `iam`, `sts`; `admin` for the administration. */
  readonly service: string
  /** As the caller named it: it may be any word. */
  readonly operation: string
  /** Of the error; `OK` when there was none. */
  readonly code: string
  /** Whether the error was not the caller's. */
  readonly isServerFault: boolean
  readonly seconds: number
  /** Of the HTTP answer, on the wire. */
  readonly status: number | undefined
}

/** Follows calls of both faces. Each one that began ends. */
export interface CallObserver {
  /** `traceparent` is the header of that name as it came (W3C Trace Context); empty when there was none. */
  began(id: RequestId, traceparent: string): void
  ended(call: EndedCall): void
}

/** Does a part of a call and lets it be timed; the answer is that of `work`. */
export type Step = <T>(call: RequestId, name: 'authorize' | 'run' | 'commit', work: () => T | Promise<T>) => Promise<T>

/** For a call that nobody follows. */
export const unobserved: Step = async (_call, _name, work) => work()

/** Follows the writer. */
export interface CommitObserver {
  /** How many transactions wait for the batch that is being written. */
  waiting(transactions: number): void
  /** A batch is durable; how long the write took. */
  written(batch: { readonly transactions: number; readonly events: number; readonly seconds: number }): void
  /** A batch could not be written. */
  failed(): void
  /** A transaction was answered, this long after it was handed in. */
  released(seconds: number): void
}

/** How often a cache was asked for what it had, and for what it had not. The cache counts. */
export interface CacheTally {
  hits: number
  misses: number
}

export interface StoreObserver {
  readonly commits: CommitObserver
  readonly caches: Readonly<Record<'keys' | 'aliases' | 'grants', CacheTally>>
}
