import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { folderPerTest } from '#testing/folder.ts'
import { acquireLock } from './lock.ts'

const inFolder = folderPerTest()

/** Another process that holds the lock until it is killed. */
async function otherOwner(file: string) {
  const program = `
    const { acquireLock } = await import(${JSON.stringify(import.meta.resolve('./lock.ts'))})
    acquireLock(${JSON.stringify(file)}, 'http://127.0.0.1:3000').describe({ instance: 'i-1' })
    console.log('locked')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const kill = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { pid: child.pid, kill }
}

describe('the lock', () => {
  it('refuses a second process and names the first', async () => {
    const file = inFolder('keystead.db')
    const { pid, kill } = await otherOwner(file)
    const refusal = expect.objectContaining({
      code: 'locked',
      message: expect.stringMatching(
        new RegExp(`process ${pid} on .* at http://127.0.0.1:3000, started .*Z, instance i-1`),
      ),
    })
    expect(() => acquireLock(file)).toThrow(refusal)
    await kill()
  })

  it('is taken over at once from a process that was killed', async () => {
    const file = inFolder('keystead.db')
    const { pid, kill } = await otherOwner(file)
    await kill()
    expect(JSON.parse(readFileSync(`${file}.lock`, 'utf8'))).toMatchObject({ pid })
    const lock = acquireLock(file)
    expect(JSON.parse(readFileSync(`${file}.lock`, 'utf8'))).toMatchObject({ pid: process.pid })
    lock.release()
  })

  it('is not held by what an old lock file says, even of a process that lives', () => {
    const file = inFolder('keystead.db')
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.pid, host: 'h', startedAt: 'x' }))
    acquireLock(file).release()
  })

  it('refuses a second owner in the same process, until the first lets go', () => {
    const file = inFolder('keystead.db')
    const first = acquireLock(file)
    expect(() => acquireLock(file)).toThrow(expect.objectContaining({ code: 'locked' }))
    expect(() => acquireLock(file)).toThrow(`process ${process.pid} on`)
    first.release()
    expect(existsSync(`${file}.lock`)).toBe(false)
    acquireLock(file).release()
  })

  it('locks each file by itself', () => {
    const locks = ['a.db', 'b.db'].map((name) => acquireLock(inFolder(name)))
    for (const lock of locks) lock.release()
  })

  it('says so when the folder cannot be written', () => {
    expect(() => acquireLock(inFolder('missing/keystead.db'))).toThrow(expect.objectContaining({ code: 'unusable' }))
  })
})
