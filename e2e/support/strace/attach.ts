import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { lockOwner } from '#store/lock.ts'

/** Whether there is an strace that may look into a process that it did not start. */
export const mayTrace =
  spawnSync('sh', ['-c', 'sleep 0.2 & exec strace -o /dev/null -p $!'], { stdio: 'ignore' }).status === 0

/** Of a whole database page, with every byte escaped. */
const LONGEST_TEXT = 20_000
const TRACED = 'write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync'

export interface Tracer {
  /** Leaves the process as it is, and gives what strace wrote. */
  detach(): Promise<string>
}

/** Runs strace on all threads of the server that owns a database; resolves when it sees them. `more`: its options. */
export async function attach(database: string, ...more: readonly string[]): Promise<Tracer> {
  const folder = mkdtempSync(join(tmpdir(), 'keystead-strace-'))
  const file = join(folder, 'trace')
  const options = ['-f', '-tt', '-yy', '-s', String(LONGEST_TEXT), '-e', `trace=${TRACED}`, ...more]
  const pid = lockOwner(database)?.pid
  const strace = spawn('strace', [...options, '-o', file, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
  await attached(strace.stderr)
  return {
    async detach() {
      const closed = once(strace, 'close')
      strace.kill('SIGINT')
      await closed
      const trace = readFileSync(file, 'latin1')
      rmSync(folder, { recursive: true })
      return trace
    },
  }
}

/** Throws, with what it said, when it ends instead. */
async function attached(stderr: Readable): Promise<void> {
  let said = ''
  for await (const chunk of stderr.iterator({ destroyOnReturn: false })) {
    said += String(chunk)
    if (said.includes('attached')) return
  }
  throw new Error(`strace did not attach: ${said}`)
}
