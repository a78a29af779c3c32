import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Source, tailLine } from './tail-line.ts'

type Heard = Parameters<Source['addEventListener']>[1]

class FakeSource implements Source {
  readonly after: number | undefined
  closed = false
  readonly #listeners = new Map<string, Heard>()

  constructor(after: number | undefined) {
    this.after = after
  }

  addEventListener(name: string, heard: Heard): void {
    this.#listeners.set(name, heard)
  }

  close(): void {
    this.closed = true
  }

  tell(name: string, data?: unknown, id?: number): void {
    const lastEventId = id === undefined ? '' : String(id)
    this.#listeners.get(name)?.({ lastEventId, ...(data === undefined ? {} : { data: JSON.stringify(data) }) })
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function start(after?: number) {
  const sources: FakeSource[] = []
  const listener = { rows: vi.fn(), gap: vi.fn(), state: vi.fn(), refused: vi.fn() }
  const connect = (from: number | undefined) => {
    const source = new FakeSource(from)
    sources.push(source)
    return source
  }
  const line = tailLine(connect, listener, after)
  const last = () => {
    const source = sources.at(-1)
    if (!source) throw new Error('nothing was connected')
    return source
  }
  return { sources, listener, line, last }
}

describe('a line to the log', () => {
  it('tells what comes, and what was passed over', () => {
    const { listener, last } = start(4)
    last().tell('open')
    last().tell('events', [{ seq: 5 }], 5)
    last().tell('passed-over', { from: 6, to: 9 }, 9)
    expect(last().after).toBe(4)
    expect(listener.rows).toHaveBeenCalledWith([{ seq: 5 }])
    expect(listener.gap).toHaveBeenCalledWith({ from: 6, to: 9 })
    expect(listener.state.mock.calls.flat()).toEqual(['connecting', 'live'])
  })

  it('is connected again from where it was, ever more patiently while nobody answers', () => {
    const { sources, listener, last } = start()
    last().tell('place', {}, 7)
    for (const _ of [1, 2, 3]) {
      last().tell('error')
      vi.advanceTimersByTime(60)
    }
    expect(sources).toHaveLength(1)
    vi.advanceTimersByTime(500)
    expect(sources.map(({ after }) => after)).toEqual([undefined, 7])
    last().tell('error')
    vi.advanceTimersByTime(600)
    expect(sources).toHaveLength(2)
    vi.advanceTimersByTime(400)
    expect(sources).toHaveLength(3)
    expect(listener.state).toHaveBeenLastCalledWith('offline')
    last().tell('open')
    expect(listener.state).toHaveBeenLastCalledWith('live')
  })

  it('that is silent for too long, or ended by the server, is begun anew', () => {
    const { sources, last } = start()
    last().tell('open')
    vi.advanceTimersByTime(39_000)
    last().tell('place', {}, 3)
    vi.advanceTimersByTime(39_000)
    expect(last().closed).toBe(false)
    vi.advanceTimersByTime(1500)
    expect(sources).toHaveLength(2)
    last().tell('end', {})
    expect(last().closed).toBe(true)
    vi.advanceTimersByTime(1000)
    expect(sources).toHaveLength(3)
  })

  it('rests, and goes on at once when it is woken', () => {
    const { sources, line, last } = start()
    last().tell('events', [], 12)
    line.rest()
    vi.advanceTimersByTime(600_000)
    expect(sources).toHaveLength(1)
    line.wake()
    line.wake()
    expect(sources.map(({ after }) => after)).toEqual([undefined, 12])
  })
})
