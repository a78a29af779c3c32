import { beforeEach, describe, expect, it } from 'vitest'
import type { AuditEvent } from '#audit/event.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { EventQuery } from '#kms/ports.ts'
import { ACCOUNT, REGION } from '#testing/harness.ts'
import { exportedEvents } from './exported-events.ts'

const HOUR = 3_600_000
const BEGUN = 100 * HOUR
/** More than two reads take. */
const ALL = 10_500

let now: number
let live: boolean

beforeEach(() => {
  now = BEGUN
  live = true
})

/** The oldest of the log's events is an hour old when the export begins. */
const log = Array.from({ length: ALL }, (_, n) => {
  const at = { seq: n + 1, eventId: `e${n + 1}`, eventTime: BEGUN - HOUR + n }
  return { ...at, resources: [], text: '{"record":{"userIdentity":{}},"decisions":[]}' } as unknown as AuditEvent
}).toReversed()

const console = {
  scope: { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION },
  now: () => now as EpochMillis,
  watch: async () => async () => live,
  async events({
    from = 0 as EpochMillis,
    before = Number.POSITIVE_INFINITY,
    limit,
  }: Omit<EventQuery, 'sandbox' | 'account'>) {
    const found = log.filter(({ seq, eventTime }) => eventTime >= from && seq < before).slice(0, limit)
    now += 1000
    return found
  },
}

async function exported(search: string, each: () => void = () => undefined): Promise<number[]> {
  const lines = await exportedEvents(console, new URLSearchParams(search))
  const told: number[] = []
  for await (const line of lines(new AbortController().signal)) {
    expect(line.length).toBeLessThanOrEqual(100)
    told.push(...line.map(({ row }) => row.seq))
    each()
  }
  return told
}

describe('an export', () => {
  it('has every event once, the newest first, of a range as it was when it began', async () => {
    expect(await exported('range=1h')).toEqual(log.map(({ seq }) => seq))
  })

  it('breaks off by an error when the session ends', async () => {
    const end = () => {
      live = false
    }
    await expect(exported('', end)).rejects.toThrow('the session ended')
  })
})
