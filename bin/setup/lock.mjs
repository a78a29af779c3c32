/**
 * One set-up at a time: a lock file that names its process and what that has started, a line each. It is taken from
 * processes that are gone.
 */
import { appendFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const PAUSE = 200

/**
 * What tells a process from a later one with the same id: its start time, where the system shows it.
 * @param {number} pid
 */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return '' // not Linux, or the process is gone: `isAlive` asks for that
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {number} pid */
const nameOf = (pid) => `${pid} ${startOf(pid)}`

/**
 * The process that holds a lock, if one does. A killed set-up leaves behind what it has started, still at work.
 * @param {string} text of a lock file
 */
function holderOf(text) {
  return text
    .split('\n')
    .filter((name) => name !== '')
    .map((name) => ({ name, pid: Number(name.split(' ')[0]) }))
    .find(({ name, pid }) => Number.isSafeInteger(pid) && pid > 0 && isAlive(pid) && nameOf(pid) === name)?.pid
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Creates `file` whole or not at all: a reader never sees a lock without its holder.
 * @param {string} file
 */
function tryTake(file) {
  const own = `${file}.${process.pid}`
  writeFileSync(own, nameOf(process.pid))
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/**
 * Moves the lock of dead processes away. Should another process have taken it in between, its lock is put back.
 * @param {string} file
 */
function clear(file) {
  const aside = `${file}.${process.pid}.old`
  try {
    renameSync(file, aside)
    if (holderOf(read(aside) ?? '') !== undefined) linkSync(aside, file)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '')) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * Runs `work` while this process holds the lock `file`; waits for another process that holds it.
 * @template T
 * @param {string} file
 * @param {(pid: number) => void} onWait told once, with the process that is waited for
 * @param {(hold: (pid: number) => void) => Promise<T>} work `hold` names a started process as a holder too
 */
export async function withLock(file, onWait, work) {
  let told = false
  while (!tryTake(file)) {
    const text = read(file)
    if (text === undefined) continue
    const holder = holderOf(text)
    if (holder === undefined) {
      clear(file)
      continue
    }
    if (!told) onWait(holder)
    told = true
    await delay(PAUSE)
  }
  try {
    return await work((pid) => appendFileSync(file, `\n${nameOf(pid)}`))
  } finally {
    rmSync(file, { force: true })
  }
}
