import { statSync } from 'node:fs'
import { StoreError, type StoreErrorCode } from '../errors.ts'

/** The files of a database, itself and its write-ahead log, as they were when both were open. */
export class OpenedFiles {
  readonly #opened: readonly (readonly [path: string, identity: string | undefined])[]

  constructor(file: string) {
    this.#opened = [file, `${file}-wal`].map((path) => [path, identityOf(path)])
  }

  /**
   * Writes while they stand where they were opened: SQLite goes on writing to a file that was removed or moved away,
   * where no later start would find it. Throws StoreError `write-failed` when they are gone, and `moved` when they went
   * meanwhile.
   */
  async inPlace<T>(write: () => Promise<T>): Promise<T> {
    this.#assert('write-failed')
    const written = await write()
    this.#assert('moved')
    return written
  }

  #assert(code: StoreErrorCode): void {
    for (const [path, identity] of this.#opened) {
      if (identity !== undefined && identityOf(path) === identity) continue
      throw new StoreError(
        code,
        `${path} is not the file that was opened: it was moved away, removed or replaced. Put it back, or stop Keystead and restore a backup.`,
      )
    }
  }
}

/** Device and number of the file; undefined where it cannot be found. */
function identityOf(path: string): string | undefined {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stat && `${stat.dev}/${stat.ino}`
  } catch (error) {
    // As of a folder that may not be entered any more.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
