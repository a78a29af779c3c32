import { noSuchScenario, scenarioNotStarted, scenarioStep } from '#admin/errors.ts'
import type { Admin } from '#admin/execute.ts'
import type { ScenarioPlayer, ScenarioState } from '#admin/ports.ts'
import type { CloudTrail } from '#cloudtrail/execute.ts'
import type { Iam } from '#iam/execute.ts'
import type { Region, SandboxId } from '#kernel/ids.ts'
import type { CallObserver } from '#kernel/observer.ts'
import type { Kms } from '#kms/execute.ts'
import type { Caller } from '#kms/ports.ts'
import { sandboxOf } from '#kms/ports.ts'
import type { Sts } from '#sts/execute.ts'
import type { WireLog } from '#wire/handle.ts'
import { createWire } from '#wire/handle.ts'
import type { Scenario, Step } from '../../../e2e/scenarios/scenario.ts'
import type { Integrations } from '../integrations.ts'
import { type Place, regionNamed } from './people.ts'
import { keepProgress, memoryOf } from './progress.ts'
import { listed, type Playing, stateOf } from './state.ts'
import { wireClients } from './wire-clients.ts'
import { type LookParts, lookAt, type WorldParts, worldOf } from './world.ts'

/** The services that a scenario calls. */
export interface ScenarioServices {
  readonly kms: Kms
  readonly iam: Iam
  readonly sts: Sts
  readonly cloudTrail: CloudTrail
  readonly integrations: Integrations
}

export interface PlayerParts {
  readonly ports: WorldParts['ports']
  readonly services: ScenarioServices
  /** The same, but their calls leave no trace and change nothing. */
  readonly quiet: ScenarioServices
  readonly admin: () => Admin
  /** Where those are played that name none. */
  readonly region: Region
  readonly log: WireLog
  readonly observer?: CallObserver
  /** For tests of the player; those of this installation when left out. */
  readonly scenarios?: readonly Scenario[]
}

/** What a reset goes back to. */
const BEGIN = 'begin'

interface Opened {
  readonly scenarios: readonly Scenario[]
  readonly acting: WorldParts
  readonly looking: LookParts
}

/** Plays scenarios, each in a sandbox of its own, one thing at a time in each. */
export function createScenarioPlayer(parts: PlayerParts): ScenarioPlayer {
  const { ports } = parts
  const { store } = ports
  let opening: Promise<Opened> | undefined
  const queues = new Map<string, Promise<unknown>>()

  /** The scenarios and the SDK are loaded once somebody asks for them. */
  function open(): Promise<Opened> {
    opening ??= opened(parts)
    return opening
  }

  function regionOf({ region = parts.region }: Scenario): Region {
    return regionNamed(region)
  }

  function placeOf({ scenario, sandbox: { id, account } }: Playing): Place {
    return { sandbox: id, account, region: regionOf(scenario) }
  }

  async function named(name: string): Promise<Scenario> {
    const scenario = (await open()).scenarios.find((one) => one.name === name)
    if (scenario) return scenario
    throw noSuchScenario(name)
  }

  /** What is done to a scenario waits for what is being done to it. */
  async function inTurn<T>(name: string, work: (scenario: Scenario) => Promise<T>): Promise<T> {
    const scenario = await named(name)
    const turn = (queues.get(name) ?? Promise.resolve()).then(() => work(scenario))
    queues.set(
      name,
      turn.catch(() => undefined),
    )
    return turn
  }

  async function find(scenario: Scenario): Promise<Playing | undefined> {
    const row = await store.sandbox(idOf(scenario))
    const sandbox = row && sandboxOf(row)
    const progress = sandbox?.settings.scenario
    return progress && { scenario, sandbox, progress }
  }

  async function playing(scenario: Scenario): Promise<Playing> {
    const found = await find(scenario)
    if (found) return found
    throw scenarioNotStarted(scenario.name)
  }

  /** Looks how far it is, and keeps that. */
  async function looked(scenario: Scenario): Promise<ScenarioState> {
    const found = await find(scenario)
    if (!found) return stateOf(scenario, regionOf(scenario))
    const { progress } = found
    const memory = memoryOf(progress.memory)
    const look = lookAt(placeOf(found), memory, (await open()).looking)
    let { passed } = progress
    let missing: string | undefined
    for (const step of scenario.steps.slice(passed)) {
      const held = await step.check(look).catch(notChecked)
      if (held !== true) {
        missing = held
        break
      }
      passed += 1
    }
    const now = { ...progress, passed, memory: memory.all() }
    if (JSON.stringify(now) !== JSON.stringify(progress)) await keepProgress(found.sandbox.id, now, store)
    return stateOf(scenario, regionOf(scenario), { ...found, progress: now }, missing)
  }

  /** Lets a scenario do something to its sandbox, and keeps what it remembers. */
  async function done(found: Playing, work: 'begin' | Step, caller: Caller): Promise<void> {
    const memory = memoryOf(found.progress.memory)
    const world = worldOf(placeOf(found), memory, caller, (await open()).acting)
    if (work === 'begin') await found.scenario.begin?.(world)
    else await work.action?.(world)
    await keepProgress(found.sandbox.id, { ...found.progress, memory: memory.all() }, store)
  }

  async function make(scenario: Scenario, caller: Caller): Promise<void> {
    const id = idOf(scenario)
    await parts.admin().execute('CreateSandbox', { name: id, ...scenario.sandbox }, caller)
    try {
      await keepProgress(id, { name: scenario.name, passed: 0, memory: {} }, store)
      await done(await playing(scenario), 'begin', caller)
      await parts.admin().execute('CreateSnapshot', { id, name: BEGIN }, caller)
    } catch (error) {
      await parts.admin().execute('DeleteSandbox', { id }, caller)
      throw error
    }
  }

  /** In place of the sandbox that there is. */
  async function anew(scenario: Scenario, caller: Caller): Promise<void> {
    await parts.admin().execute('DeleteSandbox', { id: idOf(scenario) }, caller)
    await make(scenario, caller)
  }

  return {
    async list() {
      const { scenarios } = await open()
      return Promise.all(scenarios.map(async (scenario) => listed(scenario, await find(scenario))))
    },
    state: (name) => inTurn(name, looked),
    async recent(name, limit) {
      const found = await find(await named(name))
      if (!found) return []
      const { id: sandbox, account } = found.sandbox
      return store.events({ sandbox, account, filters: [], limit })
    },
    start: (name, caller) =>
      inTurn(name, async (scenario) => {
        // Reset on its own page, a sandbox is as it was made, before it was known whose it is: but the snapshot is there.
        const isThere = (await find(scenario)) ?? (await store.snapshot(idOf(scenario), BEGIN))
        await (isThere ? anew(scenario, caller) : make(scenario, caller))
        return looked(scenario)
      }),
    reset: (name, caller) =>
      inTurn(name, async (scenario) => {
        const { id } = (await playing(scenario)).sandbox
        // On the page of the sandbox its snapshots are deleted as any.
        if (!(await store.snapshot(id, BEGIN))) await anew(scenario, caller)
        else await parts.admin().execute('RestoreSnapshot', { id, name: BEGIN }, caller)
        return looked(scenario)
      }),
    act: (name, number, caller) =>
      inTurn(name, async (scenario) => {
        const found = await playing(scenario)
        const step = scenario.steps[number - 1]
        const { passed } = found.progress
        if (!step) throw scenarioStep(`${scenario.title} has ${scenario.steps.length} steps.`)
        if (number > passed + 1) throw scenarioStep(`Step ${passed + 1} comes before step ${number}.`)
        if (number <= passed) return looked(scenario)
        if (!step.action) throw scenarioStep(`Step ${number} is done by hand.`)
        await done(found, step, caller).catch((error: unknown) => {
          throw scenarioStep(`Step ${number} could not be done: ${wordsOf(error)}`, error)
        })
        return looked(scenario)
      }),
    stop: (name, caller) =>
      inTurn(name, async (scenario) => {
        const { sandbox } = await playing(scenario)
        await parts.admin().execute('DeleteSandbox', { id: sandbox.id }, caller)
        return looked(scenario)
      }),
  }
}

async function opened({ ports, services, quiet, admin, log, observer, scenarios }: PlayerParts): Promise<Opened> {
  const { identities, ids, clocks } = ports
  const common = { identities, ids, log, clock: clocks.wall }
  const [acting, looking, all] = await Promise.all([
    wireClients(createWire({ ...common, ...services, ...(observer && { observer }) }), clocks.wall),
    wireClients(createWire({ ...common, ...quiet }), clocks.wall),
    scenarios ?? import('../../../e2e/scenarios/all.ts').then(({ SCENARIOS }) => SCENARIOS),
  ])
  return {
    scenarios: all.toSorted((a, b) => a.number - b.number),
    acting: { ...services, ports, admin: admin(), clientOf: acting },
    looking: { ...quiet, ports, clientOf: looking },
  }
}

const idOf = ({ name }: Scenario) => `scenario-${name}` as SandboxId

const notChecked = (error: unknown) => `This could not be looked at: ${wordsOf(error)}`

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`
}
