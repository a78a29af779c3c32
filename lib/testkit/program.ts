import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const READY = /Keystead is ready on (https?:\/\/\S+)/
const LOG_KEPT = 200_000
/**
 * What ends a server, and how long each step may take. The second signal means at once. A program that started the
 * server under another Node passes them on, and kills it by the third; SIGKILL would end that program alone.
 */
const STEPS = [
  { signal: 'SIGTERM', grace: 20_000 },
  { signal: 'SIGTERM', grace: 2000 },
  { signal: 'SIGTERM', grace: 2000 },
  { signal: 'SIGKILL', grace: 2000 },
] as const

/** A running program. */
export interface Program {
  /** Where it listens. */
  readonly url: string
  /** What it has printed: the newest part. */
  log(): string
  /** Ends it, and waits until it has ended. */
  end(): Promise<void>
}

export interface Launch {
  /** The script `keystead.mjs`. */
  readonly path: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** How long it may take to be ready, in milliseconds. */
  readonly timeout: number
}

/** Starts the program and waits until it is ready. Throws Error with what it printed where it ends or dawdles instead. */
export async function launch({ path, args, env, timeout }: Launch): Promise<Program> {
  const child = spawn(process.execPath, [path, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_KEPT)
    })
  }
  // A test run that is broken off must not leave it behind.
  const endAtOnce = () => void child.kill('SIGTERM')
  process.once('exit', endAtOnce)
  child.once('close', () => process.off('exit', endAtOnce))
  const url = await ready(child, () => log, timeout)
  return { url, log: () => log, end: () => end(child) }
}

function ready(child: ChildProcess, log: () => string, timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      child.off('close', onClose)
      child.stdout?.off('data', onData)
      act()
    }
    const failure = (why: string) => new Error(`Keystead ${why}:\n${log().trim()}`)
    const onClose = (code: number | null, signal: string | null) =>
      settle(() => reject(failure(`ended (${code ?? signal}) before it was ready`)))
    const onData = () => {
      const url = READY.exec(log())?.[1]
      if (url !== undefined) settle(() => resolve(url))
    }
    const timer = setTimeout(() => {
      const late = failure(`was not ready in ${timeout / 1000} s`)
      settle(() => end(child).then(() => reject(late), reject))
    }, timeout)
    child.once('close', onClose)
    child.stdout?.on('data', onData)
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  for (const { signal, grace } of STEPS) {
    child.kill(signal)
    if (await isInTime(closed, grace)) return
  }
}

/** Whether a thing happens within so many milliseconds. */
function isInTime(happens: Promise<unknown>, millis: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), millis)
    happens.then(() => resolve(true), reject).finally(() => clearTimeout(timer))
  })
}
