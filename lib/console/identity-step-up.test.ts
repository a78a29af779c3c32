import { expect, it } from 'vitest'
import { isFinal } from './identity-step-up.ts'

it.each(['delete', 'delete-policy', 'delete-key', ['delete']])('nothing brings back what %j takes', (change) => {
  expect(isFinal({ change })).toBe(true)
})

it.each(['detach', 'delete-inline', 'deactivate-key', 'leave', undefined])('%j is no such change', (change) => {
  expect(isFinal({ change })).toBe(false)
  expect(isFinal(null)).toBe(false)
})
