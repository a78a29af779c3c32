import type { Roles, SessionMint } from '#iam/ports.ts'
import type { Ids } from '#kernel/random.ts'
import type { Clocks, Commit, Identities, Limits } from '#kms/ports.ts'

/** All that the service is given, once, by the composition root. */
export interface StsPorts {
  readonly store: Commit
  readonly clocks: Clocks
  readonly ids: Ids
  readonly identities: Pick<Identities, 'policiesOf' | 'credential'>
  readonly roles: Roles
  readonly mint: SessionMint
  readonly limits: Limits
}
