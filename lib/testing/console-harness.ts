import type { ConsolePorts } from '#auth/known-user.ts'
import { createLoginProfiles, type LoginProfiles } from '#auth/login-profiles.ts'
import { createPasswords } from '#auth/password-hash.ts'
import { createSessions, type Sessions } from '#auth/sessions.ts'
import { createThrottle } from '#auth/throttle.ts'
import { createIam, type Iam } from '#iam/execute.ts'
import { createIdentities } from '#iam/identities.ts'
import type { Store } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { ACCOUNT, type Harness, openHarness, REGION } from './harness.ts'

export interface ConsoleHarness {
  readonly core: Harness
  readonly ports: ConsolePorts
  readonly iam: Iam
  readonly sessions: Sessions
  readonly profiles: LoginProfiles
}

export const ADMIN_PASSWORD = 'correct horse battery staple'

/** Console users and sessions on a store in memory, with password hashes that cost next to nothing. */
export async function openConsoleHarness(rows: Store = openMemoryStore()): Promise<ConsoleHarness> {
  const core = await openHarness(rows)
  const { store, materials: vault, clocks, ids, secrets } = core.ports
  const root = { account: ACCOUNT, accessKeyId: 'AKIAROOT', secretAccessKey: 'secret', open: false }
  const identities = createIdentities({ store, vault, clock: core.clock, root })
  const ports: ConsolePorts = {
    ...{ store, vault, clocks, ids, secrets, identities },
    passwords: createPasswords({ logN: 4, r: 8, p: 1 }),
    throttle: createThrottle(),
    scope: core.caller({ account: ACCOUNT, region: REGION }).scope,
    password: ADMIN_PASSWORD,
    origin: 'http://127.0.0.1:3000',
    allowed: true,
    federated: new Set(),
  }
  const iam = createIam({ ...core.ports, identities, vault })
  return { core, ports, iam, sessions: createSessions(ports), profiles: createLoginProfiles(ports) }
}
