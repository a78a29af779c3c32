import { type AccountId, isAccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { arnAccount } from '../arn-pattern.ts'
import type { PolicyDocument, Principals } from '../document.ts'
import type { PolicySource } from '../documents.ts'
import { principalNamed } from '../principal-named.ts'
import { accountOf } from '../principals.ts'
import type { Subject } from './access-matrix.ts'

/** An account that no policy can name: it stands for all the others. */
const ANY_ACCOUNT = '000000000000' as AccountId

/** IAM policies that allow everything: what remains is what key policies say. */
export const ALLOWS_ALL: PolicySource = {
  id: 'an IAM policy that allows all',
  document: {
    version: '2012-10-17',
    statements: [
      {
        effect: 'Allow',
        action: { negated: false, values: ['*'] },
        resource: { negated: false, values: ['*'] },
        conditions: [],
      },
    ],
  },
}

/**
 * Everyone whom key policies can tell apart: the root user and the other identities of the owner's account, those of
 * all other accounts, and all that is named. Their IAM policies allow everything.
 */
export function subjectsOf(documents: readonly PolicyDocument[], owner: AccountId): readonly Subject[] {
  const named = documents.flatMap(({ statements }) => statements.flatMap(({ principal }) => principal?.values ?? []))
  const found = new Map<string, Subject>()
  const everyone = [...accountSubjects(owner), ...named.flatMap((one) => namedSubjects(one, owner)), othersOf()]
  for (const subject of everyone) if (!found.has(subject.label)) found.set(subject.label, subject)
  return [...found.values()]
}

const subject = (label: string, principal: Principal): Subject => ({ label, principal, identity: [ALLOWS_ALL] })

function accountSubjects(account: AccountId): readonly Subject[] {
  return [
    subject(`the root user of ${account}`, rootPrincipal(account)),
    subject(`other identities of ${account}, by IAM policies`, unnamed(account)),
  ]
}

const othersOf = () => subject('other accounts, by IAM policies', unnamed(ANY_ACCOUNT))

function unnamed(account: AccountId): Principal {
  const name = 'anyone-else'
  return { kind: 'user', account, arn: `arn:aws:iam::${account}:user/${name}`, id: 'AIDAANYONEELSE', name }
}

function namedSubjects({ type, value }: Principals['values'][number], owner: AccountId): readonly Subject[] {
  if (type === 'Service') {
    const principal = principalNamed(value, owner)
    return principal ? [subject(value, principal)] : []
  }
  if (type !== 'AWS' || value === '*') return []
  const account = accountOf(value)
  if (account !== undefined) return isAccountId(account) ? accountSubjects(account) : []
  const principal = principalNamed(value, owner) ?? roleSession(value) ?? byUniqueId(value, owner)
  return principal ? [subject(value, principal)] : []
}

const ROLE = /^(arn:[a-z-]+):iam::(\d{12}):role\/(?:.+\/)?([^/*?]+)$/

/** Any session of a role. */
function roleSession(roleArn: string): Principal | undefined {
  const [, start, , role] = ROLE.exec(roleArn) ?? []
  const account = arnAccount(roleArn)
  if (account === undefined || !isAccountId(account) || role === undefined) return undefined
  const arn = `${start}:sts::${account}:assumed-role/${role}/any-session`
  return { kind: 'assumed-role', account, arn, id: 'AROAANYROLE:any-session', roleArn, sessionName: 'any-session' }
}

/** Of a principal that was deleted, the key policy shows the unique id only. */
function byUniqueId(id: string, account: AccountId): Principal | undefined {
  const arn = `arn:aws:iam::${account}:user/${id}`
  if (id.startsWith('AIDA')) return { kind: 'user', account, arn, id, name: id }
  const roleArn = `arn:aws:iam::${account}:role/${id}`
  const session = { arn: `arn:aws:sts::${account}:assumed-role/${id}/any-session`, id: `${id}:any-session` }
  if (!id.startsWith('AROA')) return undefined
  return { kind: 'assumed-role', account, ...session, roleArn, sessionName: 'any-session' }
}
