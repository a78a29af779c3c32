import { sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Scope } from '#kernel/scope.ts'
import type { CallerSession, RequestSource, SessionRow, Stored } from '#kms/ports.ts'
import { update } from '#kms/ports.ts'
import { roleEvent, signOutEvent, stepUpEvent } from './console-events.ts'
import {
  type ConsolePorts,
  codeChange,
  findUser,
  hasPassword,
  isPasswordOf,
  type KnownUser,
  profileKey,
} from './known-user.ts'
import type { Vouched } from './oidc.ts'
import { ended, type SignInOutcome, trySignIn, trySignInAs } from './sign-in.ts'
import { parseSignInName, signInName } from './sign-in-name.ts'

const HOUR = 3_600_000
/** A session ends this long after sign-in, or this long after it was last seen. */
export const LONGEST = 12 * HOUR
const IDLE = 4 * HOUR
/** How stale `seenAt` may grow before it is written again. */
const SEEN_STEP = 60_000
/** How long one who showed who they are may do what asks for it. */
export const STEP_UP = 10 * 60_000

/** The role that a session acts as. */
export interface ActedRole {
  readonly arn: string
  readonly name: string
  readonly expiresAt: EpochMillis
}

/** A signed-in browser. */
export interface ConsoleSession {
  /** What its user types to sign in. */
  readonly userName: string
  /** Who acts: the user, or a session of the role that was switched to. */
  readonly principal: Principal
  readonly tags?: readonly (readonly [key: string, value: string])[]
  /** Of temporary credentials, and of a sign-in with a second factor. */
  readonly callerSession?: CallerSession
  readonly accessKeyId?: string
  /** Sandbox and account of who acts; the Region is chosen page by page. */
  readonly scope: Scope
  /** Who signed in. */
  readonly user: KnownUser
  /** Of a sign-in with a second factor: what it says of the user, also while a role acts. */
  readonly userSession?: CallerSession
  readonly role?: ActedRole
  readonly method: 'password' | 'oidc'
  /** Whether its user showed who they are within the last minutes. */
  readonly steppedUp: boolean
}

/** A session as its user may see it. */
export interface ListedSession {
  /** Names it among its user's; of no use as a cookie. */
  readonly id: string
  readonly own: boolean
  readonly createdAt: EpochMillis
  readonly seenAt: EpochMillis
  readonly endsAt: EpochMillis
  readonly sourceIp: string
  readonly userAgent: string
  readonly method: 'password' | 'oidc'
  readonly mfa: boolean
}

export interface Sessions {
  /** Every outcome but the wish for a code is in the log. */
  signIn(asked: {
    readonly userName: string
    readonly password: string
    readonly code?: string
    readonly source: RequestSource
  }): Promise<SignInOutcome>
  /** For one whom an identity provider vouched for. Undefined when nobody has that ARN; recorded too. */
  signInAs(vouched: Vouched, source: RequestSource): Promise<{ readonly token: string } | undefined>
  /** Undefined when the session ended, was revoked or never was. */
  find(token: string): Promise<ConsoleSession | undefined>
  /** Whether a session goes on and still acts as the principal of an ARN. To ask does not count as being there. */
  goesOn(token: string, as: string): Promise<boolean>
  /** Ends a session at once; that is in the log too. */
  revoke(token: string, source: RequestSource): Promise<void>
  /** The sessions of the same user, this one first. */
  list(token: string): Promise<readonly ListedSession[]>
  /** Ends those of the same user that `which` chooses; answers how many. */
  revokeOf(token: string, which: (session: ListedSession) => boolean, source: RequestSource): Promise<number>
  /** Shows anew who one is, by password or by code. */
  stepUp(
    token: string,
    shown: { readonly password?: string; readonly code?: string },
    source: RequestSource,
  ): Promise<StepUpOutcome>
  /** Goes on as the role whose credentials these are, or as the user again. */
  act(token: string, role: RoleCredentials | undefined, source: RequestSource): Promise<void>
}

export type StepUpOutcome =
  | { readonly kind: 'stepped-up' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly seconds: number }

export interface RoleCredentials {
  readonly accessKeyId: string
  readonly sessionToken: string
}

export function createSessions(ports: ConsolePorts): Sessions {
  const { store, clocks, throttle } = ports
  const now = () => clocks.wall.now()

  async function live(token: string): Promise<Live | undefined> {
    const row = await store.session(sessionId(token))
    if (!row || !isLive(row, now())) return undefined
    const user = await findUser(row, ports)
    return user && isStillOf(row, user, ports) ? { row, user } : undefined
  }

  async function list(token: string): Promise<readonly Listed[]> {
    const here = await live(token)
    if (!here) return []
    const since = (now() - LONGEST) as EpochMillis
    const rows = await store.sessionsOf(profileKey(here.user, ports.scope), since)
    return rows
      .filter((row) => isLive(row, now()))
      .map((row) => ({ row, user: here.user, listed: listedSession(row, row.id === here.row.id) }))
      .toSorted((a, b) => Number(b.listed.own) - Number(a.listed.own) || b.row.seenAt - a.row.seenAt)
  }

  async function revokeRow(id: string, principal: Principal, source: RequestSource): Promise<void> {
    for (;;) {
      const row = await store.session(id)
      if (!row || row.revokedAt !== null) return
      const at = { source, now: now() }
      const writes = [update('session', row, { revokedAt: at.now })]
      const events = [signOutEvent(principal, at, ports)]
      if ((await store.commit({ writes, events })) === 'committed') return
    }
  }

  return {
    async signIn({ userName, password, code, source }) {
      const name = parseSignInName(userName, ports.scope.account)
      const attempt = { user: attemptedName(name), address: source.sourceIp, now: now() }
      const wait = throttle.begin(attempt)
      if (wait > 0) return { kind: 'throttled', seconds: Math.ceil(wait / 1000) }
      const outcome = await ended(() => trySignIn({ name, password, code, source }, ports))
      if (outcome.kind === 'signed-in') throttle.forgive(attempt)
      if (outcome.kind === 'code-required') throttle.undo(attempt)
      return outcome
    },
    async signInAs(vouched, source) {
      const outcome = await ended(() => trySignInAs(vouched, source, ports))
      return outcome.kind === 'signed-in' ? outcome : undefined
    },
    async find(token) {
      const found = await live(token)
      if (!found) return undefined
      await touch(found.row, ports)
      return consoleSession(found, ports)
    },
    async goesOn(token, as) {
      const found = await live(token)
      if (!found) return false
      const role = await roleOf(found.row, ports)
      return (role?.principal ?? found.user.principal).arn === as
    },
    async revoke(token, source) {
      const found = await live(token)
      if (found) await revokeRow(found.row.id, found.user.principal, source)
    },
    list: async (token) => (await list(token)).map(({ listed }) => listed),
    async revokeOf(token, which, source) {
      const chosen = (await list(token)).filter(({ listed }) => which(listed))
      for (const { row, user } of chosen) await revokeRow(row.id, user.principal, source)
      return chosen.length
    },
    async stepUp(token, shown, source) {
      const found = await live(token)
      if (!found) return { kind: 'refused' }
      const attempt = { user: attemptedName(found.user), address: source.sourceIp, now: now() }
      const wait = throttle.begin(attempt)
      if (wait > 0) return { kind: 'throttled', seconds: Math.ceil(wait / 1000) }
      const outcome = await ended(() => tryStepUp(token, shown, source))
      if (outcome.kind === 'stepped-up') throttle.forgive(attempt)
      return outcome
    },
    async act(token, role, source) {
      await ended(async () => {
        const found = await live(token)
        if (!found) return { kind: 'refused' } as const
        const { row, user } = found
        const at = { source, now: now() }
        const change = { roleKeyId: role?.accessKeyId ?? null, roleToken: role?.sessionToken ?? null }
        const events = [roleEvent(role ? 'SwitchRole' : 'ExitRole', user.principal, at, ports)]
        const done = await store.commit({ writes: [update('session', row, change)], events })
        return done === 'committed' ? ({ kind: 'switched' } as const) : undefined
      })
    },
  }

  async function tryStepUp(
    token: string,
    { password, code }: { password?: string; code?: string },
    source: RequestSource,
  ) {
    const found = await live(token)
    if (!found) return { kind: 'refused' } as const
    const { row, user } = found
    const at = { source, now: now() }
    const byCode = code !== undefined && user.profile ? codeChange(user.profile, code, at.now, ports) : undefined
    const right = byCode !== undefined || (password !== undefined && (await isPasswordOf(user, password, ports)))
    const change = { steppedUpAt: at.now, ...(byCode && { mfaAt: at.now }) }
    const writes = [
      ...(right ? [update('session', row, change)] : []),
      ...(user.profile && byCode ? [update('loginProfile', user.profile, byCode)] : []),
    ]
    const done = await store.commit({ writes, events: [stepUpEvent(right, user.principal, at, ports)] })
    return done === 'committed' ? ({ kind: right ? 'stepped-up' : 'refused' } as const) : undefined
  }
}

/** The row of a session is named by what the server keeps of its token. */
export const sessionId = (token: string) => sha256Hex(token)

interface Live {
  readonly row: Stored<SessionRow>
  readonly user: KnownUser
}

interface Listed extends Live {
  readonly listed: ListedSession
}

/** Whose sign-ins are counted together: letters of either case name the same user of AWS IAM. */
export const attemptedName = ({ account, userName }: { account: string; userName: string }) =>
  `${account}/${userName.toLowerCase()}`

function isLive(row: SessionRow, now: EpochMillis): boolean {
  return row.revokedAt === null && now - row.createdAt < LONGEST && now - row.seenAt < IDLE
}

/** A session ends with its user, with the user's password, and with what the operator says of the identity provider. */
function isStillOf(row: SessionRow, user: KnownUser, ports: ConsolePorts): boolean {
  if (row.principalArn !== user.principal.arn || row.principalId !== user.principal.id) return false
  return row.method === 'oidc' ? ports.federated.has(row.principalArn) : hasPassword(user, ports)
}

/** A stale write is let go: another request of the same session has just done the same. */
async function touch(row: Stored<SessionRow>, { store, clocks }: ConsolePorts): Promise<void> {
  const now = clocks.wall.now()
  if (now - row.seenAt < SEEN_STEP) return
  await store.commit({ writes: [update('session', row, { seenAt: now })], events: [] })
}

async function consoleSession({ row, user }: Live, ports: ConsolePorts): Promise<ConsoleSession> {
  const now = ports.clocks.wall.now()
  const { sandbox, region } = ports.scope
  const { principal, tags } = user
  const userSession = row.mfaAt === null ? undefined : mfaSession(row, tags)
  const own = {
    userName: signInName(user, ports.scope.account),
    user,
    ...(userSession && { userSession }),
    method: row.method ?? 'password',
    steppedUp: row.steppedUpAt !== null && now - row.steppedUpAt < STEP_UP,
  }
  const role = await roleOf(row, ports)
  if (role) return { ...own, ...role, scope: { sandbox, account: role.principal.account, region } }
  const mfa = userSession && { callerSession: userSession }
  return { ...own, principal, ...(tags && { tags }), ...mfa, scope: { sandbox, account: user.account, region } }
}

/** What a sign-in with a second factor says to policies (`aws:MultiFactorAuthPresent`). */
function mfaSession(row: SessionRow, tags: KnownUser['tags'] = []): CallerSession {
  const expiresAt = (row.createdAt + LONGEST) as EpochMillis
  return { issuedAt: row.createdAt, expiresAt, mfa: true, policies: [], tags }
}

/** Undefined without a role, and once its session has ended: then the user acts again. */
async function roleOf({ roleKeyId, roleToken }: SessionRow, { identities }: ConsolePorts) {
  if (roleKeyId === null || roleToken === null) return undefined
  const found = await identities.credential(roleKeyId, roleToken)
  if (!found || found === 'expired' || !found.session || found.principal.kind !== 'assumed-role') return undefined
  const { principal, session, accessKeyId } = found
  const name = principal.roleArn.slice(principal.roleArn.lastIndexOf('/') + 1)
  const role: ActedRole = { arn: principal.roleArn, name, expiresAt: session.expiresAt }
  return { principal, callerSession: session, accessKeyId, role }
}

function listedSession(row: SessionRow, own: boolean): ListedSession {
  return {
    id: sha256Hex(row.id).slice(0, 16),
    own,
    createdAt: row.createdAt,
    seenAt: row.seenAt,
    endsAt: Math.min(row.createdAt + LONGEST, row.seenAt + IDLE) as EpochMillis,
    sourceIp: row.sourceIp ?? 'unknown',
    userAgent: row.userAgent ?? '',
    method: row.method ?? 'password',
    mfa: row.mfaAt !== null,
  }
}
