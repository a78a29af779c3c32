import type { Tree } from '#audit/merkle.ts'
import { segmentOf } from '#audit/segment.ts'
import { LruMap } from '#kernel/lru-map.ts'
import type { Write } from '#kms/domain/writes.ts'
import { isStoreError, reasonOf, StoreError } from '../errors.ts'
import type { BatchPlan } from '../plan.ts'
import { idOf, planBatch } from '../plan.ts'
import { appendEvents, saveCounters, seqCounter } from './append.ts'
import type { Connection } from './client.ts'
import { Prisma } from './generated/client.ts'
import type { PackedHead, PackedTransaction, Written } from './messages.ts'
import { pruneEvents } from './prune.ts'
import { Unreadable, writeIndexes } from './segment-index/write.ts'
import type { Db } from './tables.ts'
import { applyChanges, versionsInDb } from './tables.ts'
import { assertComplete, loadTrees } from './trees.ts'
import { applyWhole, type SandboxTables, sandboxTables } from './whole-sandbox.ts'

/** Versions of rows that are remembered, so that writes on warm rows read nothing. */
const VERSIONS = 10_000
const REVISION = 'revision'
/** The transaction holds no locks that others wait for; only a hung disk takes this long. */
const LIMITS = { maxWait: 60_000, timeout: 120_000 }

/** An open connection, and what is known of its database because nobody else writes. */
interface Known extends Connection {
  readonly versions: LruMap<string, number>
  counters: ReadonlyMap<string, number>
  readonly tables: SandboxTables
  /** Those of the logs, by sandbox. */
  trees: ReadonlyMap<string, Tree>
}

interface Outcome extends BatchPlan, Pick<Known, 'counters' | 'trees'> {}

/**
 * Writes batches, one after the other, each in one transaction; the only code that writes. After a failure it takes
 * a new connection, because SQLite may have left the old one inside its transaction.
 */
export class BatchWriter {
  readonly #connect: () => Promise<Connection>
  readonly #unreadable: Unreadable
  #connection: Known | undefined
  #last: Promise<unknown> = Promise.resolve()
  /** Whether there may be complete segments without an index. */
  #lacksIndexes = true

  /** `damaged` is told once of each segment that gets no index, because one of its events cannot be read. */
  constructor(connect: () => Promise<Connection>, damaged: (error: StoreError) => void = () => undefined) {
    this.#connect = connect
    this.#unreadable = new Unreadable(damaged)
  }

  /** Connects, and gives the heads of all logs. Throws StoreError when the database cannot be used. */
  async open(): Promise<readonly PackedHead[]> {
    const { trees } = await this.#open()
    return [...trees].map(headOf)
  }

  /** Rejects with StoreError `write-failed` or `bad-transaction` when none of the transactions was written. */
  write(batch: readonly PackedTransaction[]): Promise<Written> {
    const written = this.#last.then(() => this.#write(batch))
    // The caller learns of a failure from `written`; the next batch only waits for the end.
    this.#last = written.catch(() => undefined)
    return written
  }

  /**
   * Writes a few of the indexes that complete segments lack, when it is their turn between batches. Whether there may be
   * more. Rejects when they cannot be written.
   */
  index(): Promise<boolean> {
    if (!this.#lacksIndexes) return Promise.resolve(false)
    const written = this.#last.then(() => this.#index())
    this.#last = written.catch(() => undefined)
    return written
  }

  async close(): Promise<void> {
    await this.#last
    await this.#connection?.client.$disconnect()
    this.#connection = undefined
  }

  async #open(): Promise<Known> {
    if (this.#connection) return this.#connection
    const connection = await this.#connect()
    try {
      this.#connection = await knownOf(connection)
    } catch (error) {
      await connection.client.$disconnect()
      throw error
    }
    return this.#connection
  }

  async #write(batch: readonly PackedTransaction[]): Promise<Written> {
    try {
      const connection = await this.#open()
      const { trees } = connection
      const outcome = await inTransaction(connection, batch)
      connection.counters = outcome.counters
      connection.trees = outcome.trees
      for (const { id, version } of outcome.changes) connection.versions.set(id, version)
      // A row's id does not always name its sandbox; versions that are not known are read.
      if (batch.some(({ whole }) => whole)) connection.versions.clear()
      const grown = [...outcome.trees].filter(([sandbox, tree]) => trees.get(sandbox) !== tree)
      const completes = ([sandbox, { size }]: readonly [string, Tree]) =>
        segmentOf(size + 1) > segmentOf((trees.get(sandbox)?.size ?? 0) + 1)
      if (grown.some(completes) || batch.some(({ prunes, whole }) => prunes || whole)) this.#lacksIndexes = true
      return { answers: outcome.answers, heads: grown.map(headOf) }
    } catch (error) {
      await this.#drop()
      const reason = reasonOf(error).replace(/\s+/g, ' ').trim()
      const code = isRefused(error) ? 'bad-transaction' : 'write-failed'
      throw new StoreError(code, `nothing of this was written, and later writes are tried anew: ${reason}`, {
        cause: error,
      })
    }
  }

  async #index(): Promise<boolean> {
    try {
      const { client, driver } = await this.#open()
      this.#lacksIndexes = await client.$transaction((db) => writeIndexes(db, driver, this.#unreadable), LIMITS)
      return this.#lacksIndexes
    } catch (error) {
      await this.#drop()
      throw error
    }
  }

  async #drop(): Promise<void> {
    const dropped = this.#connection
    this.#connection = undefined
    await dropped?.client.$disconnect()
  }
}

/** What holds of single rows, so that the log can be written without them. */
const CONSTRAINT = /^SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE|NOTNULL|CHECK)$/

/** Whether it failed by what a transaction says, and not by what it is written to. */
function isRefused(error: unknown): boolean {
  if (isStoreError(error)) return error.code === 'bad-transaction'
  // Prisma's client itself refuses what its columns cannot hold.
  if (error instanceof Prisma.PrismaClientValidationError) return true
  // It wraps what its driver throws.
  const { meta, cause = meta?.driverAdapterError?.cause } = Object(error) as DriverFailure
  return CONSTRAINT.test(cause?.originalCode ?? '')
}

interface DriverFailure {
  readonly cause?: { readonly originalCode?: string }
  readonly meta?: { readonly driverAdapterError?: DriverFailure }
}

async function knownOf(connection: Connection): Promise<Known> {
  const { client } = connection
  const rows = await client.counter.findMany()
  const counters = new Map(rows.map(({ name, value }) => [name, Number(value)]))
  const trees = await loadTrees(client)
  assertComplete(trees, counters)
  const tables = await sandboxTables(client)
  return { ...connection, versions: new LruMap(VERSIONS), counters, trees, tables }
}

function headOf([sandbox, tree]: readonly [string, Tree]): PackedHead {
  return { sandbox, size: tree.size, root: tree.root().toString('hex') }
}

/**
 * Events alone do without Prisma's transaction, which takes longer than writing them. What fails is rolled back when the
 * connection is dropped.
 */
async function inTransaction(known: Known, batch: readonly PackedTransaction[]): Promise<Outcome> {
  const { client, driver } = known
  if (batch.some(({ writes, prunes, whole }) => writes.length > 0 || prunes || whole)) {
    return await client.$transaction((db) => writeBatch(db, known, batch), LIMITS)
  }
  await driver.executeScript('BEGIN IMMEDIATE')
  const outcome = await writeBatch(client, known, batch)
  await driver.executeScript('COMMIT')
  return outcome
}

async function writeBatch(db: Db, known: Known, batch: readonly PackedTransaction[]): Promise<Outcome> {
  const counters = new Map(known.counters)
  const trees = new Map(known.trees)
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
    known.driver,
    current.flatMap(({ events }) => events),
    trees,
  )
  for (const { prunes } of current) if (prunes) await pruneEvents(db, prunes)
  for (const { whole } of current) {
    if (!whole) continue
    const tree = await applyWhole({ db, driver: known.driver }, known.tables, whole, revision)
    if (tree) trees.set(whole.sandbox, tree)
    else if (trees.delete(whole.sandbox)) counters.delete(seqCounter(whole.sandbox))
    counters.set(REVISION, revision)
  }
  for (const [sandbox, { size }] of trees) counters.set(seqCounter(sandbox), size)
  await saveCounters(
    known.driver,
    [...counters].filter(([name, value]) => value !== known.counters.get(name)),
  )
  return { ...plan, counters, trees }
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
