import type { ListedScenario, ScenarioState, ScenarioStep } from '#admin/ports.ts'
import type { EventRowDto } from './events.ts'

export type ScenarioRowDto = ListedScenario
export type ScenarioStepDto = ScenarioStep

/** A scenario with its steps, and what was done in its sandbox last, the newest first. */
export interface ScenarioDto extends ScenarioState {
  readonly recent: readonly EventRowDto[]
}
