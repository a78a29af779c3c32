import { describe, expect, it } from 'vitest'
import { DEFAULT_COLUMNS, formatColumns, formatView, moved, parseColumns, parseView, toggled } from './key-view.ts'

describe('columns in the address', () => {
  it.each([
    ['alias.spec.tags', ['alias', 'spec', 'tags']],
    ['tags.alias', ['alias', 'tags']],
    ['tags.tags.toString.nonsense', ['alias', 'tags']],
    ['', DEFAULT_COLUMNS],
    ['nonsense', DEFAULT_COLUMNS],
    [null, DEFAULT_COLUMNS],
  ])('%j are %j', (text, columns) => {
    expect(parseColumns(text)).toEqual(columns)
  })

  it('are left out when they are the ordinary ones', () => {
    expect(formatColumns(DEFAULT_COLUMNS)).toBe('')
    expect(formatColumns(['alias', 'tags'])).toBe('alias.tags')
  })
})

it('a view comes back from its cookie as it went in', () => {
  const view = { columns: ['alias', 'rotation'], size: '100' } as const
  expect(parseView(formatView(view))).toEqual(view)
  const usual = { columns: DEFAULT_COLUMNS, size: '' }
  expect(parseView(formatView(usual))).toEqual(usual)
  expect(parseView('alias_<script>')).toEqual({ columns: ['alias'], size: '' })
  expect(parseView(undefined)).toEqual(usual)
})

it('a column that is shown comes to its place, and one that is moved passes its neighbour', () => {
  expect(toggled(['alias', 'state', 'created'], 'spec')).toEqual(['alias', 'state', 'spec', 'created'])
  expect(toggled(['alias', 'spec'], 'created')).toEqual(['alias', 'spec', 'created'])
  expect(toggled(['alias', 'spec'], 'spec')).toEqual(['alias'])
  expect(moved(['alias', 'state', 'spec'], 'spec', -1)).toEqual(['alias', 'spec', 'state'])
  expect(moved(['alias', 'state', 'spec'], 'state', -1)).toEqual(['alias', 'state', 'spec'])
  expect(moved(['alias', 'state', 'spec'], 'spec', 1)).toEqual(['alias', 'state', 'spec'])
})
