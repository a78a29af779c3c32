import { isoMillis } from '#kernel/clock.ts'
import type { AccountId, EpochMillis, Region } from '#kernel/ids.ts'
import { Chain, type ChainParts } from './chain.ts'
import type { DigestLink } from './digest.ts'
import { ExportError } from './export-error.ts'
import { HOUR, hourAfter, hourOf } from './hours.ts'
import type { TrailPlace } from './layout.ts'
import { type LoggedEvent, type TrailRecord, trailRecord } from './trail-record.ts'

/** Up to where a trail is exported: what a later run needs to go on. */
export interface TrailState {
  /** The sequence number of the last event in it. */
  readonly seq: number
  /** When its first digest begins. */
  readonly since: EpochMillis
  /** When its last digests end. */
  readonly until: EpochMillis
  /** The newest digest of each account and Region. */
  readonly chains: readonly (TrailPlace & { readonly last: DigestLink })[]
}

/** What is exported of a log: everything where nothing is named. */
export interface TrailFilter {
  readonly account?: AccountId
  readonly region?: Region
}

export interface TrailExport extends Omit<ChainParts, 'maxBytes'> {
  readonly maxBytes?: number
  /** In order, from the one behind `state` on. */
  readonly events: Iterable<LoggedEvent>
  /** Absent for the first run. */
  readonly state: TrailState | undefined
  readonly filter: TrailFilter
  /** By the wall clock. */
  now(): EpochMillis
  /** Whether nothing is written any more at that time, by the wall clock. */
  isOver(time: EpochMillis): boolean
  /** Told the sequence number of each event that was read. */
  readonly progress?: ((seq: number) => void) | undefined
}

/** What one run wrote. */
export interface ExportCounts {
  events: number
  logFiles: number
  digests: number
  /** Events that were left, because their hour is not over. */
  waiting: number
}

export interface TrailRun {
  /** Undefined while no hour of the log is over. */
  readonly state: TrailState | undefined
  readonly counts: Readonly<ExportCounts>
  /** When the hour that was left is over. */
  readonly next: EpochMillis | undefined
}

const MAX_BYTES = 50_000_000

/**
 * Writes log files and digests of every hour that is over. An event belongs to the hour in which it was written, or,
 * where the clock was set back meanwhile, to that of the event before it: so hours come in order, and what was exported
 * once stays as it is whatever comes later.
 */
export async function exportTrail(run: TrailExport): Promise<TrailRun> {
  const trail = new Trail(run)
  try {
    for (const event of run.events) await trail.add(event)
    return await trail.end()
  } catch (error) {
    await trail.discard()
    throw error
  }
}

class Trail {
  readonly #run: TrailExport
  readonly #parts: ChainParts
  readonly #chains = new Map<string, Chain>()
  readonly #counts: ExportCounts = { events: 0, logFiles: 0, digests: 0, waiting: 0 }
  #state: TrailState | undefined
  /** The hour that is open. */
  #hour: EpochMillis | undefined
  #seq: number

  constructor(run: TrailExport) {
    this.#run = run
    const { folder, signer, names, maxBytes = MAX_BYTES } = run
    this.#parts = { folder, signer, names, maxBytes }
    this.#state = run.state
    this.#hour = run.state?.until
    this.#seq = run.state?.seq ?? 0
    for (const { last, ...place } of run.state?.chains ?? []) this.#chainOf(place, last)
  }

  async add(event: LoggedEvent): Promise<void> {
    this.#assertNext(event.seq)
    const record = trailRecord(event)
    this.#assertPast(event.seq, record)
    const hour = hourOf(record.time)
    if (this.#hour === undefined) this.#hour = hour
    else if (hour > this.#hour) this.#hour = await this.#closeUntil(hour, this.#hour)
    this.#seq = event.seq
    this.#run.progress?.(event.seq)
    if (!this.#isWanted(record)) return
    await this.#chainOf(record.place).add(record, this.#hour)
    this.#counts.waiting++
  }

  /** Closes the hour that is open where it is over, else leaves it to a later run. */
  async end(): Promise<TrailRun> {
    const hour = this.#hour
    const isNew = this.#seq > (this.#state?.seq ?? 0)
    const next = hour !== undefined && isNew ? hourAfter(hour) : undefined
    if (hour !== undefined && next !== undefined && this.#run.isOver(next)) await this.#closeUntil(next, hour)
    await this.discard()
    return { state: this.#state, counts: this.#counts, next: this.#counts.waiting > 0 ? next : undefined }
  }

  async discard(): Promise<void> {
    await Promise.all([...this.#chains.values()].map((chain) => chain.discard()))
  }

  async #closeUntil(end: EpochMillis, from: EpochMillis): Promise<EpochMillis> {
    for (let hour = from; hour < end; hour = hourAfter(hour)) {
      const logFiles = await allDone([...this.#chains.values()].map((chain) => chain.close(hour)))
      this.#counts.logFiles += logFiles.reduce((sum, number) => sum + number, 0)
      this.#counts.digests += logFiles.length
    }
    this.#counts.events += this.#counts.waiting
    this.#counts.waiting = 0
    this.#state = { seq: this.#seq, since: this.#state?.since ?? from, until: end, chains: this.#links() }
    return end
  }

  #links(): TrailState['chains'] {
    return [...this.#chains.values()].flatMap(({ place, previous }) =>
      previous === null ? [] : [{ ...place, last: previous }],
    )
  }

  /** A log whose older events were taken away begins later, but what is there has no holes. */
  #assertNext(seq: number): void {
    if (this.#seq === 0 || seq === this.#seq + 1) return
    const first = this.#seq + 1
    const missing = first === seq - 1 ? `Event ${first} is` : `Events ${first} to ${seq - 1} are`
    throw new ExportError(
      `${missing} not in the log any more, so this export cannot go on. Export into an empty folder.`,
    )
  }

  /** One that the clock put years ahead would make digests of all hours until then, and every later event wait. */
  #assertPast(seq: number, { time }: TrailRecord): void {
    if (time <= this.#run.now() + HOUR) return
    throw new ExportError(
      `Event ${seq} says that it was written at ${isoMillis(time)}, more than an hour from now: the clock is wrong, or was wrong then. It cannot be exported before that time, nor can what follows it.`,
    )
  }

  #isWanted({ place }: TrailRecord): boolean {
    const { account = place.account, region = place.region } = this.#run.filter
    return place.account === account && place.region === region
  }

  #chainOf(place: TrailPlace, last?: DigestLink): Chain {
    const name = `${place.account}/${place.region}`
    const found = this.#chains.get(name)
    if (found) return found
    const chain = new Chain(place, this.#parts, last)
    this.#chains.set(name, chain)
    return chain
  }
}

/** Waits for every piece of work, also when one fails, so that nothing goes on behind the failure. */
async function allDone<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}
