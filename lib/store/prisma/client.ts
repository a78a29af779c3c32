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

/**
 * Opens a connection of its own to a SQLite file that is migrated already.
 * Throws StoreError `pragma` when SQLite did not take one of the settings.
 */
export async function openClient(file: string, pragmas: Pragmas): Promise<PrismaClient> {
  const client = new PrismaClient({ adapter: new CheckedSqlite(file, pragmas) })
  await client.$connect()
  return client
}

/** Prisma's adapter sets no pragma: this one sets ours on every connection it makes and reads them back. */
class CheckedSqlite extends PrismaBetterSqlite3 {
  readonly #file: string
  readonly #pragmas: Pragmas

  constructor(file: string, pragmas: Pragmas) {
    super({ url: `file:${file}` })
    this.#file = file
    this.#pragmas = pragmas
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
    return connection
  }
}
