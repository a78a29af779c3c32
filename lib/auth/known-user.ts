import { globalScope, type IdentityRow, identityArn, parseIdentityArn, tagsOf } from '#iam/ports.ts'
import { constantTimeEqual, sha256 } from '#kernel/hash.ts'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Clocks, Identities, LoginProfileRow, Store, Stored, Vault } from '#kms/ports.ts'
import type { Passwords } from './password-hash.ts'
import { administratorOf, type UserName } from './sign-in-name.ts'
import type { Throttle } from './throttle.ts'
import { spendRecoveryCode, totpStep } from './totp.ts'

/** All that the console's users and sessions are given, once, by the composition root. */
export interface ConsolePorts {
  readonly store: Store
  readonly clocks: Clocks
  readonly ids: Ids
  readonly secrets: Secrets
  readonly vault: Vault
  readonly identities: Pick<Identities, 'credential'>
  readonly passwords: Passwords
  readonly throttle: Throttle
  /** The first account and Region. */
  readonly scope: Scope
  /** Of the root user of the first account, as it is configured. */
  readonly password: string
  /** Of the console. */
  readonly origin: string
  /** False where a password would cross the network in clear text: then nobody may sign in. */
  readonly allowed: boolean
  /** The ARNs that sign-in by OIDC can lead to. */
  readonly federated: ReadonlySet<string>
}

/** Someone who exists: the root user of an account that is hosted here, or a user of its AWS IAM. */
export interface KnownUser extends UserName {
  readonly principal: Principal
  readonly tags?: readonly (readonly [key: string, value: string])[]
  readonly profile: Stored<LoginProfileRow> | undefined
}

/** Undefined when there is no such user now. */
export async function findUser(name: UserName, ports: ConsolePorts): Promise<KnownUser | undefined> {
  const { store, scope } = ports
  const { account, userName } = name
  const { sandbox } = scope
  if (userName === administratorOf(account, scope.account)) {
    if (account !== scope.account && !(await store.account(sandbox, account))) return undefined
    return withProfile({ account, userName, principal: rootPrincipal(account) }, ports)
  }
  const row = userName === '' ? undefined : await store.identity({ sandbox, account }, 'user', userName)
  return row && userOfRow(row, ports)
}

/** Whom a login profile is of: a user's unique id, which a new name does not change, or the account of a root user. */
export interface UserId {
  readonly account: AccountId
  readonly principalId: string
}

/** Undefined when there is no such user any more. */
export async function findUserById({ account, principalId }: UserId, ports: ConsolePorts) {
  const { store, scope } = ports
  if (principalId === account) return findUser({ account, userName: administratorOf(account, scope.account) }, ports)
  const rows = await store.identities({ sandbox: scope.sandbox, account }, 'user')
  const row = rows.find(({ uniqueId }) => uniqueId === principalId)
  return row && userOfRow(row, ports)
}

/** By the row and not by its name, which may mean the administrator. */
function userOfRow(row: IdentityRow, ports: ConsolePorts): Promise<KnownUser> {
  const { account, name, uniqueId: id } = row
  const principal = { kind: 'user', account, arn: identityArn(row), id, name } as const
  return withProfile({ account, userName: name, principal, tags: tagsOf(row) }, ports)
}

/** The user behind an ARN of a root user or a user of AWS IAM. */
export async function userOfArn(arn: string, ports: ConsolePorts): Promise<KnownUser | undefined> {
  const root = /^arn:aws:iam::(\d{12}):root$/.exec(arn)?.[1] as AccountId | undefined
  if (root !== undefined) {
    return findUser({ account: root, userName: administratorOf(root, ports.scope.account) }, ports)
  }
  const named = parseIdentityArn(arn)
  const found =
    named?.kind === 'user' ? await findUser({ account: named.account, userName: named.name }, ports) : undefined
  return found?.principal.arn === arn ? found : undefined
}

async function withProfile(user: Omit<KnownUser, 'profile'>, { store, scope }: ConsolePorts): Promise<KnownUser> {
  return { ...user, profile: await store.loginProfile(profileKey(user, scope)) }
}

export function profileKey({ account, principal }: Pick<KnownUser, 'account' | 'principal'>, { sandbox }: Scope) {
  return { sandbox, account, principalId: principal.id }
}

/** Whether the operator set the user's password: that of the root user of the first account. */
export function isConfigured({ account, principal }: KnownUser, { scope }: ConsolePorts): boolean {
  return principal.kind === 'root' && account === scope.account
}

export function hasPassword(user: KnownUser, ports: ConsolePorts): boolean {
  return isConfigured(user, ports) || (user.profile?.passwordHash ?? null) !== null
}

/** Takes the same time for a wrong password, for no password and for nobody. */
export async function isPasswordOf(user: KnownUser | undefined, password: string, ports: ConsolePorts) {
  const fits = await ports.passwords.verify(password, user?.profile?.passwordHash ?? null)
  return user !== undefined && isConfigured(user, ports) ? sameText(password, ports.password) : fits
}

/** Compares digests, so that neither length nor place of a difference shows in the time taken. */
function sameText(a: string, b: string): boolean {
  return constantTimeEqual(sha256(a), sha256(b))
}

export const totpPurpose = (principalId: string) => `totp:${principalId}`

/** What a right code of the second factor changes in the profile: neither kind is taken twice. Undefined for a wrong one. */
export function codeChange(
  profile: LoginProfileRow,
  code: string,
  now: EpochMillis,
  { vault }: Pick<ConsolePorts, 'vault'>,
): Partial<LoginProfileRow> | undefined {
  if (!profile.totpSecret) return undefined
  const scope = globalScope(profile.sandbox, profile.account)
  const secret = vault.openSecret(scope, totpPurpose(profile.principalId), profile.totpSecret)
  if (!secret) throw new Error('the second factor of a user does not open: the database was changed')
  const step = totpStep(secret, code, now, profile.totpStep)
  secret.fill(0)
  if (step !== undefined) return { totpStep: step }
  const left = spendRecoveryCode(profile.recoveryCodes, code)
  return left === undefined ? undefined : { recoveryCodes: left }
}

/** The first row of a user who has had none. */
export function newProfile(user: KnownUser, now: EpochMillis, scope: Scope): LoginProfileRow {
  return {
    ...profileKey(user, scope),
    createdAt: now,
    passwordHash: null,
    passwordChangedAt: null,
    lastSignInAt: null,
    totpSecret: null,
    totpStep: null,
    recoveryCodes: '[]',
  }
}
