import type { Ids, Secrets } from '#kernel/random.ts'
import type { Clocks, Store, Vault } from '#kms/ports.ts'

/** All that the service is given, once, by the composition root. */
export interface AdminPorts {
  readonly store: Store
  readonly clocks: Clocks
  readonly ids: Ids
  readonly secrets: Secrets
  readonly vault: Vault
}
