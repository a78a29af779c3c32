import type { ConsoleSession } from '#auth/sessions.ts'
import type { AccountId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Scope } from '#kernel/scope.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isAdministrator } from './administrator.ts'

export interface EntryPorts {
  readonly firstAccount: AccountId
  /** Whether a sandbox beside `main` is there, with that account in it. */
  hosts(place: Pick<Scope, 'sandbox' | 'account'>): Promise<boolean>
}

export type Entry =
  /** As whom it acts there. */
  | { readonly kind: 'granted'; readonly session: ConsoleSession }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'no-such-scope' }
  /** It would not be the one as whom it is asked for. */
  | { readonly kind: 'another-principal' }

/**
 * Whether a session may act in a scope and, where an ARN is given, does so as that principal: the role that a page
 * tells of may have ended meanwhile, and then the session has the wider rights of its user.
 */
export async function entryOf(session: ConsoleSession, scope: Scope, ports: EntryPorts, as?: string): Promise<Entry> {
  const entry = await whereAllowed(session, scope, ports)
  if (as === undefined || entry.kind === 'no-such-scope') return entry
  const { principal } = entry.kind === 'granted' ? entry.session : session
  return principal.arn === as ? entry : { kind: 'another-principal' }
}

/**
 * In its own sandbox and account, any Region. That of the administrator may act in
 * every account of all other sandboxes, as the root user there. Nobody else learns even which sandboxes there are.
 */
async function whereAllowed(session: ConsoleSession, scope: Scope, ports: EntryPorts): Promise<Entry> {
  const { sandbox, account } = session.scope
  if (scope.sandbox === sandbox && scope.account === account) return { kind: 'granted', session }
  const isElsewhere = sandbox === MAIN_SANDBOX && scope.sandbox !== MAIN_SANDBOX
  if (!isElsewhere || !isAdministrator(session.principal, ports.firstAccount)) return { kind: 'forbidden' }
  if (!(await ports.hosts(scope))) return { kind: 'no-such-scope' }
  return { kind: 'granted', session: { ...session, principal: rootPrincipal(scope.account), scope } }
}
