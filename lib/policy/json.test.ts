import { describe, expect, it } from 'vitest'
import { parseJson } from './json.ts'

describe('JSON of policies', () => {
  it('reads every kind of value', () => {
    const text = ' {"a": [1, -2.5e3, true, false, null, "\\u0041\\n"], "b": {}, "c": []}\r\n'
    const value = new Map<string, unknown>([
      ['a', [1, -2500, true, false, null, 'A\n']],
      ['b', new Map()],
      ['c', []],
    ])
    expect(parseJson(text)).toEqual({ ok: true, value })
  })

  it('keeps __proto__ as a name like any other', () => {
    expect(parseJson('{"__proto__": 1}')).toEqual({ ok: true, value: new Map([['__proto__', 1]]) })
  })

  it.each([
    ['{"a": 1, "a": 2}', 9],
    ['{"a": {"b": 1, "\\u0062": 2}}', 15],
    ['', 0],
    ['{', 1],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['"abc', 0],
    ['"a\\', 0],
    ['"\\x"', 0],
    ['"a\nb"', 0],
    ['01', 1],
    ['1.', 1],
    ['nul', 0],
    ['{} x', 3],
    ['\u00a0{}', 0],
    ["{'a': 1}", 1],
    ['['.repeat(40), 33],
  ])('refuses %j at %i', (text, offset) => {
    expect(parseJson(text)).toMatchObject({ ok: false, fault: { offset } })
  })
})
