import { describe, expect, it } from 'vitest'
import type { ToldRows } from './read-part.ts'
import { RowLedger } from './verify-rows.ts'

const digest = (sha256: string | null) => ({ table: 'key', key: ['main', 'k'], sha256 })
const told = (seq: number, sha256: string | null): ToldRows => ({ seq, rows: [digest(sha256)] })
const carried = (seq: number, sha256: string | null, carriedThrough: number): ToldRows => ({
  ...told(seq, sha256),
  carriedThrough,
})

function ledgerOf(...rows: ToldRows[]): RowLedger {
  const ledger = new RowLedger()
  ledger.follow({ rows, uses: [] })
  return ledger
}

describe('what a log says of rows', () => {
  it('is the word of the last event', () => {
    expect(ledgerOf(told(1, 'a'), told(2, 'b')).compare([digest('b')], [])).toEqual([])
    expect(ledgerOf(told(1, 'a'), told(2, 'b')).compare([digest('a')], [])).toMatchObject([{ seq: 2 }])
  })

  it('is not what was carried on from pruned events where a later event knows better', () => {
    // Row at 100, changed at 150 while the log was read, pruned through 120 by event 160.
    const ledger = ledgerOf(told(150, 'b'), carried(160, 'a', 120))
    expect(ledger.compare([digest('b')], [])).toEqual([])
  })

  it('is what was carried on last', () => {
    const ledger = ledgerOf(carried(160, 'a', 120), carried(300, 'b', 200))
    expect(ledger.compare([digest('b')], [])).toEqual([])
  })

  it('carries on what is there, and that a row is gone where an older word of it stays', () => {
    expect(ledgerOf(told(1, 'a')).upTo(5)).toEqual([digest('a')])
    expect(ledgerOf(told(1, 'a'), told(2, null)).upTo(5)).toEqual([])
    // The pruning event 160 stays and carries the row; its end at 170 is to be pruned.
    const ended = ledgerOf(carried(160, 'a', 120), told(170, null))
    expect(ended.upTo(200)).toEqual([])
    const staying = ledgerOf(told(170, null), carried(260, 'a', 120))
    expect(staying.upTo(200)).toEqual([digest(null)])
    expect(staying.compare([], [])).toEqual([])
  })
})
