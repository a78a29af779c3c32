'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { FrameDto } from '#console/dto/frame.ts'
import type { PageScopeDto, ScopeDto } from '#console/dto/scope.ts'
import { createTicker, type Ticker } from './ticker.ts'

const Frame = createContext<FrameDto | undefined>(undefined)
const Clock = createContext<Ticker>(createTicker(0))

/** Gives every component below who acts where, and the sandbox's clock, which runs on from the server's reading. */
export function FrameProvider({ frame, children }: { readonly frame: FrameDto; readonly children: ReactNode }) {
  const [clock] = useState(() => createTicker(frame.now))
  useEffect(() => clock.run(frame.now, frame.frozen), [clock, frame.now, frame.frozen])
  return (
    <Frame value={frame}>
      <Clock value={clock}>{children}</Clock>
    </Frame>
  )
}

export function useFrame(): FrameDto {
  const frame = useContext(Frame)
  if (!frame) throw new Error('useFrame outside of FrameProvider')
  return frame
}

export function useScope(): PageScopeDto {
  return useFrame().scope
}

/** The sandbox's clock in milliseconds, to the second. */
export function useNow(): number {
  const clock = useContext(Clock)
  return useSyncExternalStore(clock.subscribe, clock.now, clock.start)
}

/** What follows from the sandbox's clock: renders anew only when that changes, and not each second. */
export function useClock<T extends string | number | boolean>(read: (now: number) => T): T {
  const clock = useContext(Clock)
  return useSyncExternalStore(
    clock.subscribe,
    () => read(clock.now()),
    () => read(clock.start()),
  )
}

/** Addresses of the pages of this scope. */
export function usePaths(): Paths {
  const scope = useScope()
  return useMemo(() => pathsOf(scope), [scope])
}

export interface Paths {
  readonly overview: string
  readonly keys: string
  readonly createKey: string
  readonly managedKeys: string
  readonly aliases: string
  readonly multiRegion: string
  readonly keyStores: string
  readonly grants: string
  readonly identities: string
  readonly lab: string
  readonly audit: string
  readonly cost: string
  readonly playground: string
  readonly sandboxes: string
  readonly scenarios: string
  readonly settings: string
  /** Those of a kind: `users`, `roles`, `groups`, `policies`, `accounts`; one of them where it is named. */
  identity(kind: string, name?: string): string
  /** The audit log with one call open, and why it was allowed or refused. */
  why(requestId: string): string
  sandbox(id: string): string
  scenario(name: string): string
  /** In this Region unless another one is named. */
  key(keyId: string, region?: string): string
}

export function pathsOf({ sandbox, account, region }: ScopeDto): Paths {
  const inRegion = (id: string) => `/${sandbox}/${account}/${id}`
  const base = inRegion(region)
  return {
    overview: `${base}/overview`,
    keys: `${base}/keys`,
    createKey: `${base}/keys/create`,
    managedKeys: `${base}/aws-managed-keys`,
    aliases: `${base}/aliases`,
    multiRegion: `${base}/multi-region`,
    keyStores: `${base}/key-stores`,
    grants: `${base}/grants`,
    identities: `${base}/identities`,
    lab: `${base}/policy-lab`,
    audit: `${base}/audit`,
    cost: `${base}/quotas-and-cost`,
    playground: `${base}/playground`,
    sandboxes: `${base}/sandboxes`,
    scenarios: `${base}/scenarios`,
    settings: `${base}/settings`,
    identity: (kind, name) => `${base}/identities/${kind}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`,
    why: (requestId) => `${base}/audit?request=${encodeURIComponent(requestId)}&view=why`,
    sandbox: (id) => `${base}/sandboxes/${encodeURIComponent(id)}`,
    scenario: (name) => `${base}/scenarios/${encodeURIComponent(name)}`,
    key: (keyId, other = region) => `${inRegion(other)}/keys/${encodeURIComponent(keyId)}`,
  }
}
