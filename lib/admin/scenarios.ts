import type { AuditEvent } from '#audit/event.ts'
import type { Caller } from '#kms/ports.ts'
import { invalid } from './errors.ts'

/** A guided walk-through, as it stands in the list of all. */
export interface ListedScenario {
  readonly name: string
  readonly number: number
  readonly title: string
  /** What one learns. */
  readonly summary: string
  readonly minutes: number
  readonly stepCount: number
  /** How many of its steps have passed, from the first on. */
  readonly passed: number
  /** Its sandbox, while it is being played. */
  readonly sandbox?: string
}

/** A walk-through with its steps. */
export interface ScenarioState extends ListedScenario {
  /** Where it is played. */
  readonly accountId: string
  readonly region: string
  readonly steps: readonly ScenarioStep[]
}

export interface ScenarioStep {
  /** From 1 on. */
  readonly number: number
  readonly title: string
  readonly text: readonly string[]
  /** One is current while the scenario is played, until all are done. */
  readonly state: 'done' | 'current' | 'waiting'
  /** Of the current one: what its check misses, in words. */
  readonly missing?: string
  /** Whether it can be done for the reader. */
  readonly canDo: boolean
  /** Where it is done by hand: a path of the console. */
  readonly link?: { readonly label: string; readonly href: string }
  /**
   * Of the current one, what is copied for it: a policy, or a command and whose access key it needs, with the path of
   * that user's page.
   */
  readonly snippets: readonly {
    readonly label: string
    readonly text: string
    readonly by?: { readonly user: string; readonly href: string }
  }[]
  /** What came of it. */
  readonly shows: readonly { readonly label: string; readonly value: string; readonly isError?: boolean }[]
}

/** Who plays the scenarios. All throw NotFoundException for a name that none has. */
export interface ScenarioPlayer {
  list(): Promise<readonly ListedScenario[]>
  /** Looks anew at what the steps ask for. */
  state(name: string): Promise<ScenarioState>
  /** What was done in its sandbox last, the newest first; reading it leaves no event. None while it is not played. */
  recent(name: string, limit: number): Promise<readonly AuditEvent[]>
  /** In a new sandbox, in place of the one that it had. */
  start(name: string, caller: Caller): Promise<ScenarioState>
  /** Back to before the first step. Throws ScenarioNotStartedException, as do the next two. */
  reset(name: string, caller: Caller): Promise<ScenarioState>
  /** Does the current step; one that is done stays as it is. Throws ScenarioStepException where it cannot be done. */
  act(name: string, step: number, caller: Caller): Promise<ScenarioState>
  /** Takes the sandbox away. */
  stop(name: string, caller: Caller): Promise<ScenarioState>
}

type Members = Readonly<Record<string, unknown>>

export function scenarioMember({ name }: Members): string {
  if (typeof name === 'string') return name
  throw invalid('name must be that of a scenario.')
}

/** A number, or its digits where it stands in a path. */
export function stepMember({ step }: Members): number {
  const number = typeof step === 'string' && /^\d{1,3}$/.test(step) ? Number(step) : step
  if (typeof number === 'number' && Number.isInteger(number) && number > 0) return number
  throw invalid('step must be the number of a step, from 1 on.')
}
