import { describe, expect, it, vi } from 'vitest'
import { createDelays } from './delays.ts'

describe('delays', () => {
  it('last as long as they should', async () => {
    vi.useFakeTimers()
    try {
      const done = vi.fn()
      const waiting = createDelays().sleep(250).then(done)
      await vi.advanceTimersByTimeAsync(249)
      expect(done).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(1)
      await waiting
      expect(done).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
  })

  it('end at once when the server stops, and none begins after that', async () => {
    const delays = createDelays()
    const waiting = [60_000, 30_000].map((millis) => delays.sleep(millis))
    delays.end()
    await Promise.all([...waiting, delays.sleep(60_000)])
  })
})
