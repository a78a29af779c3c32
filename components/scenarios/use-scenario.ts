'use client'

import type { ScenarioDto, ScenarioStepDto } from '#console/dto/scenarios.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import type { Action } from '../hooks/use-action.ts'

export type ScenarioAction = Action<readonly [name: string]>
export type DoStepAction = Action<readonly [name: string, step: number], { readonly passed: number }>

/** What is done elsewhere, as with the AWS CLI, is seen within this time, in milliseconds. */
const LOOK = 2000

/** A scenario as it is now: its checks look again every moment while it is played. */
export function useScenario(name: string, enabled = true) {
  return useConsoleQuery('scenario', { name }, { keep: true, every: LOOK, enabled })
}

export function currentStep({ steps }: ScenarioDto): ScenarioStepDto | undefined {
  return steps.find(({ state }) => state === 'current')
}

export const isPlayed = ({ sandbox }: ScenarioDto) => sandbox !== undefined
export const isDone = ({ passed, stepCount }: ScenarioDto) => passed === stepCount
