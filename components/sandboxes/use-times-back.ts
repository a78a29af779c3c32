'use client'

import { useState } from 'react'

/** How often a clock was seen to go back, as it does when its sandbox is reset or restored. */
export function useTimesBack(now: number): number {
  const [seen, setSeen] = useState({ now, times: 0 })
  if (now !== seen.now) setSeen({ now, times: now < seen.now ? seen.times + 1 : seen.times })
  return seen.times
}
