import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PROGRAM = resolve(import.meta.dirname, '../../bin/keystead.mjs')
const READY = /Keystead is ready on (http:\/\/\S+)/
const PATIENCE = 30_000
const LOG_KEPT = 200_000

/** The root user of the first account of every test server. */
const ADMIN = {
  KEYSTEAD_ADMIN_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  KEYSTEAD_ADMIN_PASSWORD: 'correct horse battery staple',
} as const

export type ServerOptions = {
  /** Settings beside the ones a test server has: a port of its own, a data directory of its own, known credentials. */
  env?: Readonly<Record<string, string>>
  /** False leaves out the console, which starts much faster. */
  console?: boolean
  /** Data that another server has saved; a copy of them is used. */
  from?: string
}

/** A server of the built program, in a process of its own. */
export type Server = {
  /** `http://127.0.0.1:<port>`; the same after a restart. */
  readonly url: string
  readonly port: number
  /** Gone after `stop`, kept by `kill` and `restart`. */
  readonly dataDir: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of the console's user `admin`. */
  readonly password: string
  /** What the program was started with, without what it inherits. */
  readonly env: Readonly<Record<string, string>>
  /** What the program has printed: its newest part. */
  log(): string
  /** Ends it as an operator would, and removes its data. Throws when it does not end cleanly. */
  stop(): Promise<void>
  /** Ends it as an operator would, and puts a copy of its data where `from` finds them. */
  save(folder: string): Promise<void>
  /** Ends it as a power cut would (SIGKILL), and keeps its data. */
  kill(): Promise<void>
  /** Starts it again on the same data and port; ends it first, cleanly, where it runs. */
  restart(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** The outer environment without what would change the server under test. */
function inherited(): NodeJS.Dict<string> {
  const isForeign = (name: string) => /^(KEYSTEAD_|VITEST|NODE_|AWS_|OTEL_)|^(PORT|HOST|DATABASE_URL)$/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForeign(name)))
}

/** A running program and the newest part of what it printed. */
type Program = { process: ChildProcess; log: string }

function launch(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [PROGRAM, 'serve', ...args], {
    env: { ...inherited(), NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const program = { process: child, log: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      program.log = (program.log + text).slice(-LOG_KEPT)
    })
  }
  return program
}

const isRunning = ({ process: { exitCode, signalCode } }: Program) => exitCode === null && signalCode === null

/** Waits for the line that says where it listens. Throws, with all it printed, where it ends or dawdles instead. */
function ready(program: Program): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer)
      program.process.kill('SIGKILL')
      reject(new Error(`the server ${why}:\n${program.log}`))
    }
    const timer = setTimeout(() => fail(`was not ready in ${PATIENCE / 1000} s`), PATIENCE)
    program.process.once('close', (code, signal) => fail(`ended (${code ?? signal}) before it was ready`))
    program.process.stdout?.on('data', () => {
      const url = READY.exec(program.log)?.[1]
      if (url === undefined) return
      clearTimeout(timer)
      program.process.removeAllListeners('close')
      resolve(url)
    })
  })
}

async function end(program: Program, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!isRunning(program)) return
  const closed = once(program.process, 'close')
  program.process.kill(signal)
  const timer = setTimeout(() => program.process.kill('SIGKILL'), PATIENCE)
  const [code, by] = await closed
  clearTimeout(timer)
  if (signal === 'SIGTERM' && code !== 0) throw new Error(`the server ended with ${code ?? by}:\n${program.log}`)
}

/** Starts the built program on a free port, with empty data or given ones; resolves when it is ready. */
export async function startServer({
  env = {},
  console: withConsole = true,
  from,
}: ServerOptions = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'keystead-'))
  if (from !== undefined) cpSync(from, folder, { recursive: true })
  const dataDir = join(folder, 'data')
  const args = withConsole ? [] : ['--no-console']
  const settings = { ...ADMIN, HOST: '127.0.0.1', PORT: '0', KEYSTEAD_DATA_DIR: dataDir, ...env }
  let program = launch(args, settings)
  const url = await ready(program)
  const { port } = new URL(url)

  const server: Server = {
    url,
    port: Number(port),
    dataDir,
    accessKeyId: settings.KEYSTEAD_ADMIN_ACCESS_KEY_ID,
    secretAccessKey: settings.KEYSTEAD_ADMIN_SECRET_ACCESS_KEY,
    password: settings.KEYSTEAD_ADMIN_PASSWORD,
    env: settings,
    log: () => program.log,
    kill: () => end(program, 'SIGKILL'),
    stop: async () => {
      await end(program, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
    save: async (to) => {
      await end(program, 'SIGTERM')
      rmSync(to, { recursive: true, force: true })
      cpSync(folder, to, { recursive: true })
    },
    restart: async () => {
      await end(program, 'SIGTERM')
      program = launch(args, { ...settings, PORT: port })
      await ready(program)
    },
    [Symbol.asyncDispose]: () => server.stop(),
  }
  return server
}
