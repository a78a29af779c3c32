import { describe, expect, it } from 'vitest'
import { jsonFault, placeOf } from './json-faults.ts'

describe('the fault of a text', () => {
  it('is none in JSON and in nothing', () => {
    expect(jsonFault('{"a": [1, true, null]}')).toBeUndefined()
    expect(jsonFault('  \n')).toBeUndefined()
  })

  it('has line and column', () => {
    expect(jsonFault('{\n  "Version": oops\n}')).toMatchObject({ line: 2, column: 14, offset: 15 })
    expect(jsonFault('{')).toMatchObject({ line: 1 })
  })
})

it('places count from 1, and line breaks end their own line', () => {
  const text = 'ab\ncd\n'
  expect([0, 2, 3, 6].map((offset) => placeOf(text, offset))).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 3 },
    { line: 2, column: 1 },
    { line: 3, column: 1 },
  ])
})
