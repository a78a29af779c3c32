import { callEvent } from '#audit/call-event.ts'
import type { Envelope } from '#audit/event.ts'
import { recorded } from '#audit/recorded.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller, Clocks, Store } from '#kms/ports.ts'
import type { Log } from './log.ts'
import type { Verification } from './verify-files.ts'

/** What a check of the whole log came to. */
export interface LogCheckReport extends Verification {
  /** When, by the sandbox's clock. */
  readonly at: EpochMillis
}

/**
 * Verifies the logs of this installation while it runs, every row included, one check at a time. Each leaves one event,
 * VerifyAuditLog, with what it came to.
 */
export interface LogCheck {
  /** Whoever calls administers the installation. Throws ServiceError, also when it is aborted. */
  run(caller: Caller, progress: (read: number, all: number) => void, signal: AbortSignal): Promise<LogCheckReport>
  /** The newest one in the log of an account. */
  last(place: Pick<Scope, 'sandbox' | 'account'>): Promise<LogCheckReport | undefined>
}

export interface LogCheckParts {
  readonly store: Pick<Store, 'commit' | 'events'>
  readonly clocks: Clocks
  readonly ids: Ids
  readonly log: Pick<Log, 'error'>
  verify(progress: (read: number, all: number) => void, signal: AbortSignal): Promise<Verification>
}

const EVENT_NAME = 'VerifyAuditLog'

export function createLogCheck(parts: LogCheckParts): LogCheck {
  let isRunning = false
  return {
    async run(caller, progress, signal) {
      if (isRunning) throw new ServiceError('ConflictException', 'The log is being verified already.')
      isRunning = true
      try {
        return await check(parts, caller, progress, signal)
      } finally {
        isRunning = false
      }
    },
    async last({ sandbox, account }) {
      const filters = [
        { attribute: 'eventName', values: [EVENT_NAME] },
        { attribute: 'outcome', values: ['ok'] },
      ] as const
      const [newest] = await parts.store.events({ sandbox, account, filters, limit: 1 })
      if (!newest) return undefined
      const { responseElements } = (JSON.parse(newest.text) as Envelope).record
      // The form is that of `told`: only this program writes such events.
      return { at: newest.eventTime, ...(responseElements as unknown as Verification) }
    },
  }
}

async function check(
  { store, clocks, ids, log, verify }: LogCheckParts,
  caller: Caller,
  progress: (read: number, all: number) => void,
  signal: AbortSignal,
): Promise<LogCheckReport> {
  const result = await verify(progress, signal).catch((cause: unknown) => {
    if (signal.aborted) return new ServiceError('CancelledException', 'The check was cancelled.')
    log.error('the audit log could not be verified', cause)
    return internalFailure(cause)
  })
  const at = timeIn(clocks, caller.scope.sandbox)
  const event = callEvent({
    ...{ caller, eventId: ids.uuid(), eventName: EVENT_NAME, eventSource: 'keystead', readOnly: true },
    ...{ time: at, wallTime: clocks.wall.now() },
    ...(isServiceError(result) ? { error: result } : { responseElements: told(result) }),
  })
  const outcome = isServiceError(result) ? { error: result } : { answer: { at, ...result } }
  return recorded(store, async () => ({ outcome, writes: [], events: [event] }), internalFailure)
}

const timeIn = (clocks: Clocks, sandbox: SandboxId) => clocks.of(sandbox).now()
const told = ({ code, lines }: Verification) => ({ code, lines: [...lines] })

const internalFailure = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The log could not be verified.', 'server', { cause })
