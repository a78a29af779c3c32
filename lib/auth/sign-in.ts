import { sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { LoginProfileRow, RequestSource, SessionRow, Write } from '#kms/ports.ts'
import { insert, update } from '#kms/ports.ts'
import { signInEvent } from './console-events.ts'
import {
  type ConsolePorts,
  codeChange,
  findUser,
  isPasswordOf,
  type KnownUser,
  newProfile,
  userOfArn,
} from './known-user.ts'
import type { Vouched } from './oidc.ts'
import type { UserName } from './sign-in-name.ts'

/** How a sign-in ended. Refusals do not say whether the name or the password was wrong. */
export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly token: string }
  | { readonly kind: 'refused' }
  /** The password is right; the code of the second factor is wanted too. */
  | { readonly kind: 'code-required' }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'throttled'; readonly seconds: number }

/** Tries anew while rows move under it. */
export async function ended<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const outcome = await attempt()
    if (outcome !== undefined) return outcome
  }
}

export interface AskedSignIn {
  readonly name: UserName
  readonly password: string
  readonly code: string | undefined
  readonly source: RequestSource
}

/** Undefined when rows moved meanwhile: to be tried anew. */
export async function trySignIn({ name, password, code, source }: AskedSignIn, ports: ConsolePorts) {
  const user = await findUser(name, ports)
  const right = (await isPasswordOf(user, password, ports)) && ports.allowed
  if (!user || !right) return refuse(user, source, ports, name.account)
  const shownAt = ports.clocks.wall.now()
  const begun = { user, method: 'password', shownAt, source } as const
  if (!user.profile?.totpSecret) return begin({ ...begun, mfa: false, change: {} }, ports)
  if (code === undefined) return { kind: 'code-required' } as const
  const change = codeChange(user.profile, code, shownAt, ports)
  if (change) return begin({ ...begun, mfa: true, change }, ports)
  const refused = await refuse(user, source, ports)
  return refused && ({ kind: 'wrong-code' } as const)
}

/**
 * For one whom an identity provider vouched for; undefined when rows moved meanwhile. It may vouch for a browser that
 * it knows without asking who is there, so they showed who they are when it says that they did.
 */
export async function trySignInAs({ arn, authTime }: Vouched, source: RequestSource, ports: ConsolePorts) {
  const user = arn !== undefined && ports.allowed ? await userOfArn(arn, ports) : undefined
  if (!user) return refuse(user, source, ports)
  // Its clock may be ahead of ours.
  const shownAt = authTime === undefined ? null : (Math.min(authTime, ports.clocks.wall.now()) as EpochMillis)
  return begin({ user, mfa: false, method: 'oidc', change: {}, shownAt, source }, ports)
}

async function refuse(
  user: KnownUser | undefined,
  source: RequestSource,
  ports: ConsolePorts,
  typed = user?.account ?? ports.scope.account,
) {
  const { store, scope, clocks } = ports
  // The log of an account that is not hosted here is nobody's.
  const account = (await store.account(scope.sandbox, typed)) ? typed : scope.account
  const about = { succeeded: false, mfa: false, account, principal: user?.principal, source, now: clocks.wall.now() }
  const done = await store.commit({ writes: [], events: [signInEvent(about, ports)] })
  return done === 'committed' ? ({ kind: 'refused' } as const) : undefined
}

interface Begun {
  readonly user: KnownUser
  readonly mfa: boolean
  readonly method: 'password' | 'oidc'
  readonly change: Partial<LoginProfileRow>
  /** When they showed who they are; null where nobody says. */
  readonly shownAt: EpochMillis | null
  readonly source: RequestSource
}

async function begin({ user, mfa, method, change, shownAt, source }: Begun, ports: ConsolePorts) {
  const { store, clocks, scope, secrets } = ports
  const now = clocks.wall.now()
  const token = secrets.bytes(32).toString('base64url')
  const session: SessionRow = {
    id: sha256Hex(token),
    sandbox: scope.sandbox,
    account: user.account,
    userName: user.userName,
    principalArn: user.principal.arn,
    principalId: user.principal.id,
    createdAt: now,
    seenAt: now,
    revokedAt: null,
    method,
    mfaAt: mfa ? now : null,
    steppedUpAt: shownAt,
    sourceIp: source.sourceIp,
    userAgent: source.userAgent,
    roleKeyId: null,
    roleToken: null,
  }
  const writes: Write[] = [insert('session', session), profileWrite(user, { ...change, lastSignInAt: now }, now, scope)]
  const about = { succeeded: true, mfa, account: user.account, principal: user.principal, source, now }
  const done = await store.commit({ writes, events: [signInEvent(about, ports)] })
  return done === 'committed' ? ({ kind: 'signed-in', token } as const) : undefined
}

/** Changes the profile of a user, or makes their first. */
export function profileWrite(user: KnownUser, change: Partial<LoginProfileRow>, now: EpochMillis, scope: Scope): Write {
  if (user.profile) return update('loginProfile', user.profile, change)
  return insert('loginProfile', { ...newProfile(user, now, scope), ...change })
}
