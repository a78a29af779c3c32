import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { StoreObserver } from '#kernel/observer.ts'
import type { Store } from '#kms/ports.ts'
import { acquireLock } from './lock.ts'
import { prepareFile } from './prisma/database-file.ts'
import { openDatabase } from './prisma/store.ts'

export { openMemoryStore } from './memory/store.ts'

export interface PrismaStoreOptions {
  /** The SQLite file; made, with its folder, where there is none. */
  readonly file: string
  /** Where this process serves: a second process is told. */
  readonly url?: string
  readonly observer?: StoreObserver
  /** Told once of each part of the log that was found damaged, in words. */
  readonly damaged?: (message: string) => void
}

/**
 * Opens the durable store and owns it until it is closed: takes the lock, checks the file, applies migrations.
 * Throws StoreError; the file is then as it was.
 */
export async function openPrismaStore({ file, url, observer, damaged }: PrismaStoreOptions): Promise<Store> {
  const path = resolve(file)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const lock = acquireLock(path, url)
  try {
    const { instanceId } = prepareFile(path)
    if (instanceId !== undefined) lock.describe({ instance: instanceId })
    const store = await openDatabase(path, observer, damaged)
    return {
      ...store,
      async close() {
        await store.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
