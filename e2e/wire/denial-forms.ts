import { ACCOUNT } from './clients.ts'
import { allow, delegation, deny, inPolicy, rootOf, type Statement, to } from './statements.ts'

/** Who is refused, on which key; all by names that the row of the table knows only once they are made. */
export interface Scene {
  readonly who: string
  readonly key: string
  readonly name: string
  /** The account that is not the key's. */
  readonly guest: string
}

export interface Denial {
  readonly form: string
  /** Of the key; the owner's delegation where left out. */
  readonly key?: (scene: Pick<Scene, 'who' | 'guest'>) => readonly Statement[]
  /** Policies of the caller: of a user, or of a role's session where there is one for the session. */
  readonly own?: readonly Statement[]
  readonly boundary?: readonly Statement[]
  readonly session?: readonly Statement[]
  readonly from?: 'another account'
  /** `*` stands for the action. */
  readonly reason: string
  /** What the event says of the cause: no more than the words, where another account refuses. */
  readonly cause: (scene: Scene) => object
}

const ALL = [allow('*')]
const NEVER = deny('kms:*', { Sid: 'Never' })
/** What a caller of another account is told. */
export const NOT_TOLD =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access'
export const owned = () => delegation(ACCOUNT)
const shared = (guest: string) => to(rootOf(guest), 'kms:*')
const neverTo = (who: string) => ({ ...to(who, 'kms:*'), Effect: 'Deny', Sid: 'Never' })
const keyPolicy = (key: string) => `${key}/policy/2`
const ownPolicy = (name: string, kind = 'user', account = ACCOUNT) =>
  `arn:aws:iam::${account}:${kind}/${name}/policy/own/1`
const boundary = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}/1`
const missing = (kind: string) => ({ outcome: 'implicitly-denied', missing: kind })
const byDeny = (kind: string, policy: string) => ({
  outcome: 'explicitly-denied',
  by: { kind, policy, statement: 1, sid: 'Never' },
})

/** Every form of a refusal that policies of accounts can give (AWS KMS developer guide, "Troubleshooting"). */
export const DENIALS: readonly Denial[] = [
  {
    form: 'no IAM policy allows what the key policy delegates',
    reason: 'because no identity-based policy allows the * action',
    cause: ({ key }) => ({ ...missing('identity-based policy'), policies: { resource: keyPolicy(key) } }),
  },
  {
    form: 'nothing in the key policy allows',
    key: ({ guest }) => [shared(guest)],
    own: ALL,
    reason: 'because no resource-based policy allows the * action',
    cause: ({ key, name }) => ({
      ...missing('resource-based policy'),
      policies: { resource: keyPolicy(key), identity: [ownPolicy(name)] },
    }),
  },
  {
    form: 'the key policy denies',
    key: ({ who }) => [owned(), neverTo(who)],
    own: ALL,
    reason: 'with an explicit deny in a resource-based policy',
    cause: ({ key }) => byDeny('resource-based policy', keyPolicy(key)),
  },
  {
    form: 'an IAM policy denies',
    own: [...ALL, NEVER],
    reason: 'with an explicit deny in an identity-based policy',
    cause: ({ name }) => byDeny('identity-based policy', ownPolicy(name)),
  },
  {
    form: 'the permissions boundary denies',
    own: ALL,
    boundary: [...ALL, NEVER],
    reason: 'with an explicit deny in a permissions boundary',
    cause: ({ name }) => byDeny('permissions boundary', boundary(name)),
  },
  {
    form: 'the permissions boundary does not allow',
    own: ALL,
    boundary: [allow('kms:ListKeys')],
    reason: 'because no permissions boundary allows the * action',
    cause: ({ name, key }) => ({
      ...missing('permissions boundary'),
      policies: { resource: keyPolicy(key), identity: [ownPolicy(name)], boundary: boundary(name) },
    }),
  },
  {
    form: 'the session policy denies',
    own: ALL,
    session: [...ALL, NEVER],
    reason: 'with an explicit deny in a session policy',
    cause: ({ who }) => byDeny('session policy', `${who}/session-policy/1`),
  },
  {
    form: 'the session policy does not allow',
    own: ALL,
    session: [allow('kms:ListKeys')],
    reason: 'because no session policy allows the * action',
    cause: ({ key, name }) => ({
      ...missing('session policy'),
      policies: {
        resource: keyPolicy(key),
        identity: [ownPolicy(name, 'role')],
        session: [inPolicy(allow('kms:ListKeys'))],
      },
    }),
  },
  {
    form: 'the key policy of another account does not allow',
    from: 'another account',
    own: ALL,
    reason: NOT_TOLD,
    cause: () => missing('resource'),
  },
  {
    form: 'the key policy of another account denies',
    from: 'another account',
    key: ({ who, guest }) => [shared(guest), neverTo(who)],
    own: ALL,
    reason: NOT_TOLD,
    cause: () => missing('resource'),
  },
  {
    form: 'the key policy of another account allows, and no IAM policy of its own',
    from: 'another account',
    key: ({ guest }) => [owned(), shared(guest)],
    reason: 'because no identity-based policy allows the * action',
    cause: () => ({ ...missing('identity-based policy'), owner: ACCOUNT }),
  },
  {
    form: 'an IAM policy denies what the key policy of another account allows',
    from: 'another account',
    key: ({ guest }) => [owned(), shared(guest)],
    own: [...ALL, NEVER],
    reason: 'with an explicit deny in an identity-based policy',
    cause: ({ name, guest }) => byDeny('identity-based policy', ownPolicy(name, 'user', guest)),
  },
]
