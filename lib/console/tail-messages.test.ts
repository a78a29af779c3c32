import { beforeEach, expect, it } from 'vitest'
import type { AuditEvent } from '#audit/event.ts'
import { type TailSource, tailMessages } from './tail-messages.ts'

type Part = Awaited<ReturnType<TailSource['tail']['read']>>

let time: number
let live: boolean
let allowed: boolean
let parts: Part[]
let gone: AbortController
let ended: AbortController

beforeEach(() => {
  time = 0
  live = true
  allowed = true
  parts = []
  gone = new AbortController()
  ended = new AbortController()
})

const event = (seq: number) =>
  ({
    seq,
    eventId: `e${seq}`,
    eventTime: 5,
    resources: [],
    text: '{"record":{"userIdentity":{}},"decisions":[]}',
  }) as unknown as AuditEvent

/** A tail that reads the parts in turn; each wait takes `step` milliseconds of the clock. */
function messages(step = 0): AsyncGenerator<string> {
  let seq = 0
  return tailMessages({
    tail: {
      async read() {
        const part = parts.shift() ?? { events: [], seq }
        seq = part.seq
        return part
      },
      async more() {
        time += step
      },
      allowed: async () => allowed,
      ended: ended.signal,
    },
    goesOn: async () => live,
    now: () => time,
    gone: gone.signal,
  })
}

/** So many messages, or all there are. */
async function take(from: AsyncGenerator<string>, count: number): Promise<string[]> {
  const taken: string[] = []
  while (taken.length < count) {
    const { done, value } = await from.next()
    if (done) break
    taken.push(value)
  }
  return taken
}

it('events go out together, with the place up to which all was told', async () => {
  parts = [
    { events: [event(3), event(5)], seq: 9 },
    { events: [], seq: 12 },
    { events: [event(13)], seq: 13 },
  ]
  const [retry, first = '', second = ''] = await take(messages(), 3)
  expect(retry).toBe('retry: 2000\n\n')
  expect(first).toMatch(/^id: 9\nevent: events\ndata: \[.*"seq":3,.*"seq":5,.*\]\n\n$/)
  expect(second).toMatch(/^id: 13\nevent: events\n/)
})

it('what was passed over is said before what was not', async () => {
  parts = [{ events: [event(9)], seq: 9, passedOver: { from: 2, to: 8 } }]
  const [, gap, told] = await take(messages(), 3)
  expect(gap).toBe('id: 9\nevent: passed-over\ndata: {"from":2,"to":8}\n\n')
  expect(told).toMatch(/^id: 9\nevent: events\n/)
})

it('a silent line is kept open by comments that carry the place', async () => {
  parts = [{ events: [], seq: 4 }]
  const place = 'id: 4\nevent: place\ndata: {}\n\n'
  expect((await take(messages(15_000), 3)).slice(1)).toEqual([place, place])
})

it.each([
  ['the session', () => (live = false)],
  ['the permission', () => (allowed = false)],
])('the end of %s ends it, even while events come', async (_, end) => {
  parts = Array.from({ length: 9 }, (_, n) => ({ events: [event(n + 1)], seq: n + 1 }))
  const all = messages(2500)
  await take(all, 2)
  end()
  const rest = await take(all, 9)
  expect(rest.map((text) => /event: (\S+)/.exec(text)?.[1])).toEqual(['events', 'events', 'end'])
})

it('the end of the system is said', async () => {
  const all = messages()
  await take(all, 1)
  ended.abort()
  expect(await take(all, 5)).toEqual(['event: end\ndata: {}\n\n'])
})

it('where nobody listens any more, nothing is read', async () => {
  parts = [{ events: [event(1)], seq: 1 }]
  gone.abort()
  expect(await take(messages(), 5)).toEqual(['retry: 2000\n\n'])
})
