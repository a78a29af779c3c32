import { expect, it } from 'vitest'
import { canonicalParams } from './query-key.ts'

it('the same meaning is the same text, whatever the order and whatever is empty', () => {
  const text = canonicalParams({ state: ['Enabled', 'Disabled'], q: 'a&b' })
  expect(canonicalParams({ q: 'a&b', page: undefined, sort: '', state: ['Enabled', 'Disabled'] })).toBe(text)
  expect(text).toBe('q=a%26b&state=Enabled&state=Disabled')
})
