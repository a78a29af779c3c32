import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installedLock, isInstalled } from './packages.mjs'

const OTHER_CPU = process.arch === 'x64' ? 'arm64' : 'x64'
const LOCKED = {
  '': { name: 'keystead' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true, cpu: [OTHER_CPU] },
}
const { 'node_modules/a': a, 'node_modules/b': b } = LOCKED

let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packages-'))
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: LOCKED }))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function install(packages) {
  writeFileSync(join(folder, installedLock), JSON.stringify({ packages }))
  return isInstalled(folder)
}

describe('isInstalled', () => {
  it('holds for what the lock file says, without packages of other machines', () => {
    expect(install({ 'node_modules/a': a })).toBe(true)
  })

  it('holds beside packages that were added by hand', () => {
    expect(install({ 'node_modules/a': a, 'node_modules/c': { version: '3.0.0' } })).toBe(true)
  })

  it('fails for an install that never ended', () => {
    expect(isInstalled(folder)).toBe(false)
  })

  it('fails where a package is missing', () => {
    expect(install({})).toBe(false)
  })

  it.each([{ version: '1.0.1' }, { integrity: 'sha512-x' }])('fails where a package differs: %o', (difference) => {
    expect(install({ 'node_modules/a': { ...a, ...difference } })).toBe(false)
  })

  it('fails for the packages of another machine', () => {
    expect(install({ 'node_modules/a': a, 'node_modules/b': b })).toBe(false)
  })
})
