import { createSessions } from '#auth/sessions.ts'
import { createCloudTrail } from '#cloudtrail/query.ts'
import { deriveKey } from '#crypto/kdf.ts'
import { Keyring } from '#crypto/keyring.ts'
import { utf8 } from '#kernel/bytes.ts'
import { systemClock } from '#kernel/clock.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { createKms } from '#kms/execute.ts'
import { createInventory } from '#kms/inventory.ts'
import type { Clocks, Ports, Store } from '#kms/ports.ts'
import { createSts } from '#sts/execute.ts'
import type { Config } from './config.ts'
import type { AdminCredentials } from './credentials.ts'
import { rootIdentities } from './identities.ts'
import { openInstallation } from './installation.ts'
import type { Instance } from './instance.ts'
import type { Log } from './log.ts'
import { createMaterials } from './materials.ts'
import { startScheduler } from './scheduler.ts'

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
export async function startInstance({ config, credentials, store, origin, log }: InstanceParts): Promise<Instance> {
  const [ids, secrets] = [systemIds, systemSecrets]
  const installation = await openInstallation({ store, rootKeyFile: config.rootKey.path, ids, secrets })
  const keyring = new Keyring({ root: installation.root, instanceKey: installation.key, secrets })
  for (const row of await store.domainKeys()) await keyring.adopt(row)

  const identities = rootIdentities({
    account: config.account,
    accessKeyId: credentials.accessKey.id,
    secretAccessKey: credentials.accessKey.secret,
    open: config.auth === 'open',
  })
  const materials = createMaterials(keyring, store, secrets)
  const ports: Ports = { store, identities, clocks, ids, secrets, materials, limits: { take: () => true } }
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
    sts: createSts(ports),
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
      await store.close()
      keyring.close()
    },
  }
}
