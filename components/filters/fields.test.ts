import { describe, expect, it } from 'vitest'
import { type FilterField, nameNow, namesOf, said } from './fields.ts'

const state: FilterField = {
  ...{ name: 'state', label: 'State', kind: 'many', negatable: true },
  options: [
    { value: 'Enabled', label: 'Enabled' },
    { value: 'PendingDeletion', label: 'Pending deletion' },
  ],
}
const created: FilterField = { name: 'created', label: 'Created', kind: 'days' }
const alias: FilterField = { name: 'alias', label: 'Alias', kind: 'text', parts: true }

describe('a filter in words', () => {
  it.each([
    [state, 'state=PendingDeletion', 'is any of', 'Pending deletion'],
    [state, 'state!=Enabled&state!=Disabled', 'is none of', 'Enabled, Disabled'],
    [state, 'state=a&state=b&state=c', 'is any of', '3 values'],
    [{ ...state, kind: 'one' } as const, 'state=Enabled', 'is', 'Enabled'],
    [state, 'state=', 'is any of', 'any value'],
    [created, 'created-after=2026-01-01', 'is from', '2026-01-01'],
    [created, 'created-before=2026-01-01', 'is before', '2026-01-01'],
    [created, 'created-after=2025-01-01&created-before=2026-01-01', 'is between', '2025-01-01 and 2026-01-01'],
    [alias, 'alias!=pay', 'does not contain', 'pay'],
  ])('%#: %s', (field, search, operator, value) => {
    expect(said(field, new URLSearchParams(search))).toEqual({ operator, value })
  })
})

it('knows all its parameters, and the one that is used', () => {
  expect(namesOf(created)).toEqual(['created-after', 'created-before'])
  expect(namesOf(state)).toEqual(['state', 'state!'])
  expect(nameNow(state, new URLSearchParams('state!=a'))).toBe('state!')
  expect(nameNow(state, new URLSearchParams())).toBe('state')
})
