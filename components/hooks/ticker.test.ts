import { expect, it, vi } from 'vitest'
import { createTicker } from './ticker.ts'

it('runs on from where it is set, and stands still when it is frozen or stopped', () => {
  vi.useFakeTimers()
  const ticker = createTicker(1000)
  const heard: number[] = []
  const leave = ticker.subscribe(() => heard.push(ticker.now()))
  const stop = ticker.run(5000, false)
  vi.advanceTimersByTime(2000)
  expect(heard).toEqual([5000, 6000, 7000])
  stop()
  ticker.run(9000, true)
  vi.advanceTimersByTime(2000)
  expect(ticker.now()).toBe(9000)
  expect(ticker.start()).toBe(1000)
  leave()
  ticker.run(1, true)
  expect(heard).toEqual([5000, 6000, 7000, 9000])
  vi.useRealTimers()
})
