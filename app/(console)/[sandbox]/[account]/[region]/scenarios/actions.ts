'use server'

import { act } from '#console/act.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'

export async function startScenario(scope: PageScopeDto, name: string) {
  return act(scope, async (console) => {
    await console.administerMain('StartScenario', { name })
    return null
  })
}

export async function resetScenario(scope: PageScopeDto, name: string) {
  return act(scope, async (console) => {
    await console.administerMain('ResetScenario', { name })
    return null
  })
}

export async function stopScenario(scope: PageScopeDto, name: string) {
  return act(scope, async (console) => {
    await console.administerMain('StopScenario', { name })
    return null
  })
}

/** Does the current step. */
export async function doScenarioStep(scope: PageScopeDto, name: string, step: number) {
  return act(scope, async (console) => {
    const { passed } = await console.administerMain('DoScenarioStep', { name, step })
    return { passed }
  })
}
