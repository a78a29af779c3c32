import { demoUnderWay } from '#admin/errors.ts'
import { createAdmin } from '#admin/execute.ts'
import type { AdminPorts, LoadedDemo } from '#admin/ports.ts'
import { createIam } from '#iam/execute.ts'
import { createRoles } from '#iam/roles.ts'
import { createMint } from '#iam/temporary.ts'
import type { Clock } from '#kernel/clock.ts'
import { addDays } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import { createKms } from '#kms/execute.ts'
import { unlimited } from '#kms/limits/limits.ts'
import type { Caller, Clocks, Identities, Materials, Ports, Store } from '#kms/ports.ts'
import { createSts } from '#sts/execute.ts'
import { accountedStore } from '../accounted-store.ts'
import { assertFresh } from './fresh.ts'
import { HISTORY_DAYS, playDemo } from './load.ts'
import type { DemoServices, HistoryClock } from './stage.ts'
import { historyClock, Stage } from './stage.ts'
import { worldOf } from './world.ts'

/** How far the loading of the sample is; `all` is 0 before it begins. */
export interface DemoProgress {
  readonly done: number
  readonly all: number
}

export interface Demo {
  readonly load: AdminPorts['loadDemo']
  progress(): DemoProgress
}

export interface DemoParts {
  /** Those of the running services: all but the clock is theirs. */
  readonly ports: Ports
  readonly explain: AdminPorts['explain']
  readonly fixtures: AdminPorts['fixtures']
  materialsOn(store: Store): Materials
  /** Access keys, by a clock of its own for when sessions end. */
  identitiesBy(clock: Clock): Identities
  /** Runs work while nothing is done on the sandbox's clock by itself. */
  held<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Loads the sample: its calls go through the services' own doors, on the installation's own store, by a clock that
 * starts in the past. So every decision, event and rotation is a real one; only the sandbox's time is not, and the
 * envelope of each event keeps the wall clock's.
 */
export function createDemo({ held, ...parts }: DemoParts): Demo {
  const { ports } = parts
  let progress: DemoProgress = { done: 0, all: 0 }
  let running = false

  async function load({ scope }: Caller): Promise<LoadedDemo> {
    const world = worldOf(scope.account, scope.region)
    await assertFresh(world, ports.store)
    const end = ports.clocks.of(scope.sandbox).now()
    const start = addDays(end, -HISTORY_DAYS)
    const stage = new Stage(servicesBy(historyClock(start), scope, parts), world)
    await held(() => playDemo(stage, end, (done, all) => (progress = { done, all })))
    const { size = 0 } = ports.store.treeHeads().find(({ sandbox }) => sandbox === MAIN_SANDBOX) ?? {}
    return { from: start, to: end, accountIds: [world.first, world.acme, world.globex], events: size }
  }

  return {
    async load(caller) {
      if (running) throw demoUnderWay()
      running = true
      return load(caller).finally(() => (running = false))
    },
    progress: () => progress,
  }
}

function servicesBy(clock: HistoryClock, scope: Scope, parts: Omit<DemoParts, 'held'>): DemoServices {
  const { ports, explain, fixtures, materialsOn, identitiesBy } = parts
  const clocks: Clocks = { wall: ports.clocks.wall, of: () => clock }
  // Rows that are written without an event of their own get theirs in the history as well.
  const store = accountedStore(ports.store, { ids: ports.ids, clocks, scope })
  const vault = materialsOn(store)
  // Months of calls are made in seconds.
  const dated: Ports = { ...ports, store, clocks, materials: vault, limits: unlimited }
  const { ids, secrets } = dated
  const mint = createMint({ vault, secrets, clocks: { wall: clock } })
  const catchUp = (sandbox: SandboxId) => runDue(sandbox, clock.now(), dated)
  const loadDemo = () => Promise.reject(demoUnderWay())
  return {
    clock,
    ports: dated,
    kms: createKms(dated),
    iam: createIam({ ...dated, vault }),
    sts: createSts({ ...dated, roles: createRoles(store), mint }),
    admin: createAdmin({ store, clocks, ids, secrets, vault, explain, catchUp, loadDemo, fixtures }),
    identities: identitiesBy(clock),
  }
}
