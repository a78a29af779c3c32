import { expect, it } from 'vitest'
import { parseInstant } from './clock.ts'

it.each([
  ['2036-01-01T00:00:00Z', '2036-01-01T00:00:00.000Z'],
  ['2036-02-29T12:30+02:00', '2036-02-29T10:30:00.000Z'],
  ['2036-12-31T23:59:59.9Z', '2036-12-31T23:59:59.900Z'],
])('%s is a time', (text, time) => {
  expect(parseInstant(text)).toBe(Date.parse(time))
})

it.each([
  '2036-02-30T00:00:00Z',
  '2035-02-29T00:00:00Z',
  '2036-13-01T00:00:00Z',
  '2036-01-01T25:00:00Z',
  '2036-01-01',
  '1',
])('%s is none', (text) => {
  expect(parseInstant(text)).toBeUndefined()
})
