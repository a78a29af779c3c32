import { describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { EVENTS_A_PAGE, parseEventFilter } from './event-filter.ts'

const NOW = 10_000_000_000 as EpochMillis

function parse(search: string) {
  const { limit, ...filter } = parseEventFilter(new URLSearchParams(search), NOW)
  expect(limit).toBe(EVENTS_A_PAGE + 1)
  return filter
}

describe('parseEventFilter', () => {
  it.each([
    ['', {}],
    ['event=Encrypt&outcome=denied', { eventName: 'Encrypt', outcome: 'denied' }],
    ['resource=arn&principal=who', { resource: 'arn', principal: 'who' }],
    ['reads=hide', { readOnly: false }],
    ['range=1h', { from: NOW - 3_600_000 }],
    ['before=42', { before: 42 }],
  ])('%j asks for %j', (search, filter) => {
    expect(parse(search)).toEqual(filter)
  })

  it.each(['outcome=maybe', 'before=x', 'before=-1', 'before=1.5', 'range=__proto__', 'range=9y', 'id=5', 'event='])(
    '%s counts as not there',
    (search) => {
      expect(parse(search)).toEqual({})
    },
  )
})
