'use client'

import { useEffect, useState } from 'react'

/** A value that follows another once it has stayed the same for a while, so that typing is not slowed by what follows. */
export function useSettled<T>(value: T, milliseconds = 200): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}
