'use client'

import { useEffect, useState } from 'react'
import type { SandboxClockDto } from '#console/dto/sandboxes.ts'

const TICK = 1000

/** The time of a sandbox that was read a while ago, to the second. */
export function useRunning({ now, frozen }: SandboxClockDto): number {
  const [time, setTime] = useState(now)
  useEffect(() => {
    setTime(now)
    if (frozen) return
    const begin = performance.now()
    const timer = setInterval(() => setTime(now + performance.now() - begin), TICK)
    return () => clearInterval(timer)
  }, [now, frozen])
  return time
}
