import { expect, it } from 'vitest'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { confirmationFor, daysProblem } from './deletion-rules.ts'

const DAY = 86_400_000
const NOW = 100 * DAY
const key = (keyId: string, usedAt?: number) =>
  ({
    ...{ keyId, aliases: [`alias/${keyId}`] },
    ...(usedAt === undefined ? {} : { lastUse: { at: usedAt } }),
  }) as unknown as KeyRowDto

it.each([
  ['6', false],
  ['7', true],
  ['30', true],
  ['31', false],
  ['7.5', false],
  ['', false],
])('a waiting period of %j days: %s', (text, fits) => {
  expect(daysProblem(text) === undefined).toBe(fits)
})

it('a key that was used of late is given up by its name only, and several by their number', () => {
  expect(confirmationFor([key('a')], [], NOW)).toBeUndefined()
  expect(confirmationFor([key('a', NOW - 31 * DAY)], [], NOW)).toBeUndefined()
  expect(confirmationFor([key('a', NOW - DAY)], [], NOW)).toBe('a')
  expect(confirmationFor([key('a', NOW - 99 * DAY)], [key('a', NOW - DAY)], NOW)).toBe('a')
  expect(confirmationFor([key('a'), key('b', NOW - DAY)], [], NOW)).toBe('delete 2 keys')
})
