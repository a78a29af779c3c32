import type { CallObserver, Step } from '#kernel/observer.ts'
import type { Store } from '#kms/ports.ts'
import type { TraceSettings } from './config.ts'
import type { Log } from './log.ts'

/** Spans of calls and of their parts, on the way to a collector. */
export interface Tracing {
  readonly calls: CallObserver
  readonly step: Step
  /** Sends what waits, but does not let a collector hold up the end for long. */
  close(): Promise<void>
}

/** OpenTelemetry is loaded only where somebody wants traces: without it a start costs nothing more. */
export async function openTracing(
  settings: TraceSettings | undefined,
  version: string,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<Tracing | undefined> {
  if (!settings) return undefined
  const { sendTraces } = await import('./tracing-otlp.ts')
  return sendTraces(settings, version, log)
}

/** A store whose commits are parts of the calls that their events tell of. */
export function tracedStore(store: Store, step: Step): Store {
  return {
    ...store,
    async commit(transaction) {
      const [event] = transaction.events
      const id = event?.requestId
      return id ? step(id, 'commit', () => store.commit(transaction)) : store.commit(transaction)
    },
  }
}
