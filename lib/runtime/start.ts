import { existsSync, mkdirSync } from 'node:fs'
import { systemSecrets } from '#kernel/random.ts'
import { acquireLock } from '#store/lock.ts'
import { openPrismaStore } from '#store/open.ts'
import packageJson from '../../package.json' with { type: 'json' }
import type { BannerFacts } from './banner.ts'
import { startInstance } from './build.ts'
import type { Config } from './config.ts'
import { adminCredentials } from './credentials.ts'
import type { Instance } from './instance.ts'
import { publish } from './instance.ts'
import type { Log } from './log.ts'

export const VERSION: string = packageJson.version

/** A running instance, and what the operator is told of it. */
export interface Started {
  readonly instance: Instance
  readonly facts: Omit<BannerFacts, 'local' | 'console'>
}

/**
 * Opens the data of a configuration, or makes them, and starts the instance on them. `origin` is where people reach
 * it. Throws StoreError, CryptoError or CredentialFileError, with nothing left open. Only one that `serves` names
 * its origin in the lock, where other programs take it from to send their credentials there.
 */
export async function start(config: Config, origin: string, log: Log, { serves = true } = {}): Promise<Started> {
  const store = await openPrismaStore({ file: config.database, ...(serves && { url: origin }) })
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    const credentials = adminCredentials(config, systemSecrets)
    const instance = await startInstance({ config, credentials, store, origin, log })
    publish(instance)
    const { account, auth, consoleSignIn, dataDir, region, rootKey } = config
    const { id: instanceId, auditPublicKey } = instance
    const facts = { version: VERSION, instanceId, auditPublicKey, origin, credentials, rootKeyFile: rootKey.path }
    return { instance, facts: { ...facts, account, auth, consoleSignIn, dataDir, region } }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Throws StoreError naming the process that owns the data, where one does. Leaves no files. */
export function assertDataFree({ database }: Pick<Config, 'database'>): void {
  if (existsSync(`${database}.guard`)) acquireLock(database).release()
}
