import { callEvent } from '#audit/call-event.ts'
import type { Json } from '#audit/record.ts'
import { recorded } from '#audit/recorded.ts'
import { globalScope } from '#iam/ports.ts'
import { fromBase64, toBase64 } from '#kernel/bytes.ts'
import { draw } from '#kernel/draw.ts'
import type { EpochMillis, Region } from '#kernel/ids.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller, RequestSource, Write } from '#kms/ports.ts'
import { remove, update } from '#kms/ports.ts'
import { signOutEvent } from './console-events.ts'
import {
  type ConsolePorts,
  codeChange,
  findUser,
  findUserById,
  hasPassword,
  isConfigured,
  isPasswordOf,
  type KnownUser,
  profileKey,
  totpPurpose,
  type UserId,
} from './known-user.ts'
import { attemptedName, LONGEST, sessionId } from './sessions.ts'
import { profileWrite } from './sign-in.ts'
import { isReservedName, signInName, type UserName } from './sign-in-name.ts'
import { enrolment, newRecoveryCodes, newTotpSecret, recoveryCodesLeft } from './totp.ts'

const SHORTEST = 12
const LONGEST_PASSWORD = 128
/** Without the letters that are easily mistaken for others. */
const READABLE = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'
/** Of events of AWS IAM, which belongs to no Region. */
const HOME = 'us-east-1' as Region

/** A console user as it is told. */
export interface ListedUser extends UserName, UserId {
  /** What is typed to sign in. */
  readonly signInName: string
  readonly principalArn: string
  /** Whether the operator set the password. */
  readonly configured: boolean
  readonly hasPassword: boolean
  readonly hasTotp: boolean
  readonly recoveryCodes: number
  readonly createdAt?: EpochMillis
  readonly lastSignInAt?: EpochMillis
  readonly passwordChangedAt?: EpochMillis
}

/** Who asks: signed in, and allowed to, as the console has made sure of. */
export interface Asking {
  readonly caller: Caller
  readonly user: KnownUser
}

export interface PasswordChange {
  readonly old: string
  readonly next: string
  /** Of the session that asks. */
  readonly token: string
}

/** Passwords and second factors of console users. Every change is in the log, under the name it has in AWS IAM. */
export interface LoginProfiles {
  list(): Promise<readonly ListedUser[]>
  own(user: KnownUser): ListedUser
  /** Throws for a user of AWS IAM whose name means the administrator: they could not sign in by it. */
  assertNotReserved(name: UserName): void
  /** Gives a user a password, told this once. */
  create(name: UserName, by: Caller): Promise<{ readonly password: string }>
  /** Another password, told this once; ends the user's sessions. */
  reset(id: UserId, by: Caller): Promise<{ readonly password: string }>
  /** Takes password and second factor away, and ends the user's sessions. */
  remove(id: UserId, by: Caller): Promise<void>
  /** Takes the second factor away from one who lost it. */
  removeTotp(id: UserId, by: Caller): Promise<void>
  /** Ends the user's sessions but that of `token`; answers how many. */
  changePassword(asking: Asking, change: PasswordChange): Promise<number>
  /** A secret for an authenticator; nothing is kept until a code of it comes back with the token. */
  beginTotp(asking: Asking): Promise<{ readonly uri: string; readonly secret: string; readonly token: string }>
  /** Answers the recovery codes, told this once. */
  enableTotp(asking: Asking, token: string, code: string): Promise<{ readonly codes: readonly string[] }>
  removeOwnTotp(asking: Asking): Promise<void>
}

interface Ending {
  readonly writes: readonly Write[]
  readonly events: readonly ReturnType<typeof signOutEvent>[]
}

interface Result<T> {
  readonly answer: T
  readonly writes: readonly Write[]
  /** The sessions that end with it. */
  readonly ending?: Ending
}

export function createLoginProfiles(ports: ConsolePorts): LoginProfiles {
  const { store, scope, secrets, vault } = ports
  const now = () => ports.clocks.wall.now()

  async function must(name: UserName): Promise<KnownUser> {
    const user = await findUser(name, ports)
    if (!user) throw new ServiceError('NoSuchEntity', `The user with name ${name.userName} cannot be found.`)
    return user
  }

  async function mustBe(id: UserId): Promise<KnownUser> {
    const user = await findUserById(id, ports)
    if (!user) throw new ServiceError('NoSuchEntity', `The user with id ${id.principalId} cannot be found.`)
    return user
  }

  async function mustHave(id: UserId): Promise<KnownUser & { profile: NonNullable<KnownUser['profile']> }> {
    const { profile, ...user } = await mustBe(id)
    if (isConfigured({ ...user, profile }, ports)) throw configured()
    if (!profile) throw noProfile(user.userName)
    return { ...user, profile }
  }

  async function toldOf(id: UserId): Promise<Json> {
    const user = await findUserById(id, ports)
    return user ? told(user) : { accountId: id.account, principalId: id.principalId }
  }

  function assertNotReserved(user: UserName): void {
    if (isReservedName(user, scope.account)) throw reserved(user.userName)
  }

  async function withPassword(user: KnownUser, password: string): Promise<Write> {
    const change = { passwordHash: await ports.passwords.hash(password), passwordChangedAt: now() }
    return profileWrite(user, change, now(), scope)
  }

  return {
    async list() {
      const profiles = await store.loginProfiles(scope.sandbox)
      const known = await Promise.all(profiles.map((profile) => findUserById(profile, ports)))
      return known.filter((user) => user !== undefined).map((user) => listedUser(user, ports))
    },
    own: (user) => listedUser(user, ports),
    create: (name, by) =>
      audited('CreateLoginProfile', by, told(name), ports, async () => {
        const user = await must(name)
        const { profile } = user
        if (isConfigured(user, ports) || (profile && hasPassword(user, ports))) throw profileExists(name.userName)
        if (user.principal.kind === 'user') assertNotReserved(user)
        const password = draw(secrets, READABLE, 20)
        return { answer: { password }, writes: [await withPassword(user, password)] }
      }),
    assertNotReserved,
    reset: async (id, by) =>
      audited('UpdateLoginProfile', by, await toldOf(id), ports, async () => {
        const user = await mustHave(id)
        if (user.principal.kind === 'user') assertNotReserved(user)
        const password = draw(secrets, READABLE, 20)
        const ending = await endingOf(user, by.request, ports)
        return { answer: { password }, writes: [await withPassword(user, password)], ending }
      }),
    remove: async (id, by) =>
      audited('DeleteLoginProfile', by, await toldOf(id), ports, async () => {
        const user = await mustHave(id)
        const ending = await endingOf(user, by.request, ports)
        return { answer: undefined, writes: [remove('loginProfile', user.profile)], ending }
      }),
    removeTotp: async (id, by) =>
      audited('DeactivateMFADevice', by, await toldOf(id), ports, async () => withoutTotp(await mustBe(id))),
    async changePassword({ caller, user }, { old, next, token }) {
      // Whoever found a browser signed in could guess at the password here as well as at sign-in.
      const attempt = { user: attemptedName(user), address: caller.request.sourceIp, now: now() }
      const wait = ports.throttle.begin(attempt)
      if (wait > 0) throw tooMany(wait)
      return audited('ChangePassword', caller, null, ports, async () => {
        const current = await must(user)
        if (isConfigured(current, ports)) throw configured()
        if (!(await isPasswordOf(current, old, ports))) throw wrongPassword()
        ports.throttle.forgive(attempt)
        checkPassword(next, current)
        const ending = await endingOf(current, caller.request, ports, sessionId(token))
        return { answer: ending.events.length, writes: [await withPassword(current, next)], ending }
      })
    },
    async beginTotp({ user }) {
      const global = globalScope(scope.sandbox, user.account)
      await vault.prepare(global)
      const secret = newTotpSecret(secrets)
      const token = vault.mintToken(global, totpPurpose(user.principal.id), toBase64(secret))
      const issuer = `Keystead ${new URL(ports.origin).host.replaceAll(':', '.')}`
      return { ...enrolment(secret, signInName(user, scope.account), issuer), token }
    },
    enableTotp: ({ caller, user }, token, code) =>
      audited('EnableMFADevice', caller, told(user), ports, async () => {
        const current = await must(user)
        if (current.profile?.totpSecret)
          throw new ServiceError('EntityAlreadyExists', 'There is a second factor already.')
        const global = globalScope(scope.sandbox, user.account)
        const purpose = totpPurpose(user.principal.id)
        const secret = fromBase64(vault.openToken(global, purpose, token) ?? '')
        if (!secret || secret.length === 0)
          throw new ServiceError('ValidationError', 'The enrolment is not of this user.')
        const totpSecret = vault.sealSecret(global, purpose, secret)
        const draft = { ...profileKey(user, scope), totpSecret, totpStep: null, recoveryCodes: '[]' }
        const used = codeChange({ ...NO_PROFILE, ...draft }, code, now(), ports)
        if (!used) throw wrongCode()
        const { codes, digests } = newRecoveryCodes(secrets)
        const change = { totpSecret, ...used, recoveryCodes: digests }
        return { answer: { codes }, writes: [profileWrite(current, change, now(), scope)] }
      }),
    removeOwnTotp: ({ caller, user }) =>
      audited('DeactivateMFADevice', caller, told(user), ports, async () => withoutTotp(await must(user))),
  }
}

const NO_PROFILE = { createdAt: 0 as EpochMillis, passwordHash: null, passwordChangedAt: null, lastSignInAt: null }

function withoutTotp({ profile, userName }: KnownUser): Result<void> {
  if (!profile?.totpSecret) throw new ServiceError('NoSuchEntity', `${userName} has no second factor.`)
  const change = { totpSecret: null, totpStep: null, recoveryCodes: '[]' }
  return { answer: undefined, writes: [update('loginProfile', profile, change)] }
}

function listedUser(user: KnownUser, ports: ConsolePorts): ListedUser {
  const { account, userName, profile, principal } = user
  return {
    account,
    userName,
    principalId: principal.id,
    signInName: signInName(user, ports.scope.account),
    principalArn: principal.arn,
    configured: isConfigured(user, ports),
    hasPassword: hasPassword(user, ports),
    hasTotp: profile?.totpSecret != null,
    recoveryCodes: recoveryCodesLeft(profile?.recoveryCodes ?? '[]'),
    ...(profile && { createdAt: profile.createdAt }),
    ...(profile?.lastSignInAt != null && { lastSignInAt: profile.lastSignInAt }),
    ...(profile?.passwordChangedAt != null && { passwordChangedAt: profile.passwordChangedAt }),
  }
}

const told = ({ account, userName }: UserName): Json => ({ accountId: account, userName })

/** Runs a change so that it and its event are durable together before it is answered. */
function audited<T>(
  eventName: string,
  by: Caller,
  requestParameters: Json,
  ports: ConsolePorts,
  run: () => Promise<Result<T>>,
): Promise<T> {
  const caller = { ...by, scope: { ...by.scope, region: HOME } }
  const event = (error?: ServiceError) =>
    callEvent({
      ...{ caller, eventId: ports.ids.uuid(), eventSource: 'iam.amazonaws.com', eventName, requestParameters },
      time: ports.clocks.of(caller.scope.sandbox).now(),
      wallTime: ports.clocks.wall.now(),
      ...(error && { error }),
    })
  const attempt = async () => {
    try {
      const { answer, writes, ending = { writes: [], events: [] } } = await run()
      const events = [event(), ...ending.events] as const
      return { outcome: { answer }, writes: [...writes, ...ending.writes], events }
    } catch (thrown) {
      const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
      return { outcome: { error }, writes: [], events: [event(error)] as const }
    }
  }
  return recorded<T, Write>(ports.store, attempt, internalFailure)
}

/** What ends every session of a user, `but` one where that is named. */
async function endingOf(user: KnownUser, source: RequestSource, ports: ConsolePorts, but?: string): Promise<Ending> {
  const now = ports.clocks.wall.now()
  const all = await ports.store.sessionsOf(profileKey(user, ports.scope), (now - LONGEST) as EpochMillis)
  const rows = all.filter(({ id }) => id !== but)
  return {
    writes: rows.map((row) => update('session', row, { revokedAt: now })),
    events: rows.map(() => signOutEvent(user.principal, { source, now }, ports)),
  }
}

function checkPassword(password: string, { userName }: UserName): void {
  if (password.length < SHORTEST || password.length > LONGEST_PASSWORD) {
    throw violation(`Password should have a length of ${SHORTEST} to ${LONGEST_PASSWORD} characters.`)
  }
  if (password.toLowerCase().includes(userName.toLowerCase()))
    throw violation('Password should not hold the user name.')
}

const violation = (message: string) => new ServiceError('PasswordPolicyViolation', message)
const wrongPassword = () => new ServiceError('AccessDenied', 'The old password is wrong.')
const tooMany = (wait: number) =>
  new ServiceError('Throttled', `There were too many attempts. Try again in ${Math.ceil(wait / 1000)} s.`)
const wrongCode = () =>
  new ServiceError('InvalidAuthenticationCode', 'The code is wrong, or the clock of the authenticator is.')
const profileExists = (name: string) =>
  new ServiceError('EntityAlreadyExists', `Login Profile for user ${name} already exists.`)
const noProfile = (name: string) => new ServiceError('NoSuchEntity', `Login Profile for User ${name} cannot be found.`)
const reserved = (name: string) =>
  new ServiceError('ValidationError', `The name ${name} means the administrator of the account here.`)
const configured = () =>
  new ServiceError('AccessDenied', 'This password is set by the operator, in KEYSTEAD_ADMIN_PASSWORD or its file.')
const internalFailure = (cause: unknown) =>
  new ServiceError('ServiceFailure', 'The request processing has failed because of an unknown error.', 'server', {
    cause,
  })
