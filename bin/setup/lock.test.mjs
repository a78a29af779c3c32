import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from './lock.mjs'

let folder
let file

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  file = join(folder, 'lock')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

const never = () => {
  throw new Error('nothing is to be waited for')
}

/** Counts up in a file, reading and writing it apart, so that two at once lose counts. */
const COUNT = `
import { readFileSync, writeFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { withLock } from '${new URL('lock.mjs', import.meta.url)}'
const [lock, counter] = process.argv.slice(1)
for (let round = 0; round < 20; round += 1) {
  await withLock(lock, () => undefined, async () => {
    const before = Number(readFileSync(counter, 'utf8'))
    await turn()
    writeFileSync(counter, String(before + 1))
  })
}`

describe('withLock', () => {
  it('answers what the work answers, and leaves no file', async () => {
    expect(await withLock(file, never, async () => readFileSync(file, 'utf8'))).toMatch(`${process.pid} `)
    expect(existsSync(file)).toBe(false)
  })

  it('leaves no file where the work fails', async () => {
    const failing = withLock(file, never, async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(existsSync(file)).toBe(false)
  })

  it('is taken from a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'close')
    writeFileSync(file, `${child.pid} 1`)
    expect(await withLock(file, never, async () => 'done')).toBe('done')
  })

  it('is taken where the id of a gone process went to another', async () => {
    writeFileSync(file, `${process.pid} 1`)
    expect(await withLock(file, never, async () => 'done')).toBe('done')
  })

  it('is not taken while what its dead holder started is at work', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
    await withLock(file, never, async (hold) => {
      hold(child.pid)
      writeFileSync(`${file}.copy`, readFileSync(file, 'utf8').replace(`${process.pid} `, '0 '))
    })
    renameSync(`${file}.copy`, file)
    const waits = []
    const onWait = (pid) => {
      waits.push(pid)
      child.stdin.end()
    }
    expect(await withLock(file, onWait, async () => child.exitCode)).toBe(0)
    expect(waits).toEqual([child.pid])
  })

  it('is waited for, and its holder named once', async () => {
    const waits = []
    let release = () => undefined
    const held = new Promise((resolve) => {
      release = resolve
    })
    const first = withLock(file, never, () => held)
    const onWait = (pid) => {
      waits.push(pid)
      release('first')
    }
    expect(await withLock(file, onWait, async () => 'second')).toBe('second')
    expect(await first).toBe('first')
    expect(waits).toEqual([process.pid])
  })

  it('lets one process at a time do its work', async () => {
    const counter = join(folder, 'counter')
    writeFileSync(counter, '0')
    const children = [1, 2, 3].map(() => spawn(process.execPath, ['--input-type=module', '-e', COUNT, file, counter]))
    const ends = await Promise.all(children.map((child) => once(child, 'close')))
    expect(ends.map(([code]) => code)).toEqual([0, 0, 0])
    expect(readFileSync(counter, 'utf8')).toBe('60')
  }, 60_000)
})
