import { expect, it } from 'vitest'
import { canonicalParams, pageParams, queryKey } from './query-key.ts'

it('the same meaning is the same text, whatever the order and whatever is empty', () => {
  const text = canonicalParams({ state: ['Enabled', 'Disabled'], q: 'a&b' })
  expect(canonicalParams({ q: 'a&b', page: undefined, sort: '', state: ['Enabled', 'Disabled'] })).toBe(text)
  expect(text).toBe('q=a%26b&state=Enabled&state=Disabled')
})

it('a read says as whom, and is shared with no other principal', () => {
  const place = { sandbox: 'main', account: '1', region: 'us-east-1' }
  const [role, user] = ['role', 'user'].map((principalArn) => ({ ...place, principalArn }))
  expect(role && pageParams(role)).toEqual({ scope: 'main/1/us-east-1', as: 'role' })
  expect(role && queryKey(role, 'self', {})).not.toEqual(user && queryKey(user, 'self', {}))
})
