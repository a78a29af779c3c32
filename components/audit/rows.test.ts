import { describe, expect, it } from 'vitest'
import type { EventRowDto } from '#console/dto/events.ts'
import { countWaiting, isFull, rowsOf, withLive } from './rows.ts'

const row = (seq: number) => ({ seq }) as EventRowDto
/** Rows of these sequence numbers, both included, in their order. */
const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => row(from + index))
const newest = (from: number, to: number) => span(from, to).reverse()
const seqs = (rows: readonly EventRowDto[]) => rows.map(({ seq }) => seq)

describe('the list of events', () => {
  it('has each row once, the newest first', () => {
    const pages = [{ events: newest(5, 8), older: 5 }, { events: newest(1, 4) }]
    expect(seqs(rowsOf({ pages, live: span(8, 10) }))).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('shows nothing behind a first page that has moved away from it', () => {
    const pages = [{ events: newest(91, 100), older: 91 }]
    expect(seqs(rowsOf({ pages, live: [...span(11, 20), ...span(99, 102)] }))).toEqual(seqs(newest(91, 102)))
  })

  it('counts only those as waiting that it does not show', () => {
    const rows = rowsOf({ pages: [{ events: newest(1, 5) }], live: [] })
    expect(countWaiting(span(4, 8), rows)).toBe(3)
  })
})

describe('rows that come', () => {
  it('are told again by a line that was lost', () => {
    expect(seqs(withLive(span(1, 3), span(2, 5)))).toEqual([1, 2, 3, 4, 5])
  })

  it('leave no gap behind them when there are too many', () => {
    const live = withLive(span(1, 1999), span(2000, 2100))
    expect(seqs(live)).toEqual(seqs(span(1, 2000)))
    expect(isFull(live)).toBe(true)
    expect(isFull(span(1, 1999))).toBe(false)
  })
})
