import { createAdmin } from '#admin/execute.ts'
import { createSessions } from '#auth/sessions.ts'
import { createCloudTrail } from '#cloudtrail/query.ts'
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
import type { Clocks, Ports, Store } from '#kms/ports.ts'
import { createWhy, explainCall } from '#kms/why.ts'
import { createSts } from '#sts/execute.ts'
import type { Config } from './config.ts'
import type { AdminCredentials } from './credentials.ts'
import { ensureFirstAccount } from './first-account.ts'
import { declareSealed, openInstallation } from './installation.ts'
import type { Instance } from './instance.ts'
import type { Log } from './log.ts'
import { createMaterials } from './materials.ts'
import { startScheduler } from './scheduler.ts'
import { sealOlderRows } from './seal-older-rows.ts'
import { sealedStore } from './sealed-store.ts'

export interface InstanceParts {
  readonly config: Config
  readonly credentials: AdminCredentials
  /** Opened and owned by this process; the instance closes it. */
  readonly store: Store
  /** Where people reach the server. */
  readonly origin: string
  readonly log: Log
}

const clocks: Clocks = { wall: systemClock, of: () => systemClock }

/** Puts the system together, once. There is no container: this is where everything is made and handed on. */
export async function startInstance({
  config,
  credentials,
  store: rows,
  origin,
  log,
}: InstanceParts): Promise<Instance> {
  const [ids, secrets] = [systemIds, systemSecrets]
  const installation = await openInstallation({ store: rows, rootKeyFile: config.rootKey.path, ids, secrets })
  const keyring = new Keyring({ root: installation.root, instanceKey: installation.key, secrets })
  for (const row of await rows.domainKeys()) await keyring.adopt(row)
  const store = sealedStore(rows, keyring)
  if (!installation.isSealed) {
    await sealOlderRows(rows, keyring)
    await declareSealed(installation, rows)
  }

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
  const ports: Ports = { store, identities, clocks, ids, secrets, materials, engine, limits: { take: () => true } }
  const scope = { sandbox: MAIN_SANDBOX, account: config.account, region: config.region }
  const user = { userName: 'admin', password: credentials.password.password, principal: rootPrincipal(config.account) }
  const scheduler = startScheduler(ports, log)

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
    ...createKms(ports),
    ...createCloudTrail(ports),
    inventory: createInventory(ports),
    why: createWhy(ports),
    iam: createIam({ ...ports, vault: materials }),
    sts: createSts({ ...ports, roles: createRoles(store), mint: createMint({ vault: materials, secrets, clocks }) }),
    admin: createAdmin({
      ...{ store, clocks, ids, secrets, vault: materials },
      explain: (requestId, place) => explainCall(requestId, place, ports),
    }),
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
    health: () => installation.root.health(),
    async close() {
      await scheduler.stop()
      // First: calls that wait for a key whose client has gone fail at once, and are still recorded.
      await threads.close()
      await store.close()
      keyring.close()
    },
  }
}
