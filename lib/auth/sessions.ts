import type { EventDraft } from '#audit/event.ts'
import { type ConsoleEvent, consoleSignInRecord, consoleSignOutRecord } from '#audit/record.ts'
import { constantTimeEqual, sha256, sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Clocks, RequestSource, SessionRow, Store, Stored } from '#kms/ports.ts'

const HOUR = 3_600_000
/** A session ends this long after sign-in, or this long after it was last seen. */
const LONGEST = 12 * HOUR
const IDLE = 4 * HOUR
/** How stale `seenAt` may grow before it is written again. */
const SEEN_STEP = 60_000

/** Someone who may sign in with a password. */
export interface ConsoleUser {
  readonly userName: string
  readonly password: string
  readonly principal: Principal
}

/** A signed-in browser. */
export interface ConsoleSession {
  readonly userName: string
  readonly principal: Principal
  /** Its sandbox and account; the Region is chosen page by page. */
  readonly scope: Scope
}

export interface Sessions {
  /** Undefined for a wrong name or password, without saying which. Both outcomes are in the log. */
  signIn(asked: { userName: string; password: string; source: RequestSource }): Promise<{ token: string } | undefined>
  /** Undefined when the session ended, was revoked or never was. */
  find(token: string): Promise<ConsoleSession | undefined>
  /** Whether a session goes on. To ask does not count as being there. */
  goesOn(token: string): Promise<boolean>
  /** Ends a session at once; that is in the log too. */
  revoke(token: string, source: RequestSource): Promise<void>
}

export interface SessionPorts {
  readonly store: Store
  readonly clocks: Clocks
  readonly ids: Ids
  readonly secrets: Secrets
  readonly user: ConsoleUser
  /** Where its sign-ins are recorded. */
  readonly scope: Scope
  /** Of the console. */
  readonly origin: string
  /** False where a password would cross the network in clear text: then nobody may sign in. */
  readonly allowed: boolean
}

export function createSessions(ports: SessionPorts): Sessions {
  const { store, clocks, user } = ports
  async function live(token: string): Promise<Stored<SessionRow> | undefined> {
    const row = await store.session(sha256Hex(token))
    // The operator may have set another account since: nobody becomes its root by an old sign-in.
    return row && row.principalArn === user.principal.arn && isLive(row, clocks.wall.now()) ? row : undefined
  }
  return {
    async signIn({ userName, password, source }) {
      const known = sameText(userName, user.userName)
      const right = sameText(password, user.password) && ports.allowed
      const token = known && right ? ports.secrets.bytes(32).toString('base64url') : undefined
      const now = clocks.wall.now()
      await store.commit({
        writes:
          token === undefined ? [] : [{ act: 'put', table: 'session', row: sessionRow(token, now, ports), version: 0 }],
        events: [signInEvent({ succeeded: token !== undefined, known, source, now }, ports)],
      })
      return token === undefined ? undefined : { token }
    },
    async find(token) {
      const row = await live(token)
      if (!row) return undefined
      await touch(row, ports)
      return { userName: row.userName, principal: user.principal, scope: ports.scope }
    },
    goesOn: async (token) => (await live(token)) !== undefined,
    async revoke(token, source) {
      for (;;) {
        const row = await store.session(sha256Hex(token))
        if (!row || row.revokedAt !== null) return
        const now = clocks.wall.now()
        if ((await put(row, { revokedAt: now }, ports, [signOutEvent(source, now, ports)])) === 'committed') return
      }
    },
  }
}

/** Compares digests, so that neither length nor place of a difference shows in the time taken. */
function sameText(a: string, b: string): boolean {
  return constantTimeEqual(sha256(a), sha256(b))
}

function isLive(row: SessionRow, now: EpochMillis): boolean {
  return row.revokedAt === null && now - row.createdAt < LONGEST && now - row.seenAt < IDLE
}

/** A stale write is let go: another request of the same session has just done the same. */
async function touch(row: Stored<SessionRow>, ports: SessionPorts): Promise<void> {
  const now = ports.clocks.wall.now()
  if (now - row.seenAt >= SEEN_STEP) await put(row, { seenAt: now }, ports)
}

async function put(
  stored: Stored<SessionRow>,
  change: Partial<SessionRow>,
  ports: SessionPorts,
  events: readonly EventDraft[] = [],
) {
  const { version, ...row } = stored
  return ports.store.commit({
    writes: [{ act: 'put', table: 'session', row: { ...row, ...change }, version }],
    events,
  })
}

function sessionRow(token: string, now: EpochMillis, { user, scope }: SessionPorts): SessionRow {
  return {
    id: sha256Hex(token),
    sandbox: scope.sandbox,
    account: scope.account,
    userName: user.userName,
    principalArn: user.principal.arn,
    createdAt: now,
    seenAt: now,
    revokedAt: null,
  }
}

interface SignIn {
  readonly succeeded: boolean
  /** Whether the name that was typed is somebody's. */
  readonly known: boolean
  readonly source: RequestSource
  readonly now: EpochMillis
}

function signInEvent({ succeeded, known, source, now }: SignIn, ports: SessionPorts): EventDraft {
  const { user, origin } = ports
  return consoleEvent(source, now, ports, (about) => ({
    eventName: 'ConsoleLogin',
    principal: known ? user.principal.arn : 'unknown',
    outcome: succeeded ? 'ok' : 'denied',
    record: consoleSignInRecord({
      ...about,
      succeeded,
      loginTo: `${origin}/sign-in`,
      ...(known ? { principal: user.principal } : {}),
    }),
  }))
}

function signOutEvent(source: RequestSource, now: EpochMillis, ports: SessionPorts): EventDraft {
  const { principal } = ports.user
  return consoleEvent(source, now, ports, (about) => ({
    eventName: 'ConsoleLogout',
    principal: principal.arn,
    outcome: 'ok',
    record: consoleSignOutRecord({ ...about, principal }),
  }))
}

function consoleEvent(
  source: RequestSource,
  time: EpochMillis,
  { ids, scope }: SessionPorts,
  own: (about: ConsoleEvent) => Pick<EventDraft, 'eventName' | 'principal' | 'outcome' | 'record'>,
): EventDraft {
  const eventId = ids.uuid()
  const { account, region } = scope
  return {
    ...scope,
    eventId,
    // The record has none, and the log is found by what its records say.
    requestId: null,
    eventTime: time,
    readOnly: false,
    resources: [],
    keyUse: false,
    decisions: [],
    wallTime: time,
    ...own({ source, time, region, account, eventId }),
  }
}
