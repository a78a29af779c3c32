import { createAdmin } from '#admin/execute.ts'
import type { ScenarioPlayer } from '#admin/ports.ts'
import { createRoles } from '#iam/roles.ts'
import { createMint } from '#iam/temporary.ts'
import { steadyClock, systemClock } from '#kernel/clock.ts'
import type { EpochMillis, Region, SandboxId } from '#kernel/ids.ts'
import { chance, systemSecrets } from '#kernel/random.ts'
import { runDue } from '#kms/due.ts'
import { createKeyUse } from '#kms/key-use.ts'
import { createFaults } from '#kms/limits/faults.ts'
import { createLimits } from '#kms/limits/limits.ts'
import { createQuotas } from '#kms/limits/quotas.ts'
import type { Caller, Limits, SandboxSettings } from '#kms/ports.ts'
import { startConnector } from '#runtime/connector.ts'
import { createDelays } from '#runtime/delays.ts'
import { createIntegrations } from '#runtime/integrations.ts'
import { createLog } from '#runtime/log.ts'
import { createScenarioPlayer } from '#runtime/scenarios/player.ts'
import { quietServices } from '#runtime/scenarios/quiet.ts'
import { route } from '#wire/route.ts'
import { createXksHttp } from '#wire/xks-http.ts'
import { createXksClient } from '#xks/client.ts'
import { createXksService } from '#xks/execute.ts'
import type { Scenario } from '../../e2e/scenarios/scenario.ts'
import { fixturesOf } from './fixtures.ts'
import { REGION } from './harness.ts'
import { type IamHarness, openIamHarness } from './iam-harness.ts'
import { NO_DEMO } from './no-demo.ts'
import { served } from './served.ts'

const FROM_THE_START = 0 as EpochMillis
/** So that a busy machine does not decide what is late. */
const PATIENCE = 5000
const NO_LOG = { info: () => undefined, error: () => undefined }

export interface ScenarioHarness extends AsyncDisposable {
  readonly player: ScenarioPlayer
  /** Who administers the installation. */
  readonly administrator: Caller
  readonly kms: IamHarness
}

/** A player of scenarios on a store in memory, whose first Region is the given one: of those given, else of all. */
export async function openScenarioHarness(
  scenarios?: readonly Scenario[],
  region: Region = REGION,
): Promise<ScenarioHarness> {
  const limits = limitsOf((id) => harness.sandboxes.get(id)?.settings)
  const port = await served()
  const { endpoint } = port
  const xks = createXksClient({
    ...{ clock: { now: () => harness.clock.now() }, privateHosts: [], own: endpoint, deadlineMillis: PATIENCE },
  })
  const harness: IamHarness = await openIamHarness({ limits, xks })
  const proxy = proxyOf(harness)
  port.answer((request) => (route(request) === 'xks' ? proxy(request) : harness.wire.handle(request)))
  // The integrated services sign by the system's clock.
  harness.clock.advance(systemClock.now() - harness.clock.now())
  const { store, secrets, clocks, materials: vault } = harness.ports
  const ports = { ...harness.ports, identities: harness.identities, vault }
  const issuing = { roles: createRoles(store), mint: createMint({ vault, secrets, clocks }) }
  const integrations = createIntegrations({ ...ports, endpoint })
  const quiet = quietServices(ports, { ...issuing, endpoint })
  const connector = startConnector(harness.ports, harness.sandboxes, createLog('error'))
  const player = createScenarioPlayer({
    ...{ ports, quiet, region, admin: () => admin, ...(scenarios && { scenarios }) },
    services: { ...harness, integrations },
    log: NO_LOG,
  })
  const admin = createAdmin({
    ...{ ...ports, scenarios: player },
    explain: async () => undefined,
    catchUp: (sandbox, tell) => runDue(sandbox, clocks.of(sandbox).now(), ports, FROM_THE_START, { tell }),
    ...{ loadDemo: NO_DEMO, fixtures: fixturesOf(harness).works },
  })
  return {
    ...{ player, administrator: harness.caller(), kms: harness },
    async [Symbol.asyncDispose]() {
      await connector.stop()
      await integrations.close()
      await quiet.integrations.close()
      xks.close()
      await port[Symbol.asyncDispose]()
    },
  }
}

/** Quotas and faults as the settings of sandboxes have them. */
function limitsOf(settingsOf: (id: SandboxId) => SandboxSettings | undefined): Limits {
  return createLimits(
    createQuotas({
      ...{ profileOf: (id) => settingsOf(id)?.quotas ?? 'off', clock: steadyClock },
      throttled: () => undefined,
    }),
    createFaults({
      ...{ faultsOf: (id) => settingsOf(id)?.faults ?? [], chance: () => chance(systemSecrets) },
      sleep: createDelays().sleep,
    }),
  )
}

/** The harness as a proxy of external key stores. */
function proxyOf({ ports, identities, clock }: IamHarness) {
  const keys = createKeyUse({ ...ports, identities })
  const health = async () => ({ ok: true })
  const xks = createXksService({ ...ports, keys, instanceId: 'harness', health })
  return createXksHttp({ xks, identities, clock, ids: ports.ids, log: NO_LOG })
}
