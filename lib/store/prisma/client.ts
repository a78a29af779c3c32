import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { StoreError } from '../errors.ts'
import { PrismaClient } from './generated/client.ts'

/** What a pragma is set to, and what SQLite answers when it took it. */
export type Pragmas = Readonly<Record<string, readonly [set: string | number, reads: string]>>

const DURABLE: Pragmas = {
  journal_mode: ['WAL', 'wal'],
  // SQLite is built to open WAL databases at NORMAL, which loses commits when the power fails.
  synchronous: ['FULL', '2'],
  busy_timeout: [5000, '5000'],
  foreign_keys: ['ON', '1'],
}

/** The pages of the write-ahead log that are gathered before they move into the file: 16 MB. */
export const WRITER_PRAGMAS: Pragmas = { ...DURABLE, wal_autocheckpoint: [4000, '4000'] }

/** Whatever is asked of it, a connection that reads cannot write. */
export const READER_PRAGMAS: Pragmas = { ...DURABLE, query_only: ['ON', '1'] }

/** What Prisma sends its statements through. */
export type Driver = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>

/** One connection, by Prisma's client and by what is under it: statements of both are in the same transaction. */
export interface Connection {
  readonly client: PrismaClient
  readonly driver: Driver
}

/**
 * Opens a connection of its own to a SQLite file that is migrated already.
 * Throws StoreError `pragma` when SQLite did not take one of the settings.
 */
export async function openConnection(file: string, pragmas: Pragmas): Promise<Connection> {
  const adapter = new CheckedSqlite(file, pragmas)
  const client = new PrismaClient({ adapter })
  await client.$connect()
  return { client, driver: adapter.driver }
}

export async function openClient(file: string, pragmas: Pragmas): Promise<PrismaClient> {
  return (await openConnection(file, pragmas)).client
}

/** Prisma's adapter sets no pragma: this one sets ours on every connection it makes and reads them back. */
class CheckedSqlite extends PrismaBetterSqlite3 {
  readonly #file: string
  readonly #pragmas: Pragmas
  #driver: Driver | undefined

  constructor(file: string, pragmas: Pragmas) {
    // A file that has gone is not replaced by an empty one.
    super({ url: `file:${file}`, fileMustExist: true })
    this.#file = file
    this.#pragmas = pragmas
  }

  /** Of the connection that was made last. */
  get driver(): Driver {
    if (!this.#driver) throw new StoreError('closed', `${this.#file} is not open`)
    return this.#driver
  }

  override async connect() {
    const connection = await super.connect()
    for (const [name, [value, expected]] of Object.entries(this.#pragmas)) {
      await connection.executeScript(`PRAGMA ${name} = ${value}`)
      const { rows } = await connection.queryRaw({ sql: `PRAGMA ${name}`, args: [], argTypes: [] })
      const found = String(rows[0]?.[0])
      if (found === expected) continue
      await connection.dispose()
      throw new StoreError('pragma', `${this.#file}: SQLite did not take PRAGMA ${name} = ${value}, it stays ${found}`)
    }
    this.#driver = connection
    return connection
  }
}
