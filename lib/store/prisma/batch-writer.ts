import { LruMap } from '#kernel/lru-map.ts'
import type { Write } from '#kms/domain/writes.ts'
import { reasonOf, StoreError } from '../errors.ts'
import type { Answer, BatchPlan } from '../plan.ts'
import { idOf, planBatch } from '../plan.ts'
import { appendEvents, saveCounters } from './append.ts'
import type { PrismaClient } from './generated/client.ts'
import type { PackedTransaction } from './messages.ts'
import type { Db } from './tables.ts'
import { applyChanges, versionsInDb } from './tables.ts'

/** Versions of rows that are remembered, so that writes on warm rows read nothing. */
const VERSIONS = 10_000
const REVISION = 'revision'
/** The transaction holds no locks that others wait for; only a hung disk takes this long. */
const LIMITS = { maxWait: 60_000, timeout: 120_000 }

/** An open connection, and what is known of its database because nobody else writes. */
interface Connection {
  readonly client: PrismaClient
  readonly versions: LruMap<string, number>
  counters: ReadonlyMap<string, number>
}

interface Written extends BatchPlan {
  readonly counters: ReadonlyMap<string, number>
}

/**
 * Writes batches, one after the other, each in one transaction; the only code that writes. After a failure it takes
 * a new connection, because SQLite may have left the old one inside its transaction.
 */
export class BatchWriter {
  readonly #connect: () => Promise<PrismaClient>
  #connection: Connection | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(connect: () => Promise<PrismaClient>) {
    this.#connect = connect
  }

  /** Connects. Throws StoreError when the database cannot be used. */
  async open(): Promise<void> {
    await this.#open()
  }

  /** One answer for each transaction. Rejects with StoreError `write-failed` when none of them was written. */
  write(batch: readonly PackedTransaction[]): Promise<readonly Answer[]> {
    const written = this.#last.then(() => this.#write(batch))
    // The caller learns of a failure from `written`; the next batch only waits for the end.
    this.#last = written.catch(() => undefined)
    return written
  }

  async close(): Promise<void> {
    await this.#last
    await this.#connection?.client.$disconnect()
    this.#connection = undefined
  }

  async #open(): Promise<Connection> {
    if (this.#connection) return this.#connection
    const client = await this.#connect()
    this.#connection = { client, versions: new LruMap(VERSIONS), counters: new Map() }
    const rows = await client.counter.findMany()
    this.#connection.counters = new Map(rows.map(({ name, value }) => [name, Number(value)]))
    return this.#connection
  }

  async #write(batch: readonly PackedTransaction[]): Promise<readonly Answer[]> {
    try {
      const connection = await this.#open()
      const written = await connection.client.$transaction((db) => writeBatch(db, connection, batch), LIMITS)
      connection.counters = written.counters
      for (const { id, version } of written.changes) connection.versions.set(id, version)
      return written.answers
    } catch (error) {
      await this.#drop()
      const reason = reasonOf(error).replace(/\s+/g, ' ').trim()
      throw new StoreError('write-failed', `nothing of this was written, and later writes are tried anew: ${reason}`, {
        cause: error,
      })
    }
  }

  async #drop(): Promise<void> {
    const dropped = this.#connection
    this.#connection = undefined
    await dropped?.client.$disconnect()
  }
}

async function writeBatch(db: Db, known: Connection, batch: readonly PackedTransaction[]): Promise<Written> {
  const counters = new Map(known.counters)
  const revision = (counters.get(REVISION) ?? 0) + 1
  const versions = await versionsOf(
    db,
    known.versions,
    batch.flatMap(({ writes }) => writes),
  )
  const versionOf = (id: string) => versions.get(id) ?? 0
  const plan = planBatch(batch, versionOf, revision)
  await applyChanges(db, plan.changes, versionOf)
  if (plan.changes.length > 0) counters.set(REVISION, revision)
  const current = batch.filter((_, index) => plan.answers[index] === 'committed')
  await appendEvents(
    db,
    current.flatMap(({ events }) => events),
    counters,
  )
  await saveCounters(
    db,
    [...counters].filter(([name, value]) => value !== known.counters.get(name)),
  )
  return { ...plan, counters }
}

/** The versions of all rows that the writes name, from memory where they are known. */
async function versionsOf(db: Db, known: LruMap<string, number>, writes: readonly Write[]) {
  const versions = new Map<string, number>()
  const unknown: Write[] = []
  for (const write of writes) {
    const id = idOf(write)
    const version = known.get(id)
    if (version === undefined) unknown.push(write)
    else versions.set(id, version)
  }
  for (const [id, version] of await versionsInDb(db, unknown)) {
    known.set(id, version)
    versions.set(id, version)
  }
  return versions
}
