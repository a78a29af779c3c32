import { createAdmin } from '#admin/execute.ts'
import { createLoginProfiles } from '#auth/login-profiles.ts'
import { createPasswords } from '#auth/password-hash.ts'
import { createSessions } from '#auth/sessions.ts'
import { createThrottle } from '#auth/throttle.ts'
import { createEventLog } from '#cloudtrail/event-log.ts'
import { createCloudTrail } from '#cloudtrail/execute.ts'
import { createExplorer } from '#cloudtrail/explorer.ts'
import { deriveKey } from '#crypto/kdf.ts'
import { Keyring } from '#crypto/keyring.ts'
import { CryptoThreads } from '#crypto/threads/crypto-threads.ts'
import { createIam } from '#iam/execute.ts'
import { createIdentities } from '#iam/identities.ts'
import { createRoles } from '#iam/roles.ts'
import { createMint } from '#iam/temporary.ts'
import { utf8 } from '#kernel/bytes.ts'
import type { Clock } from '#kernel/clock.ts'
import { steadyClock, systemClock } from '#kernel/clock.ts'
import { chance, systemIds, systemSecrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { createAccountSubjects } from '#kms/account-subjects.ts'
import { createCosts } from '#kms/cost/costs.ts'
import { createKms } from '#kms/execute.ts'
import { createFamilies } from '#kms/families.ts'
import { createGrantInventory } from '#kms/grant-inventory.ts'
import { createHoldings, createInventory } from '#kms/inventory.ts'
import { createKeyStoreHealth } from '#kms/key-store-health.ts'
import { createKeyUse } from '#kms/key-use.ts'
import { createFaults } from '#kms/limits/faults.ts'
import { faultyProxies } from '#kms/limits/faulty-proxies.ts'
import { createLimits } from '#kms/limits/limits.ts'
import { createQuotaReads } from '#kms/limits/quota-reads.ts'
import { createQuotas } from '#kms/limits/quotas.ts'
import { createPermitted } from '#kms/permitted.ts'
import type { Ports, Store } from '#kms/ports.ts'
import { createReplay } from '#kms/replay.ts'
import { createRecall, createWhy, explainCall } from '#kms/why.ts'
import { createSts } from '#sts/execute.ts'
import { createXksClient } from '#xks/client.ts'
import { createXksService } from '#xks/execute.ts'
import { forgettingAbandoned } from './abandoned-keys.ts'
import { accountedStore } from './accounted-store.ts'
import { auditHead } from './audit-head.ts'
import { createBareMaterials } from './bare-materials.ts'
import { startCheckpoints } from './checkpoints.ts'
import type { Config } from './config.ts'
import { startConnector } from './connector.ts'
import type { AdminCredentials } from './credentials.ts'
import { createDelays } from './delays.ts'
import { createDemo } from './demo/demo.ts'
import { ensureFirstAccount } from './first-account.ts'
import { createFixtureWorks } from './fixture-works.ts'
import { guardedStore } from './guarded-store.ts'
import { declareCurrent, openInstallation } from './installation.ts'
import type { Instance } from './instance.ts'
import { createIntegrations } from './integrations.ts'
import { liveStore } from './live-store.ts'
import type { Log } from './log.ts'
import { createLogCheck } from './log-check.ts'
import { createMaterials } from './materials.ts'
import type { Metrics } from './metrics.ts'
import { readNitroRoots } from './nitro-root.ts'
import { observed, together } from './observed.ts'
import { federatedArns, readOidc } from './oidc.ts'
import { startRetention } from './retention.ts'
import { SandboxRegistry } from './sandboxes.ts'
import { createScenarioPlayer } from './scenarios/player.ts'
import { quietServices } from './scenarios/quiet.ts'
import { startScheduler } from './scheduler.ts'
import { sealOlderRows } from './seal-older-rows.ts'
import { sealedStore } from './sealed-store.ts'
import { createIdentifiers, openSeeds } from './seeds.ts'
import { shippedFixtures } from './shipped-fixtures.ts'
import { simulatedClusters } from './simulated-clusters.ts'
import type { Tracing } from './tracing.ts'
import { tracedStore } from './tracing.ts'
import { verifyInThread } from './verify-thread.ts'

export interface InstanceParts {
  readonly config: Config
  readonly credentials: AdminCredentials
  /** Opened and owned by this process; the instance closes it. */
  readonly store: Store
  /** Where people reach the server. */
  readonly origin: string
  /** Where this process reaches its own wire; undefined where it serves nobody. */
  readonly endpoint?: string | undefined
  readonly log: Log
  /** Already told of what the store does. */
  readonly metrics: Metrics
  readonly tracing?: Tracing
  /** False for an operator's command, which does its one thing and leaves the rest to the next server. */
  readonly serves: boolean
}

/** Puts the system together, once. There is no container: this is where everything is made and handed on. */
export async function startInstance({
  config,
  credentials,
  store: database,
  origin,
  endpoint,
  log,
  metrics,
  tracing,
  serves,
}: InstanceParts): Promise<Instance> {
  const attestationRoots = readNitroRoots(config.nitroRoot)
  const oidc = readOidc(config.oidc)
  const [ids, secrets] = [systemIds, systemSecrets]
  const scope = { sandbox: MAIN_SANDBOX, account: config.account, region: config.region }
  const sandboxes = new SandboxRegistry(systemClock)
  const { clocks } = sandboxes
  const accounting = { ids, clocks, scope }
  const guarded = guardedStore(liveStore(database, sandboxes), accounting, log)
  await sandboxes.follow(guarded)
  const rows = accountedStore(guarded, accounting)
  const installation = await openInstallation({ store: rows, rootKeyFile: config.rootKey.path, ids, secrets })
  const tally = metrics.caches.materials
  const checkpoints = await startCheckpoints({
    ...{ store: rows, instanceId: installation.id, key: installation.checkpointKey },
    ...{ clock: clocks.wall, file: config.checkpointFile, log, isUpgrade: !installation.isSigned },
  })
  const keyring = new Keyring({ root: installation.root, instanceKey: installation.key, secrets, tally })
  for (const row of await rows.domainKeys()) await keyring.adopt(row)
  const sealed = sealedStore(rows, keyring)
  const store = tracing ? tracedStore(sealed, tracing.step) : sealed
  metrics.watch(store, clocks)
  if (!installation.isSealed) await sealOlderRows(rows, keyring)
  if (!(installation.isSealed && installation.isSigned)) await declareCurrent(installation, rows)

  const threads = new CryptoThreads()
  const engine = { secrets, threads }
  const seeds = await openSeeds(store, keyring)
  const materials = createMaterials(keyring, store, engine, seeds)
  // Only now does the keyring follow what the store commits.
  await ensureFirstAccount(store, config.account, clocks.wall)
  const root = {
    account: config.account,
    accessKeyId: credentials.accessKey.id,
    secretAccessKey: credentials.accessKey.secret,
    open: config.auth === 'open',
  }
  const identitiesBy = (clock: Clock) => createIdentities({ store, vault: materials, clock, root })
  const identities = identitiesBy(clocks.wall)
  const proxies = createXksClient({
    ...{ clock: clocks.wall, privateHosts: config.xksPrivateHosts, own: endpoint },
    failed: ({ failure, detail }, call) => log.warn('a proxy of a key store failed', { failure, detail, ...call }),
  })
  const quotas = createQuotas({
    profileOf: (sandbox) =>
      (sandbox === MAIN_SANDBOX ? config.quotas : sandboxes.get(sandbox)?.settings.quotas) ?? 'off',
    ...{ clock: steadyClock, throttled: metrics.throttled },
  })
  const delays = createDelays()
  const faults = createFaults({
    faultsOf: (sandbox) => sandboxes.get(sandbox)?.settings.faults ?? [],
    ...{ chance: () => chance(secrets), sleep: delays.sleep },
  })
  const limits = createLimits(quotas, faults)
  store.onRewind((sandbox) => {
    quotas.forget(sandbox)
    faults.forget(sandbox)
  })
  const xks = faultyProxies(proxies, faults)
  const clusters = simulatedClusters({ store, vault: materials, secrets })
  const identifiers = createIdentifiers(store, ids, seeds)
  const common = { identifiers, store, identities, clocks, ids, secrets, materials, engine, limits, xks, clusters }
  const ports: Ports = {
    ...common,
    ...(attestationRoots && { attestationRoots }),
    ...(tracing && { step: tracing.step }),
  }
  const fixtures = createFixtureWorks({
    ...{ ports, bare: createBareMaterials(keyring, engine), seeds, administrator: credentials.accessKey.id },
    identifiersOn: (store) => createIdentifiers(store, ids, seeds),
  })
  const observer = together([metrics.calls, ...(tracing ? [tracing.calls] : [])])
  const signedIn = {
    ...{ store, clocks, ids, secrets, vault: materials, identities, scope, origin },
    ...{ passwords: createPasswords(), throttle: createThrottle(), password: credentials.password.password },
    ...{ allowed: config.consoleSignIn.allowed, federated: federatedArns(oidc) },
  }
  const scheduler = startScheduler(ports, sandboxes, log)
  const connector = startConnector(ports, sandboxes, log)
  const explain = (requestId: string, place: Pick<Scope, 'sandbox' | 'account'>) => explainCall(requestId, place, ports)
  const demo = createDemo({
    ...{ ports, explain, identitiesBy },
    held: (work) => scheduler.held(() => connector.held(work)),
    fixtures,
    materialsOn: (store) => createMaterials(keyring, store, engine, seeds),
  })
  const integrations = createIntegrations({ endpoint, store, clocks, ids, identifiers, secrets, vault: materials })
  const { retentionDays: days, database: file } = config
  const retention =
    days === undefined || !serves
      ? undefined
      : startRetention({ ...accounting, store, database: file, days, sign: () => checkpoints.sign() }, log)

  const roles = createRoles(store)
  const mint = createMint({ vault: materials, secrets, clocks })
  const services = {
    kms: observed('kms', createKms(ports), observer),
    iam: observed('iam', createIam({ ...ports, vault: materials }), observer),
    sts: createSts({ ...ports, roles, mint }),
    cloudTrail: createCloudTrail({ ...ports, vault: materials }),
    integrations,
  }
  const quiet = quietServices(ports, { roles, mint, endpoint })
  const scenarios = createScenarioPlayer({
    ...{ services, quiet, observer, log, region: config.region, admin: () => admin },
    ports: { ...ports, vault: materials },
  })
  const administration = createAdmin({
    ...{ store, clocks, ids, secrets, vault: materials, explain, scenarios },
    ...{ catchUp: scheduler.catchUp, loadDemo: demo.load, fixtures },
  })
  const isBlocked = () => guarded.blocked() !== undefined
  const admin = observed('admin', forgettingAbandoned(administration, keyring, sandboxes, isBlocked), observer)

  return {
    id: installation.id,
    auditPublicKey: installation.checkpointKey.publicKey,
    logSize: (sandbox) => store.treeHeads().find((head) => head.sandbox === sandbox)?.size ?? 0,
    logCheck: createLogCheck({
      ...{ store, clocks, ids, log },
      verify: (progress, signal) =>
        verifyInThread({ database: file, fromCheckpoint: config.checkpointFile, rows: true }, progress, signal),
    }),
    config: {
      accountId: config.account,
      region: config.region,
      publicUrl: origin,
      authMode: config.auth,
      consoleSignIn: config.consoleSignIn,
      ...(oidc && { oidc }),
    },
    ...services.kms,
    ...createEventLog({ ...ports, vault: materials }),
    ...createExplorer({ ...ports, vault: materials }),
    inventory: createInventory(ports),
    quotas: createQuotaReads(ports, quotas),
    families: createFamilies(ports),
    cost: createCosts(ports),
    keyStoreHealth: createKeyStoreHealth(ports),
    holdings: createHoldings(ports),
    auditHead: (sandbox) => auditHead(store, sandbox, installation.checkpointKey.publicKey),
    grantInventory: createGrantInventory(ports),
    why: createWhy(ports),
    permitted: createPermitted(ports),
    accountSubjects: createAccountSubjects(ports),
    replay: createReplay(ports),
    recall: createRecall(ports),
    iam: services.iam,
    sts: services.sts,
    cloudTrail: services.cloudTrail,
    admin,
    scenarios,
    shippedFixtures,
    xks: createXksService({
      ...{ store, clocks, ids, secrets, keys: createKeyUse(ports), instanceId: installation.id },
      health: async () => ({ ok: guarded.blocked() === undefined && (await installation.root.health()).ok }),
    }),
    sandboxes,
    integrations,
    hosts: async ({ sandbox, account }) => (await store.account(sandbox, account)) !== undefined,
    populations: () => store.populations(),
    demoProgress: demo.progress,
    metrics,
    log,
    observer,
    sessions: createSessions(signedIn),
    loginProfiles: createLoginProfiles(signedIn),
    identities,
    clocks,
    ids,
    authSecret: deriveKey(installation.key, 'keystead next-auth v1', utf8(installation.id)).toString('base64url'),
    async health() {
      const reason = guarded.blocked()
      return reason === undefined ? installation.root.health() : { ok: false, reason }
    },
    clockSkew: (sandbox) => faults.skew(sandbox),
    endDelays: () => delays.end(),
    async close() {
      delays.end()
      await scheduler.stop()
      await connector.stop()
      await retention?.stop()
      await integrations.close()
      await quiet.integrations.close()
      // First: calls that wait for a key whose client has gone fail at once, and are still recorded.
      await threads.close()
      proxies.close()
      await checkpoints.close()
      await store.close()
      keyring.close()
      await tracing?.close()
    },
  }
}
