import { fromUtf8 } from '#kernel/bytes.ts'
import type { Clock } from '#kernel/clock.ts'
import type { AccountId, SandboxId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'
import type { Principal } from '#kernel/principal.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { AWS_ACCOUNT, MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Credential, Identities, Store, Vault, Write } from '#kms/ports.ts'
import type { IdentityPolicies } from '#policy/request.ts'
import { secretPurpose } from './access-key.ts'
import { identityArn, parseIdentityArn, parseSessionArn } from './domain/arn.ts'
import { tagsOf } from './domain/tags.ts'
import { INFRASTRUCTURE_ROLE } from './infrastructure.ts'
import { readPolicies, standing, withSession } from './policies-of.ts'
import type { AccessKeyRow } from './ports.ts'
import { IAM_TABLES } from './ports.ts'
import { globalScope, openSessionToken } from './session-token.ts'

/** The first account's root credentials, and whether any signature is taken. */
export interface RootIdentity {
  readonly account: AccountId
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Every access key id that nobody has is a root: of the account that its 12 digits name, else of the first. */
  readonly open: boolean
}

export interface IdentityPorts {
  readonly store: Store
  readonly vault: Vault
  /** Sessions end by the wall clock. */
  readonly clock: Clock
  readonly root: RootIdentity
}

/** Characters of an access key id (AWS IAM API reference, AccessKey); anyone can send longer ones to be looked up. */
const MAX_ACCESS_KEY_ID = 128

/** Of each: anyone can ask for keys that nobody has, and every session of a role is a principal of its own. */
const REMEMBERED = 10_000

/** Access keys and policies, kept in memory until something of IAM changes: it changes seldom and is read always. */
export function createIdentities({ store, vault, clock, root }: IdentityPorts): Identities {
  let credentials = new LruMap<string, Promise<Credential | undefined>>(REMEMBERED)
  let policies = new LruMap<string, Promise<IdentityPolicies>>(REMEMBERED)
  let standings = new LruMap<string, ReturnType<typeof standing>>(REMEMBERED)
  const forget = () => {
    credentials = new LruMap(REMEMBERED)
    policies = new LruMap(REMEMBERED)
    standings = new LruMap(REMEMBERED)
  }
  store.onCommit((writes: readonly Write[]) => {
    if (writes.some(({ table }) => IAM_TABLES.has(table))) forget()
  })
  store.onRewind(forget)

  async function longTerm(accessKeyId: string): Promise<Credential | undefined> {
    if (accessKeyId === root.accessKeyId) return rootCredential(accessKeyId, root.account)
    const row = await store.accessKey(accessKeyId)
    const owner = row?.status === 'Active' ? await ownerOf(row) : undefined
    if (!row || !owner) return undefined
    const secret = vault.openSecret(globalScope(row.sandbox, row.account), secretPurpose(accessKeyId), row.secret)
    const secretAccessKey = secret && fromUtf8(secret)
    secret?.fill(0)
    if (secretAccessKey === undefined)
      throw new Error(`access key ${accessKeyId} does not open: the database was changed`)
    return { accessKeyId, secretAccessKey, sandbox: row.sandbox, ...owner }
  }

  async function ownerOf({ sandbox, account, userName }: AccessKeyRow): Promise<Owner | undefined> {
    if (userName === null) return { principal: rootPrincipal(account) }
    const user = await store.identity({ sandbox, account }, 'user', userName)
    if (!user) return undefined
    const principal = { kind: 'user', account, arn: identityArn(user), id: user.uniqueId, name: user.name } as const
    return { principal, tags: tagsOf(user) }
  }

  function rootCredential(accessKeyId: string, account: AccountId): Credential {
    const { secretAccessKey } = root
    return { accessKeyId, secretAccessKey, sandbox: MAIN_SANDBOX, principal: rootPrincipal(account) }
  }

  /** In open mode nobody is unknown. */
  function stranger(accessKeyId: string): Credential | undefined {
    if (!root.open) return undefined
    const isCustomer = isAccountId(accessKeyId) && accessKeyId !== AWS_ACCOUNT
    return rootCredential(accessKeyId, isCustomer ? accessKeyId : root.account)
  }

  async function temporary(accessKeyId: string, token: string): Promise<Credential | 'expired' | undefined> {
    const opened = openSessionToken(token, vault)
    if (!opened || opened.claims.accessKeyId !== accessKeyId) return undefined
    const { sandbox, claims } = opened
    if (claims.session.expiresAt <= clock.now()) return 'expired'
    const name = nameOf(sandbox, claims.principal)
    const now = await remembered(standings, name, () => standing(sandbox, claims.principal, store))
    return now && { sandbox, ...claims, session: { ...claims.session, ...now } }
  }

  return {
    async credential(accessKeyId, securityToken) {
      if (accessKeyId.length > MAX_ACCESS_KEY_ID) return stranger(accessKeyId)
      if (securityToken !== undefined) return (await temporary(accessKeyId, securityToken)) ?? stranger(accessKeyId)
      return (await remembered(credentials, accessKeyId, () => longTerm(accessKeyId))) ?? stranger(accessKeyId)
    },
    async policiesOf(sandbox, principal, session) {
      const name = nameOf(sandbox, principal)
      const own = await remembered(policies, name, () => readPolicies(sandbox, principal, store))
      return session ? withSession(own, sandbox, principal, session, store) : own
    },
    principalExists: (sandbox, arn) => principalExists(sandbox, arn, store, root.account),
  }
}

const nameOf = (sandbox: SandboxId, { account, id }: Principal) => `${sandbox}/${account}/${id}`

type Owner = Pick<Credential, 'principal' | 'tags'>

/** Callers that ask at the same time share one read; one that fails is not kept. */
function remembered<V>(memory: LruMap<string, Promise<V>>, name: string, read: () => Promise<V>): Promise<V> {
  const known = memory.get(name)
  if (known) return known
  const reading = read()
  memory.set(name, reading)
  reading.catch(() => memory.delete(name))
  return reading
}

/** Only accounts that are hosted here can say who exists in them. Accounts themselves are always valid. */
async function principalExists(
  sandbox: SandboxId,
  arn: string,
  store: Store,
  first: AccountId,
): Promise<'exists' | 'missing' | 'unknown'> {
  const session = parseSessionArn(arn)
  const named = session
    ? { account: session.account, kind: 'role' as const, name: session.roleName }
    : parseIdentityArn(arn)
  if (!named) return 'unknown'
  const { account, kind, name } = named
  const isFirst = sandbox === MAIN_SANDBOX && account === first
  if (!isFirst && !(await store.account(sandbox, account))) return 'unknown'
  if (kind !== 'user' && kind !== 'role') return 'missing'
  if (session?.roleName === INFRASTRUCTURE_ROLE) return 'exists'
  const row = await store.identity({ sandbox, account }, kind, name)
  return row && (session !== undefined || identityArn(row) === arn) ? 'exists' : 'missing'
}
