import { describe, expect, it } from 'vitest'
import { csvCell, csvLine } from './csv.ts'

describe('a cell of a CSV file', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'that begins a formula, as %j does, is told as text',
    (text) => {
      expect(csvCell(text).replaceAll('"', '').startsWith("'")).toBe(true)
    },
  )

  it('with signs of the format is put in quotes, and its quotes are doubled', () => {
    expect(csvCell('say "a, b"')).toBe('"say ""a, b"""')
    expect(csvCell('two\nlines')).toBe('"two\nlines"')
    expect(csvCell('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"`)
  })

  it('is left as it is otherwise: signs inside of text, negative numbers, nothing', () => {
    expect(csvCell('a=b@c')).toBe('a=b@c')
    expect(csvCell(-1)).toBe('-1')
    expect(csvCell(undefined)).toBe('')
  })
})

it('a record ends as RFC 4180 says', () => {
  expect(csvLine(['a', 1, undefined, true])).toBe('a,1,,true\r\n')
})
