import type { AuditEvent } from '#audit/event.ts'
import type { EventSelection } from '#audit/event-query.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Reads, Store } from '#kms/ports.ts'

/** How far behind the newest event a reader may be before the oldest that it has not seen are passed over. */
const REACH = 20_000
/** How many places of the log are looked at by one read: fewer while what was missed is made up for, in full. */
const [LIVE, CATCHING_UP] = [1024, 256]
/** The most events of one read. */
const MOST = 256

/** What is new in a log. */
export interface TailPart {
  /** The oldest first. */
  readonly events: readonly AuditEvent[]
  /** All events up to this sequence number were looked at. */
  readonly seq: number
  /** Sequence numbers among which not all events that are selected are told: there were too many. */
  readonly passedOver?: { readonly from: number; readonly to: number }
}

/** Follows a log at the speed of its reader: nothing is read before it is asked for. */
export interface EventTail {
  /** What has come since the last read; nothing, when nothing has. */
  read(): Promise<TailPart>
  /** Resolves when there may be something to read, or when `signal` is aborted. */
  more(signal: AbortSignal): Promise<void>
  /** Aborted when the system stops: no more is read then. */
  readonly ended: AbortSignal
}

export interface TailPorts {
  readonly store: Pick<Reads, 'events'> & Pick<Store, 'onAppend' | 'onRewind' | 'treeHeads'>
}

/** Tells tails of what is appended. */
export class Tails {
  readonly #store: TailPorts['store']
  readonly #waiting = new Set<() => void>()
  readonly #ending = new AbortController()

  constructor({ store }: TailPorts) {
    this.#store = store
    store.onAppend(() => this.#wake())
    store.onRewind(() => this.#wake())
  }

  /** The sequence number of the newest event of a log. */
  newest(sandbox: SandboxId): number {
    return this.#store.treeHeads().find((head) => head.sandbox === sandbox)?.size ?? 0
  }

  /** Follows a log from behind a sequence number. */
  follow(selection: EventSelection, after: number): EventTail {
    let seen = Math.min(after, this.newest(selection.sandbox))
    let width = CATCHING_UP
    const read = async (): Promise<TailPart> => {
      const newest = this.newest(selection.sandbox)
      // A log that was put back is shorter.
      seen = Math.min(seen, newest)
      const start = Math.max(seen, newest - REACH)
      const to = Math.min(newest, start + width)
      const query = { ...selection, after: start, before: to + 1, limit: MOST + 1 }
      const found = to > start ? await this.#store.events(query) : []
      const events = found.slice(0, MOST)
      const told = found.length > MOST ? (events.at(-1)?.seq ?? to) - 1 : start
      const passedOver = told > seen ? { passedOver: { from: seen + 1, to: told } } : {}
      seen = to
      if (to === newest) width = LIVE
      return { events: events.toReversed(), seq: to, ...passedOver }
    }
    const hasMore = () => seen !== this.newest(selection.sandbox)
    return { read, more: (signal) => this.#more(hasMore, signal), ended: this.#ending.signal }
  }

  /** Ends all tails. */
  end(): void {
    this.#ending.abort()
    this.#wake()
  }

  #more(hasMore: () => boolean, signal: AbortSignal): Promise<void> {
    if (hasMore() || signal.aborted || this.#ending.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done()
  }
}
