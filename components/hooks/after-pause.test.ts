import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterPause } from './after-pause.ts'
import { isLeaving, leave } from './leaving.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', { location: { href: 'http://keystead/keys' } })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('writes once the page that was on its way is here, and then no more', () => {
  let written = 0
  leave()
  afterPause(() => {
    if (isLeaving()) return false
    written += 1
    return true
  }, 200)
  vi.advanceTimersByTime(1000)
  expect(written).toBe(0)
  window.location.href = 'http://keystead/keys?sort=created'
  vi.advanceTimersByTime(1000)
  expect(written).toBe(1)
})

it('writes nothing once it has been ended', () => {
  const write = vi.fn(() => false)
  const end = afterPause(write, 200)
  vi.advanceTimersByTime(400)
  end()
  vi.advanceTimersByTime(400)
  expect(write).toHaveBeenCalledTimes(2)
})
