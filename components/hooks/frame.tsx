'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { FrameDto } from '#console/dto/frame.ts'
import type { ScopeDto } from '#console/dto/scope.ts'

const Frame = createContext<FrameDto | undefined>(undefined)
const Now = createContext(0)

const TICK = 1000

/** Gives every component below who acts where, and the sandbox's clock, which runs on from the server's reading. */
export function FrameProvider({ frame, children }: { readonly frame: FrameDto; readonly children: ReactNode }) {
  const [now, setNow] = useState(frame.now)
  useEffect(() => {
    setNow(frame.now)
    if (frame.frozen) return
    const start = performance.now()
    const timer = setInterval(() => setNow(frame.now + performance.now() - start), TICK)
    return () => clearInterval(timer)
  }, [frame.now, frame.frozen])
  return (
    <Frame value={frame}>
      <Now value={now}>{children}</Now>
    </Frame>
  )
}

export function useFrame(): FrameDto {
  const frame = useContext(Frame)
  if (!frame) throw new Error('useFrame outside of FrameProvider')
  return frame
}

export function useScope(): ScopeDto {
  return useFrame().scope
}

/** The sandbox's clock in milliseconds, to the second. */
export function useNow(): number {
  return useContext(Now)
}

/** Addresses of the pages of this scope. */
export function usePaths(): Paths {
  const scope = useScope()
  return useMemo(() => pathsOf(scope), [scope])
}

export interface Paths {
  readonly keys: string
  readonly createKey: string
  readonly aliases: string
  readonly audit: string
  key(keyId: string): string
}

export function pathsOf({ sandbox, account, region }: ScopeDto): Paths {
  const base = `/${sandbox}/${account}/${region}`
  return {
    keys: `${base}/keys`,
    createKey: `${base}/keys/create`,
    aliases: `${base}/aliases`,
    audit: `${base}/audit`,
    key: (keyId) => `${base}/keys/${encodeURIComponent(keyId)}`,
  }
}
