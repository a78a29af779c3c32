import { describe, expect, it } from 'vitest'
import { ambientInputs, withoutComments, writtenImports } from './sources.ts'

describe('writtenImports', () => {
  it.each([
    ["import { a } from './a.ts'", './a.ts'],
    ["import type { A } from './a.ts'", './a.ts'],
    ["import {\n  a,\n  b,\n} from './a.ts'", './a.ts'],
    ["export * from './a.ts'", './a.ts'],
    ["export type { A } from './a.ts'", './a.ts'],
    ["import './a.ts'", './a.ts'],
    ["const a = await import('./a.ts')", './a.ts'],
  ])('sees %s', (code, path) => {
    expect(writtenImports(code)).toEqual([path])
  })

  it('sees none in a comment', () => {
    expect(writtenImports(withoutComments("// import './a.ts'\n/* import './b.ts'\n */"))).toEqual([])
  })
})

describe('withoutComments', () => {
  it.each(["'https://a' + b", '`https://a` + b', '/\\/\\*/.test(a)', '"/*" + c + "*/"', 'a / b / c'])(
    'keeps %s',
    (code) => {
      expect(withoutComments(`${code} // that is all`)).toBe(`${code} `)
    },
  )
})

describe('ambientInputs', () => {
  it.each([
    ['const now = Date.now()', 'Date.now()'],
    ['const now = new Date()', 'new Date()'],
    ['const now = Date()', 'new Date()'],
    ['const n = Math.random()', 'Math.random()'],
    ['const port = process.env.PORT', 'process.env'],
    ["const port = process.env['PORT']", 'process.env'],
    ['const { env } = process', 'process.env'],
  ])('finds what %s reads', (code, input) => {
    expect(ambientInputs(code)).toEqual([input])
  })

  it.each(['new Date(0)', 'clock.now()', 'isDate()', 'x.Date()'])('finds none in %s', (code) => {
    expect(ambientInputs(code)).toEqual([])
  })
})
