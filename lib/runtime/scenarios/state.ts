import type { ListedScenario, ScenarioState, ScenarioStep } from '#admin/ports.ts'
import type { Region } from '#kernel/ids.ts'
import type { Sandbox, ScenarioProgress } from '#kms/ports.ts'
import type { Link, Scenario, Snippet, Step } from '../../../e2e/scenarios/scenario.ts'

/** A scenario with its sandbox. */
export interface Playing {
  readonly scenario: Scenario
  readonly sandbox: Sandbox
  readonly progress: ScenarioProgress
}

/** A scenario, and how far it is. */
export function listed(
  { name, number, title, summary, minutes, steps: { length: stepCount } }: Scenario,
  found: Playing | undefined,
): ListedScenario {
  const about = { name, number, title, summary, minutes, stepCount }
  return { ...about, passed: found?.progress.passed ?? 0, ...(found && { sandbox: found.sandbox.id }) }
}

/** A scenario as the reader sees it; `missing` is what the current step misses. */
export function stateOf(scenario: Scenario, region: Region, found?: Playing, missing?: string): ScenarioState {
  const account = found?.sandbox.account ?? ''
  const steps = scenario.steps.map((step, at) => stepOf(step, at + 1, region, found, missing))
  return { ...listed(scenario, found), accountId: account, region, steps }
}

function stepOf(step: Step, number: number, here: Region, found?: Playing, missing?: string): ScenarioStep {
  const passed = found ? found.progress.passed : -1
  const state = number <= passed ? 'done' : number === passed + 1 ? 'current' : 'waiting'
  const facts = found?.progress.memory ?? {}
  // Before its turn, what the link leads to may not be there.
  const link = found && state !== 'waiting' ? step.link?.(facts) : undefined
  const snippets = state === 'current' ? (step.snippets?.(facts) ?? []) : []
  return {
    ...{ number, title: step.title, text: step.text, state, canDo: step.action !== undefined },
    ...(state === 'current' && missing !== undefined && { missing }),
    ...(found && link && { link: { label: link.label, href: hrefOf(link, found, here) } }),
    snippets: found ? snippets.map((snippet) => snippetOf(snippet, found, here)) : [],
    shows: state === 'done' ? (step.shows?.(facts) ?? []) : [],
  }
}

function snippetOf({ label, text, by }: Snippet, found: Playing, here: Region): ScenarioStep['snippets'][number] {
  if (!by) return { label, text }
  const { user, account } = by
  const page = { label: user, path: `identities/users/${user}`, ...(account !== undefined && { account }) }
  return { label, text, by: { user, href: hrefOf(page, found, here) } }
}

function hrefOf({ path, account, region }: Link, found: Playing, here: Region) {
  const { id, account: first } = found.sandbox
  return `/${id}/${account ?? first}/${region ?? here}/${path}`
}
