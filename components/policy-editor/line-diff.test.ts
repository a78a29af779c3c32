import { expect, it } from 'vitest'
import { lineCounts } from './line-diff.ts'

it.each([
  ['a\nb', 'a\nb', { added: 0, removed: 0, changed: 0 }],
  ['a\nb', 'a\nx\nb', { added: 1, removed: 0, changed: 0 }],
  ['a\nb\nc', 'a\nc', { added: 0, removed: 1, changed: 0 }],
  ['a\nb\nc', 'a\nB\nc', { added: 0, removed: 0, changed: 1 }],
  ['a\nb\nc\nd', 'A\nb\nc\nd\ne', { added: 1, removed: 0, changed: 1 }],
])('lines of %j and %j', (before, after, counts) => {
  expect(lineCounts(before, after)).toEqual(counts)
})
