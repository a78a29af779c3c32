import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digest, isStamped, stamped } from './digest.mjs'

let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'digest-'))
  mkdirSync(join(folder, 'lib', 'a'), { recursive: true })
  writeFileSync(join(folder, 'lib', 'a', 'one.ts'), 'one')
  writeFileSync(join(folder, 'lib', 'two.test.ts'), 'two')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

const isTest = (path) => path.endsWith('.test.ts')
const now = () => digest(folder, ['lib', 'absent'], isTest)

describe('digest', () => {
  it('changes with a content', () => {
    const before = now()
    writeFileSync(join(folder, 'lib', 'a', 'one.ts'), 'eno')
    expect(now()).not.toBe(before)
  })

  it('changes with a name', () => {
    const before = now()
    rmSync(join(folder, 'lib', 'a', 'one.ts'))
    writeFileSync(join(folder, 'lib', 'a', 'uno.ts'), 'one')
    expect(now()).not.toBe(before)
  })

  it('changes with a new file', () => {
    const before = now()
    writeFileSync(join(folder, 'absent'), '')
    expect(now()).not.toBe(before)
  })

  it('stays where only a time changes', () => {
    const before = now()
    utimesSync(join(folder, 'lib', 'a', 'one.ts'), 1, 1)
    expect(now()).toBe(before)
  })

  it('stays where what is left out changes', () => {
    const before = now()
    writeFileSync(join(folder, 'lib', 'two.test.ts'), 'changed')
    expect(now()).toBe(before)
  })
})

describe('stamped', () => {
  it('stamps what was made', async () => {
    const file = join(folder, 'made', '.made-from')
    expect(isStamped(file, 'abc')).toBe(false)
    await stamped(file, 'abc', async () => undefined)
    expect(isStamped(file, 'abc')).toBe(true)
    expect(isStamped(file, 'abd')).toBe(false)
  })

  it('leaves no stamp where the making is cut off', async () => {
    const file = join(folder, '.made-from')
    writeFileSync(file, 'abc')
    const cut = stamped(file, 'abc', async () => {
      expect(existsSync(file)).toBe(false)
      throw new Error('cut')
    })
    await expect(cut).rejects.toThrow('cut')
    expect(isStamped(file, 'abc')).toBe(false)
  })
})
