import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { originOf } from './origin.ts'

let folder: string
let installed: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'origin-'))
  installed = join(folder, 'somewhere')
  write(join(installed, 'bin'), 'keystead.mjs')
})

afterEach(() => rmSync(folder, { recursive: true }))

function write(place: string, name: string, text = ''): void {
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, name), text)
}

describe('originOf', () => {
  it('takes the folder of a program, or its script', () => {
    const path = join(installed, 'bin', 'keystead.mjs')
    for (const program of [installed, path, 'somewhere']) {
      expect(originOf({ program }, {}, folder)).toEqual({ kind: 'program', path })
    }
    expect(originOf({}, { KEYSTEAD_PROGRAM: installed }, folder)).toEqual({ kind: 'program', path })
  })

  it('takes the address of a server', () => {
    const server = { kind: 'server', url: 'http://127.0.0.1:4000' }
    expect(originOf({ url: 'http://127.0.0.1:4000/' }, {}, folder)).toEqual(server)
    expect(originOf({}, { KEYSTEAD_URL: 'http://127.0.0.1:4000' }, folder)).toEqual(server)
  })

  it('lets options go before the environment, and that before an installed package', () => {
    const own = join(folder, 'node_modules', 'keystead')
    write(own, 'package.json', '{ "name": "keystead" }')
    write(join(own, 'bin'), 'keystead.mjs')
    expect(originOf({}, {}, folder)).toEqual({ kind: 'program', path: join(own, 'bin', 'keystead.mjs') })
    const environment = { KEYSTEAD_PROGRAM: installed }
    expect(originOf({}, environment, folder)).toMatchObject({ path: join(installed, 'bin', 'keystead.mjs') })
    expect(originOf({ url: 'http://a:1' }, environment, folder)).toEqual({ kind: 'server', url: 'http://a:1' })
  })

  it.each([
    ['nothing is known', {}, {}, /No Keystead is known.*KEYSTEAD_PROGRAM.*KEYSTEAD_URL/s],
    ['empty values are set', {}, { KEYSTEAD_URL: '', KEYSTEAD_PROGRAM: '' }, /No Keystead is known/],
    ['no program is there', { program: 'nowhere' }, {}, /There is no Keystead at .*nowhere/],
    ['both are given', { program: 'a', url: 'http://a' }, {}, /Give one of them/],
    ['the address is none', { url: 'localhost:3000' }, {}, /'localhost:3000' is not the address/],
  ])('says what to do where %s', (_, options, environment, message) => {
    expect(() => originOf(options, environment, folder)).toThrow(message)
  })
})
