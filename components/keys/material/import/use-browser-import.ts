'use client'

import { useRef, useState } from 'react'
import { type Action, useAction } from '../../../hooks/use-action.ts'
import type { MaterialActions } from '../material-actions.ts'
import { type BrowserImport, browserRun, type Kept, type Progress } from './browser-run.ts'

/** Makes material in this browser, wraps it and imports it. What it gives is the material: nobody else has it. */
export function useBrowserImport(actions: MaterialActions) {
  const [progress, tell] = useState<Progress>({})
  const kept = useRef<Kept>({})
  const action: Action<[BrowserImport]> = (scope, asked) =>
    browserRun({ actions, kept: kept.current, tell }, scope, asked)
  const { run, busy, error } = useAction(action, { quiet: true, done: () => ({ title: 'Key material imported' }) })
  return { run, busy, error, ...progress }
}
