import { CryptoThreads } from '#crypto/threads/crypto-threads.ts'
import { mintForwarded } from '#iam/temporary.ts'
import { systemClock } from '#kernel/clock.ts'
import type { AccountId } from '#kernel/ids.ts'
import { systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { createMaterials } from '#runtime/materials.ts'
import { openSeeds } from '#runtime/seeds.ts'
import { withOwnedStore } from '../support/owned-store.ts'
import type { Server } from '../support/server.ts'
import type { Keys } from './accounts.ts'
import type { User } from './people.ts'

/**
 * Credentials with which a service calls for a user. No operation gives them out, so they are made as a service of the
 * server's own process would make them: by who owns its data. The server must not run meanwhile.
 */
export function forwardedFor(server: Server, user: User, service: string): Promise<Keys> {
  return withOwnedStore(server, async (store, keyring) => {
    const [secrets, threads] = [systemSecrets, new CryptoThreads()]
    try {
      const vault = createMaterials(keyring, store, { secrets, threads }, await openSeeds(store, keyring))
      const { arn, uniqueId: id, name } = user
      const principal = { kind: 'user', account: arn.split(':')[4] as AccountId, arn, id, name } as const
      return await mintForwarded({ sandbox: MAIN_SANDBOX, principal }, service, {
        vault,
        secrets,
        clocks: { wall: systemClock },
      })
    } finally {
      await threads.close()
    }
  })
}
