'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { RotationsDto } from '#console/dto/keys.ts'
import { useFrame } from '../../hooks/frame.tsx'
import type { Geometry } from '../../rotation-timeline/geometry.ts'

const ScrubBar = lazy(async () => ({ default: (await import('./scrub.tsx')).ScrubBar }))
const ScrubHandle = lazy(async () => ({ default: (await import('./scrub.tsx')).ScrubHandle }))

interface Scrub {
  /** Over the drawing: the clock as a handle. */
  readonly over?: (geometry: Geometry) => ReactNode
  /** Below it. */
  readonly bar?: ReactNode
}

/** Moves the clock of a sandbox along the timeline, for the administrator. In `main` there is nothing to move. */
export function useScrub(rotations: RotationsDto): Scrub {
  const { sandbox, scope, administers } = useFrame()
  const [wanted, setWanted] = useState<number>()
  if (!sandbox || !administers) return {}
  return {
    over: (geometry) => (
      <Suspense>
        <ScrubHandle geometry={geometry} wanted={wanted} onChange={setWanted} />
      </Suspense>
    ),
    bar: (
      <Suspense fallback={<div className="h-12" />}>
        <ScrubBar id={scope.sandbox} rotations={rotations} wanted={wanted} onChange={setWanted} />
      </Suspense>
    ),
  }
}
