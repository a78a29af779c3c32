import { noSuchScenario } from '../errors.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import type { AdminPorts } from '../ports.ts'
import type { ScenarioPlayer } from '../scenarios.ts'
import { scenarioMember, stepMember } from '../scenarios.ts'

/** Throws NotFoundException where no scenarios are played. */
function player({ name }: { readonly name: string }, { scenarios }: AdminPorts): ScenarioPlayer {
  if (scenarios) return scenarios
  throw noSuchScenario(name)
}

const named = (input: unknown) => ({ name: scenarioMember(membersOf(input)) })

export const listScenarios: AdminOperation<'ListScenarios'> = {
  parse(input) {
    membersOf(input)
    return {}
  },
  run: async (_, _caller, { scenarios }) => ({ answer: { scenarios: (await scenarios?.list()) ?? [] } }),
}

export const getScenario: AdminOperation<'GetScenario'> = {
  parse: named,
  run: async ({ name }, _caller, ports) => ({ answer: await player({ name }, ports).state(name) }),
}

export const startScenario: AdminOperation<'StartScenario'> = {
  parse: named,
  run: async ({ name }, caller, ports) => ({ answer: await player({ name }, ports).start(name, caller) }),
}

export const resetScenario: AdminOperation<'ResetScenario'> = {
  parse: named,
  run: async ({ name }, caller, ports) => ({ answer: await player({ name }, ports).reset(name, caller) }),
}

export const doScenarioStep: AdminOperation<'DoScenarioStep'> = {
  parse: (input) => ({ ...named(input), step: stepMember(membersOf(input)) }),
  run: async ({ name, step }, caller, ports) => ({ answer: await player({ name }, ports).act(name, step, caller) }),
}

export const stopScenario: AdminOperation<'StopScenario'> = {
  parse: named,
  run: async ({ name }, caller, ports) => ({ answer: await player({ name }, ports).stop(name, caller) }),
}
