import { setTimeout } from 'node:timers/promises'
import type { AuditEvent } from '#audit/event.ts'
import { eventRow } from './event-dto.ts'

/** What follows the log, see the service. */
interface Tail {
  read(): Promise<{
    readonly events: readonly AuditEvent[]
    readonly seq: number
    readonly passedOver?: { readonly from: number; readonly to: number }
  }>
  more(signal: AbortSignal): Promise<void>
  allowed(): Promise<boolean>
  readonly ended: AbortSignal
}

export interface TailSource {
  readonly tail: Tail
  /** Whether the session goes on. */
  goesOn(): Promise<boolean>
  now(): number
  /** Aborted when nobody listens any more. */
  readonly gone: AbortSignal
}

/**
 * How often it is looked whether the session goes on and may still read the log, and how long the line may be silent;
 * milliseconds.
 */
const [CHECK, SILENCE] = [5000, 15_000]
/** How long events are gathered, so that a busy log is told in few messages. */
const GATHER = 100
/** After how long a browser connects again when the line breaks. */
const RETRY = 2000

/**
 * What is told of a log by server-sent events (HTML standard, section 9.2), the events in `EventRowDto[]`. The id of each
 * message is the sequence number up to which all was told.
 */
export async function* tailMessages({ tail, goesOn, now, gone }: TailSource): AsyncGenerator<string> {
  yield `retry: ${RETRY}\n\n`
  let [checked, told] = [now(), now()]
  while (!gone.aborted && !tail.ended.aborted) {
    const { events, seq, passedOver } = await tail.read()
    if (passedOver) yield message('passed-over', seq, passedOver)
    if (events.length > 0) yield message('events', seq, events.map(eventRow))
    if (events.length > 0 || passedOver) told = now()
    if (now() - told >= SILENCE) {
      yield message('place', seq, {})
      told = now()
    }
    if (now() - checked >= CHECK) {
      if (!((await goesOn()) && (await tail.allowed()))) return yield message('end', seq, {})
      checked = now()
    }
    await tail.more(AbortSignal.any([gone, AbortSignal.timeout(CHECK)]))
    await gather(gone)
  }
  if (tail.ended.aborted) yield 'event: end\ndata: {}\n\n'
}

async function gather(signal: AbortSignal): Promise<void> {
  // Only that nobody listens any more ends it early, which is seen next.
  await setTimeout(GATHER, undefined, { signal }).catch(() => undefined)
}

function message(event: string, id: number, data: object): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
