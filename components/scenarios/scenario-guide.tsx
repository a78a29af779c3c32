'use client'

import { lazy } from 'react'
import { useFrame } from '../hooks/frame.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import type { DoStepAction } from './use-scenario.ts'

const Guide = lazy(async () => ({ default: (await import('./guide.tsx')).Guide }))

/** While one is in the sandbox of a scenario: its current step, docked below the pages. Nothing anywhere else. */
export function ScenarioGuide({ act }: { readonly act: DoStepAction }) {
  const { administers, scenario } = useFrame()
  return (
    <WhenOpen open={administers && scenario !== undefined}>
      <Guide name={scenario ?? ''} act={act} />
    </WhenOpen>
  )
}
