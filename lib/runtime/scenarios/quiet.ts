import { createCloudTrail } from '#cloudtrail/execute.ts'
import { createIam } from '#iam/execute.ts'
import type { Roles, SessionMint } from '#iam/ports.ts'
import { createKms } from '#kms/execute.ts'
import { unlimited } from '#kms/limits/limits.ts'
import type { Ports, Store } from '#kms/ports.ts'
import { createSts } from '#sts/execute.ts'
import { createIntegrations } from '../integrations.ts'
import type { ScenarioServices } from './player.ts'

interface QuietParts {
  readonly roles: Roles
  readonly mint: SessionMint
  /** Where the wire is reached from this process. */
  readonly endpoint: string | undefined
}

/** Services that decide as always, but whose calls leave no trace, use up no quota, meet no fault and can change nothing. */
export function quietServices(ports: Ports, { roles, mint, endpoint }: QuietParts): ScenarioServices {
  const quiet = { ...ports, store: quietStore(ports.store), vault: ports.materials, limits: unlimited }
  return {
    integrations: createIntegrations({ ...quiet, endpoint }),
    kms: createKms(quiet),
    iam: createIam(quiet),
    sts: createSts({ ...quiet, roles, mint }),
    cloudTrail: createCloudTrail(quiet),
  }
}

/**
 * For the checks of scenarios, which look again with every event of the log and must not be in it themselves. Events
 * are dropped, and a change is refused.
 */
export function quietStore(store: Store): Store {
  return {
    ...store,
    async commit({ writes, whole }) {
      if (whole || writes.some(({ act }) => act !== 'expect')) throw new Error('a check of a scenario only looks')
      return 'committed'
    },
  }
}
