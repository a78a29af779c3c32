import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { launch } from './program.ts'

const TIMEOUT = 60_000
/** What passes signals on. */
const FOLLOWER = new URL('../../bin/node.mjs', import.meta.url).href

/** Starts a server as an old Node does: under another one, to which it passes signals on. */
const wrapper = (server: string) => `
const { spawn } = process.getBuiltinModule('node:child_process')
const { follow } = await import(process.argv[2])
process.exitCode = await follow(spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: 'inherit' }))
`

let folder: string
let pid: number | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-'))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
  if (pid !== undefined && isRunning(pid)) process.kill(pid, 'SIGKILL')
  pid = undefined
  rmSync(folder, { recursive: true })
})

function isRunning(process_: number): boolean {
  try {
    return process.kill(process_, 0)
  } catch {
    return false
  }
}

const inFolder = (name: string) => join(folder, name)

/** What a server wrote to a file, once it is whole. */
async function written(name: string, whole: RegExp): Promise<string> {
  for (;;) {
    const text = existsSync(inFolder(name)) ? readFileSync(inFolder(name), 'utf8') : ''
    if (whole.test(text)) return text
    await setImmediate()
  }
}

/** Starts a server that is never ready, until it runs. */
async function launched(onSignal: string): Promise<{ readonly outcome: Promise<unknown> }> {
  const server = `
    process.on('SIGTERM', () => { ${onSignal} })
    setInterval(() => {}, 1000)
    fs.writeFileSync(${JSON.stringify(inFolder('pid'))}, String(process.pid) + ' ')`
  writeFileSync(inFolder('keystead.mjs'), wrapper(server))
  const started = launch({ path: inFolder('keystead.mjs'), args: [FOLLOWER], env: process.env, timeout: TIMEOUT })
  const outcome = started.catch((error: unknown) => error)
  pid = Number(await written('pid', /^\d+ $/))
  return { outcome }
}

it('a server under another Node that is not ready in time has ended when that is told', async () => {
  const { outcome } = await launched('process.exit(0)')
  vi.advanceTimersByTime(TIMEOUT)
  expect(await outcome).toMatchObject({ message: expect.stringMatching(/^Keystead was not ready in 60 s:/) })
  expect(isRunning(pid ?? 0)).toBe(false)
})

it('and so has one that heeds no signal', async () => {
  const { outcome } = await launched(`fs.appendFileSync(${JSON.stringify(inFolder('signals'))}, 'x')`)
  vi.advanceTimersByTime(TIMEOUT)
  for (const heard of [/^x$/, /^xx$/]) {
    await written('signals', heard)
    vi.advanceTimersByTime(20_000)
  }
  expect(await outcome).toMatchObject({ message: expect.stringMatching(/^Keystead was not ready in 60 s:/) })
  expect(isRunning(pid ?? 0)).toBe(false)
})
