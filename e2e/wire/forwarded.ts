import { Keyring } from '#crypto/keyring.ts'
import { CryptoThreads } from '#crypto/threads/crypto-threads.ts'
import { mintForwarded } from '#iam/temporary.ts'
import { systemClock } from '#kernel/clock.ts'
import type { AccountId } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { parseConfig } from '#runtime/config.ts'
import { openInstallation } from '#runtime/installation.ts'
import { createMaterials } from '#runtime/materials.ts'
import { sealedStore } from '#runtime/sealed-store.ts'
import { openPrismaStore } from '#store/open.ts'
import type { Server } from '../support/server.ts'
import type { Keys } from './accounts.ts'
import type { User } from './people.ts'

/**
 * Credentials with which a service calls for a user. No operation gives them out, so they are made as a service of the
 * server's own process would make them: by who owns its data. The server must not run meanwhile.
 */
export async function forwardedFor(server: Server, user: User, service: string): Promise<Keys> {
  const { database, rootKey } = parseConfig(server.env, server.dataDir)
  const rows = await openPrismaStore({ file: database })
  const [secrets, threads] = [systemSecrets, new CryptoThreads()]
  try {
    const { root, key } = await openInstallation({ store: rows, rootKeyFile: rootKey.path, ids: systemIds, secrets })
    const keyring = new Keyring({ root, instanceKey: key, secrets })
    for (const row of await rows.domainKeys()) await keyring.adopt(row)
    const vault = createMaterials(keyring, sealedStore(rows, keyring), { secrets, threads })
    const { arn, uniqueId: id, name } = user
    const principal = { kind: 'user', account: arn.split(':')[4] as AccountId, arn, id, name } as const
    return await mintForwarded({ sandbox: MAIN_SANDBOX, principal }, service, {
      vault,
      secrets,
      clocks: { wall: systemClock },
    })
  } finally {
    await rows.close()
    await threads.close()
  }
}
