import { Keyring } from '#crypto/keyring.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import type { Store } from '#kms/ports.ts'
import { parseConfig } from '#runtime/config.ts'
import { openInstallation } from '#runtime/installation.ts'
import { sealedStore } from '#runtime/sealed-store.ts'
import { openPrismaStore } from '#store/open.ts'
import type { Server } from './server.ts'

/** Opens the data of a server as its own process would, and closes them. The server must not run meanwhile. */
export async function withOwnedStore<T>(
  server: Server,
  use: (store: Store, keyring: Keyring) => Promise<T>,
): Promise<T> {
  const { database, rootKey } = parseConfig(server.env, server.dataDir)
  const rows = await openPrismaStore({ file: database })
  const secrets = systemSecrets
  try {
    const { root, key } = await openInstallation({ store: rows, rootKeyFile: rootKey.path, ids: systemIds, secrets })
    const keyring = new Keyring({ root, instanceKey: key, secrets })
    for (const row of await rows.domainKeys()) await keyring.adopt(row)
    return await use(sealedStore(rows, keyring), keyring)
  } finally {
    await rows.close()
  }
}
