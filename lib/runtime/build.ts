import { createAdmin } from '#admin/execute.ts'
import { createSessions } from '#auth/sessions.ts'
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
import { systemClock } from '#kernel/clock.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { createKms } from '#kms/execute.ts'
import { createInventory } from '#kms/inventory.ts'
import { createKeyUse } from '#kms/key-use.ts'
import type { Clocks, Ports, Store } from '#kms/ports.ts'
import { createWhy, explainCall } from '#kms/why.ts'
import { createSts } from '#sts/execute.ts'
import { createXksClient } from '#xks/client.ts'
import { createXksService } from '#xks/execute.ts'
import { accountedStore } from './accounted-store.ts'
import { startCheckpoints } from './checkpoints.ts'
import type { Config } from './config.ts'
import { startConnector } from './connector.ts'
import type { AdminCredentials } from './credentials.ts'
import { ensureFirstAccount } from './first-account.ts'
import { guardedStore } from './guarded-store.ts'
import { declareCurrent, openInstallation } from './installation.ts'
import type { Instance } from './instance.ts'
import type { Log } from './log.ts'
import { createMaterials } from './materials.ts'
import type { Metrics } from './metrics.ts'
import { readNitroRoots } from './nitro-root.ts'
import { observed, together } from './observed.ts'
import { startRetention } from './retention.ts'
import { startScheduler } from './scheduler.ts'
import { sealOlderRows } from './seal-older-rows.ts'
import { sealedStore } from './sealed-store.ts'
import { simulatedClusters } from './simulated-clusters.ts'
import type { Tracing } from './tracing.ts'
import { tracedStore } from './tracing.ts'

export interface InstanceParts {
  readonly config: Config
  readonly credentials: AdminCredentials
  /** Opened and owned by this process; the instance closes it. */
  readonly store: Store
  /** Where people reach the server. */
  readonly origin: string
  readonly log: Log
  /** Already told of what the store does. */
  readonly metrics: Metrics
  readonly tracing?: Tracing
  /** False for an operator's command, which does its one thing and leaves the rest to the next server. */
  readonly serves: boolean
}

const clocks: Clocks = { wall: systemClock, of: () => systemClock }

/** Puts the system together, once. There is no container: this is where everything is made and handed on. */
export async function startInstance({
  config,
  credentials,
  store: database,
  origin,
  log,
  metrics,
  tracing,
  serves,
}: InstanceParts): Promise<Instance> {
  const attestationRoots = readNitroRoots(config.nitroRoot)
  const [ids, secrets] = [systemIds, systemSecrets]
  const scope = { sandbox: MAIN_SANDBOX, account: config.account, region: config.region }
  const accounting = { ids, clocks, scope }
  const guarded = guardedStore(database, accounting, log)
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
  const materials = createMaterials(keyring, store, engine)
  // Only now does the keyring follow what the store commits.
  await ensureFirstAccount(store, config.account, clocks.wall)
  const identities = createIdentities({
    store,
    vault: materials,
    clock: clocks.wall,
    root: {
      account: config.account,
      accessKeyId: credentials.accessKey.id,
      secretAccessKey: credentials.accessKey.secret,
      open: config.auth === 'open',
    },
  })
  const xks = createXksClient({
    ...{ clock: clocks.wall, privateHosts: config.xksPrivateHosts },
    failed: ({ failure, detail }, call) => log.warn('a proxy of a key store failed', { failure, detail, ...call }),
  })
  const limits = { take: () => true }
  const clusters = simulatedClusters({ store, vault: materials, secrets })
  const common = { store, identities, clocks, ids, secrets, materials, engine, limits, xks, clusters }
  const ports: Ports = {
    ...common,
    ...(attestationRoots && { attestationRoots }),
    ...(tracing && { step: tracing.step }),
  }
  const observer = together([metrics.calls, ...(tracing ? [tracing.calls] : [])])
  const user = { userName: 'admin', password: credentials.password.password, principal: rootPrincipal(config.account) }
  const scheduler = startScheduler(ports, log)
  const connector = startConnector(ports, log)
  const { retentionDays: days, database: file } = config
  const retention =
    days === undefined || !serves
      ? undefined
      : startRetention({ ...accounting, store, database: file, days, sign: () => checkpoints.sign() }, log)

  return {
    id: installation.id,
    auditPublicKey: installation.checkpointKey.publicKey,
    config: {
      accountId: config.account,
      region: config.region,
      publicUrl: origin,
      authMode: config.auth,
      consoleSignIn: config.consoleSignIn,
    },
    ...observed('kms', createKms(ports), observer),
    ...createEventLog({ ...ports, vault: materials }),
    ...createExplorer({ ...ports, vault: materials }),
    inventory: createInventory(ports),
    why: createWhy(ports),
    iam: observed('iam', createIam({ ...ports, vault: materials }), observer),
    sts: createSts({ ...ports, roles: createRoles(store), mint: createMint({ vault: materials, secrets, clocks }) }),
    cloudTrail: createCloudTrail({ ...ports, vault: materials }),
    admin: observed(
      'admin',
      createAdmin({
        ...{ store, clocks, ids, secrets, vault: materials },
        explain: (requestId, place) => explainCall(requestId, place, ports),
      }),
      observer,
    ),
    xks: createXksService({
      ...{ store, clocks, ids, secrets, keys: createKeyUse(ports), instanceId: installation.id },
      health: async () => ({ ok: guarded.blocked() === undefined && (await installation.root.health()).ok }),
    }),
    metrics,
    observer,
    sessions: createSessions({
      store,
      clocks,
      ids,
      secrets,
      user,
      scope,
      origin,
      allowed: config.consoleSignIn.allowed,
    }),
    identities,
    clocks,
    ids,
    authSecret: deriveKey(installation.key, 'keystead next-auth v1', utf8(installation.id)).toString('base64url'),
    async health() {
      const reason = guarded.blocked()
      return reason === undefined ? installation.root.health() : { ok: false, reason }
    },
    async close() {
      await scheduler.stop()
      await connector.stop()
      await retention?.stop()
      // First: calls that wait for a key whose client has gone fail at once, and are still recorded.
      await threads.close()
      xks.close()
      await checkpoints.close()
      await store.close()
      keyring.close()
      await tracing?.close()
    },
  }
}
