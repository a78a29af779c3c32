import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import type { EventSelection, Store } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { freshScope, samplesIn } from '#testing/rows.ts'
import { type EventTail, type TailPart, Tails } from './tail.ts'

let store: Store
let tails: Tails
let at: ReturnType<typeof samplesIn>

beforeEach(() => {
  store = openMemoryStore()
  tails = new Tails({ store })
  at = samplesIn(freshScope())
})

const append = (from: number, count = 1, change = {}) => {
  const events = Array.from({ length: count }, (_, n) => at.eventDraft(String(from + n), change))
  return store.commit({ writes: [], events })
}
const follow = (after = 0, more: Partial<EventSelection> = {}) => {
  const { sandbox, account } = at.scope
  return tails.follow({ sandbox, account, filters: [], ...more }, after)
}
const seqsOf = ({ events }: TailPart) => events.map(({ seq }) => seq)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

/** All that there is to read. */
async function readAll(tail: EventTail, newest: number): Promise<TailPart[]> {
  const parts = [await tail.read()]
  while (parts.at(-1)?.seq !== newest) parts.push(await tail.read())
  return parts
}

describe('a tail', () => {
  it('tells what is appended, the oldest first, once', async () => {
    await append(1, 3)
    const tail = follow(1)
    expect(seqsOf(await tail.read())).toEqual([2, 3])
    expect(await tail.read()).toEqual({ events: [], seq: 3 })
    await append(4)
    expect(seqsOf(await tail.read())).toEqual([4])
  })

  it('tells of the account and what the filter selects only, and how far it has looked', async () => {
    const tail = follow(0, { filters: [{ attribute: 'eventName', values: ['Sign'] }] })
    await append(1, 2)
    await append(3, 1, { eventName: 'Sign' })
    await append(4, 1, { eventName: 'Sign', account: '444455556666' as AccountId })
    expect(await tail.read()).toMatchObject({ events: [{ seq: 3 }], seq: 4 })
  })

  it('makes up for thousands of events without losing or repeating any', async () => {
    await append(1, 3000)
    const tail = follow(7)
    const parts = await readAll(tail, 3000)
    expect(parts.flatMap(seqsOf)).toEqual(range(8, 3000))
    expect(parts.some(({ passedOver }) => passedOver)).toBe(false)
  })

  it('of a log that is busier than anyone can read says what it passes over', async () => {
    const tail = follow()
    await tail.read()
    await append(1, 1500)
    const parts = await readAll(tail, 1500)
    expect(parts).toMatchObject([
      { passedOver: { from: 1, to: 768 }, seq: 1024 },
      { passedOver: { from: 1025, to: 1244 }, seq: 1500 },
    ])
    expect(parts.flatMap(seqsOf)).toEqual([...range(769, 1024), ...range(1245, 1500)])
  })

  it('goes on from near the newest event when its reader was away for long, and says so', async () => {
    await append(1, 20_500)
    const first = await follow(100).read()
    expect(first).toMatchObject({ passedOver: { from: 101, to: 500 }, seq: 756 })
    expect(seqsOf(first)).toEqual(range(501, 756))
  })

  it('of a place that is not there yet begins with what comes next', async () => {
    await append(1, 2)
    const tail = follow(99)
    await append(3)
    expect(seqsOf(await tail.read())).toEqual([3])
  })
})

describe('who waits for more', () => {
  const patience = () => AbortSignal.timeout(10_000)

  it('is told when something is appended, or has been already', async () => {
    const tail = follow()
    const [one, other] = [tail.more(patience()), tail.more(patience())]
    await append(1)
    await Promise.all([one, other, tail.more(patience())])
    expect(seqsOf(await tail.read())).toEqual([1])
  })

  it('is let go when nobody listens any more, and when the system stops', async () => {
    const gone = new AbortController()
    const waiting = follow().more(gone.signal)
    gone.abort()
    await waiting
    const [tail, other] = [follow(), follow()]
    const rest = other.more(patience())
    tails.end()
    await Promise.all([rest, tail.more(patience())])
    expect([tail.ended.aborted, other.ended.aborted]).toEqual([true, true])
  })
})
