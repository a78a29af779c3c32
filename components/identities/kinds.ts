import type { IdentityKind } from '#console/dto/identities.ts'
import type { IconName } from '../ui/icons.ts'

interface KindWords {
  readonly one: string
  readonly many: string
  readonly icon: IconName
  /** What they are, for an empty list. */
  readonly about: string
}

export const KINDS: Readonly<Record<IdentityKind, KindWords>> = {
  users: {
    ...{ one: 'user', many: 'users', icon: 'person' },
    about: 'A user signs its calls with an access key of its own, and may do what its policies and its groups allow.',
  },
  roles: {
    ...{ one: 'role', many: 'roles', icon: 'ceiling' },
    about: 'A role has no key of its own: whoever its trust policy names assumes it for some hours.',
  },
  groups: {
    ...{ one: 'group', many: 'groups', icon: 'people' },
    about: 'A group gives its policies to the users in it.',
  },
  policies: {
    ...{ one: 'policy', many: 'policies', icon: 'list' },
    about: 'A managed policy is attached to users, roles and groups, or limits them as a permissions boundary.',
  },
}

export function isIdentityKind(text: string): text is IdentityKind {
  return Object.hasOwn(KINDS, text)
}
