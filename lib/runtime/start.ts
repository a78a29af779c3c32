import { mkdirSync } from 'node:fs'
import { systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { assertFree } from '#store/lock.ts'
import { openPrismaStore } from '#store/open.ts'
import type { BannerFacts } from './banner.ts'
import { startInstance } from './build.ts'
import type { Config } from './config.ts'
import { adminCredentials } from './credentials.ts'
import type { Instance } from './instance.ts'
import { publish } from './instance.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { openTracing } from './tracing.ts'
import { VERSION } from './version.ts'

/** A running instance, and what the operator is told of it. */
export interface Started {
  readonly instance: Instance
  readonly facts: Omit<BannerFacts, 'local' | 'console'>
}

export interface StartOptions {
  /** Whether other programs find this one by its lock. */
  readonly serves?: boolean
  /** Where this process reaches its own wire, as `http://127.0.0.1:3000`; its services call there. */
  readonly endpoint?: string
  /** For tests and benchmarks, which put something between the instance and its data. */
  readonly openStore?: typeof openPrismaStore
}

/**
 * Opens the data of a configuration, or makes them, and starts the instance on them. `origin` is where people reach
 * it. Throws StoreError, CryptoError or CredentialFileError, with nothing left open. Only one that `serves` names
 * its origin in the lock, where other programs take it from to send their credentials there.
 */
export async function start(
  config: Config,
  origin: string,
  log: Log,
  { serves = true, endpoint, openStore = openPrismaStore }: StartOptions = {},
): Promise<Started> {
  const metrics = createMetrics(VERSION, log)
  const observer = metrics.store
  const damaged = (reason: string) => log.error('a part of the audit log is searched without an index', reason)
  const store = await openStore({ file: config.database, observer, damaged, ...(serves && { url: origin }) })
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    const credentials = adminCredentials(config, systemSecrets)
    const tracing = await openTracing(serves ? config.traces : undefined, VERSION, log)
    const parts = { config, credentials, store, origin, log, metrics, serves, endpoint, ...(tracing && { tracing }) }
    const instance = await startInstance(parts)
    publish(instance)
    const { account, auth, consoleSignIn, dataDir, region, rootKey } = config
    const { id: instanceId, auditPublicKey } = instance
    const { length: simulatedClusters } = await store.clusters(MAIN_SANDBOX)
    const facts = { version: VERSION, instanceId, auditPublicKey, origin, credentials, rootKeyFile: rootKey.path }
    return { instance, facts: { ...facts, account, auth, consoleSignIn, dataDir, region, simulatedClusters } }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Throws StoreError naming the process that owns the data, where one does. Leaves no files. */
export function assertDataFree({ database }: Pick<Config, 'database'>): void {
  assertFree(database)
}
