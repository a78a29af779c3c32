import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import Database from 'better-sqlite3'
import { isoSeconds, systemClock } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { isStoreError, reasonOf, StoreError } from './errors.ts'

/** Who owns the data: the content of the lock file, for people and for the message to a second process. */
export interface LockOwner {
  readonly pid: number
  readonly host: string
  /** When the process started, such as `2026-11-23T14:20:00Z`. */
  readonly startedAt: string
  /** Where it serves. */
  readonly url?: string
  readonly instance?: string
}

export interface Lock {
  readonly owner: LockOwner
  /** Adds what is known only later to the lock file. */
  describe(more: Pick<LockOwner, 'instance'>): void
  release(): void
}

/**
 * Makes this process the owner of `file`, or throws StoreError `locked` naming the owner.
 *
 * Two files: `<file>.lock` names the owner in JSON; `<file>.guard` is an empty SQLite file on which the owner holds
 * an exclusive lock of the operating system. That one decides. The system drops it when the process ends, however it
 * ends, so a lock is never stale, a process id that was given out again deceives nobody, two that start at once
 * cannot both win, and it holds between containers on one volume. Nothing may read the guard file in this process:
 * POSIX drops a process's locks on a file when it closes any descriptor of it.
 */
export function acquireLock(file: string, url?: string): Lock {
  const path = `${file}.lock`
  const guard = takeGuard(file, path)
  let owner: LockOwner = { pid: process.pid, host: hostname(), startedAt: startOfProcess(), ...(url && { url }) }
  const write = () => writeFileSync(path, `${JSON.stringify(owner, null, 2)}\n`, { mode: 0o600 })
  write()
  return {
    get owner() {
      return owner
    },
    describe(more) {
      owner = { ...owner, ...more }
      write()
    },
    release() {
      rmSync(path, { force: true })
      guard.close()
    },
  }
}

function takeGuard(file: string, path: string): Database.Database {
  const guard = openGuard(file)
  try {
    guard.pragma('journal_mode = OFF')
    guard.exec('BEGIN EXCLUSIVE')
    return guard
  } catch (error) {
    guard.close()
    throw isBusy(error) ? locked(file, path) : unusable(file, error)
  }
}

function openGuard(file: string): Database.Database {
  try {
    return new Database(`${file}.guard`, { timeout: 0 })
  } catch (error) {
    throw unusable(file, error)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

function locked(file: string, path: string): StoreError {
  return new StoreError(
    'locked',
    `${file} is in use by ${describeOwner(path)}. Stop that process first, or name another data folder.`,
  )
}

function unusable(file: string, error: unknown): StoreError {
  return new StoreError('unusable', `${file}.guard cannot be locked: ${reasonOf(error)}. Check the folder.`, {
    cause: error,
  })
}

function describeOwner(path: string): string {
  const owner = readOwner(path)
  if (!owner) return 'another process'
  const at = owner.url ? ` at ${owner.url}` : ''
  const instance = owner.instance ? `, instance ${owner.instance}` : ''
  return `process ${owner.pid} on ${owner.host}${at}, started ${owner.startedAt}${instance}`
}

/** Throws StoreError `locked`, naming the process that owns `file`, where one does. Leaves no files. */
export function assertFree(file: string): void {
  if (existsSync(`${file}.guard`)) acquireLock(file).release()
}

/** The process that owns `file`, as it says itself; undefined where none does, or none that has told its name. */
export function lockOwner(file: string): LockOwner | undefined {
  try {
    assertFree(file)
    return undefined
  } catch (error) {
    if (isStoreError(error) && error.code === 'locked') return readOwner(`${file}.lock`)
    throw error
  }
}

/** Undefined in the moment in which the owner has the guard and has not written its name yet. */
function readOwner(path: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function startOfProcess(): string {
  return isoSeconds((systemClock.now() - process.uptime() * 1000) as EpochMillis)
}
