import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasShared, sharedPath } from '#testing/shared.ts'
import { Code, print, union } from './print.ts'
import { renderModel } from './render.ts'

describe.skipIf(!hasShared('aws/api-model.json'))('the generated files of lib/model', () => {
  const files = hasShared('aws/api-model.json') ? [...renderModel(sharedPath('aws'))] : []

  it.each(files)('%s is what the generator writes', (path, text) => {
    expect(readFileSync(join(resolve(import.meta.dirname, '../..'), path), 'utf8')).toBe(text)
  })
})

describe('print', () => {
  it('writes literals on one line where they fit', () => {
    expect(print({ a: ["it's", '\\d', '"\n'], 'b-c': true, d: undefined, e: {}, f: new Code('x()') })).toBe(
      `{ a: ['it\\'s', '\\\\d', '"\\n'], 'b-c': true, e: {}, f: x() }`,
    )
  })

  it('breaks those that do not', () => {
    const long = 'x'.repeat(70)
    expect(print({ a: [long, long] })).toBe(`{\n  a: [\n    '${long}',\n    '${long}',\n  ],\n}`)
    expect(union([long, long], 0)).toBe(`\n  | '${long}'\n  | '${long}'`)
  })
})
