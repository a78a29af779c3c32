import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CREDENTIALS } from './calls.ts'

export interface Server {
  readonly port: number
  /** At once, whatever it is doing: nothing of it is kept. */
  stop(): Promise<void>
}

/** Starts a program and waits for the line in which it tells its port. */
export function start(args: readonly string[], env: Readonly<Record<string, string>>, ready: RegExp): Promise<Server> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8')
      const port = ready.exec(printed)?.[1]
      if (port !== undefined) resolve({ port: Number(port), stop })
    })
    child.on('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${printed}`)))
  })
}

const PROGRAM = ['bin/keystead.mjs', 'serve', '--no-console']

/** The program under measurement, without console, on data of its own that go with it. */
export async function startKeystead(program: readonly string[] = PROGRAM): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), 'keystead-bench-'))
  const environment = {
    PORT: '0',
    KEYSTEAD_DATA_DIR: join(dataDir, 'data'),
    KEYSTEAD_ADMIN_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    KEYSTEAD_ADMIN_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    KEYSTEAD_LOG: 'warn',
  }
  const ready = /ready on http:\/\/127\.0\.0\.1:(\d+)/
  const { port, stop } = await start(program, environment, ready)
  return {
    port,
    async stop() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
