import type { IdentityRow } from '#iam/ports.ts'
import { identityArn } from '#iam/ports.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import type { Subject } from '#policy/lab/access-matrix.ts'
import { subjectWith } from './domain/subject.ts'
import type { Context } from './operation.ts'
import type { Caller, Ports } from './ports.ts'
import { type Read, recordedRead } from './recorded-read.ts'

/** More than fit on any page: who is left out is told. */
const MOST = 1000

/** Who there is in an account, with all of their policies, and how many more there are. */
export interface AccountSubjects {
  readonly subjects: readonly Subject[]
  readonly more: number
}

/**
 * The root user, the users and the roles of the caller's account with what is attached to them, in one call: needs
 * `iam:GetAccountAuthorizationDetails` and leaves one event. Roles stand for any of their sessions.
 */
export type ReadAccountSubjects = (caller: Caller) => Promise<AccountSubjects>

export function createAccountSubjects(ports: Ports): ReadAccountSubjects {
  return (caller) => recordedRead(READ, caller, ports)
}

const READ: Read<AccountSubjects> = {
  eventName: 'GetAccountAuthorizationDetails',
  action: 'iam:GetAccountAuthorizationDetails',
  requestParameters: null,
  read,
  told: ({ subjects }) => ({ principals: subjects.length }),
}

async function read({ scope, ports: { store, identities } }: Context): Promise<AccountSubjects> {
  const place = { sandbox: scope.sandbox, account: scope.account }
  const rows = [...(await store.identities(place, 'user')), ...(await store.identities(place, 'role'))]
  const subjects = await Promise.all(
    rows.slice(0, MOST).map(async (row) => {
      const principal = principalOf(row)
      const policies = await identities.policiesOf(scope.sandbox, principal)
      return { ...(await subjectWith(principal, policies, scope.sandbox, store)), label: identityArn(row) }
    }),
  )
  const root = rootPrincipal(scope.account)
  return {
    subjects: [{ label: root.arn, principal: root, identity: [] }, ...subjects],
    more: Math.max(0, rows.length - MOST),
  }
}

function principalOf(row: IdentityRow): Principal {
  const { account, name, uniqueId: id } = row
  const arn = identityArn(row)
  if (row.kind === 'user') return { kind: 'user', account, arn, id, name }
  const sessionName = 'any-session'
  const session = `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`
  return { kind: 'assumed-role', account, arn: session, id: `${id}:${sessionName}`, roleArn: arn, sessionName }
}
