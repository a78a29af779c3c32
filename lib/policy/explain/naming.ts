import type { Principal } from '#kernel/principal.ts'
import type { Principals } from '../document.ts'
import type { Naming } from './trace.ts'

type Listed = Principals['values'][number]

/** How a list of principals names the caller, by the strongest of its entries. */
export function nameIn(listed: readonly Listed[], caller: Principal): Exclude<Naming, 'listed out'> | undefined {
  const found = new Set(listed.map((one) => nameBy(one, caller)))
  return (['caller', 'role', 'everyone', 'account'] as const).find((naming) => found.has(naming))
}

function nameBy({ type, value }: Listed, caller: Principal): Exclude<Naming, 'listed out'> | undefined {
  if (type === 'Service') return caller.kind === 'service' && value === caller.service ? 'caller' : undefined
  if (type !== 'AWS') return undefined
  if (value === '*') return 'everyone'
  if (isAccount(value)) return caller.kind !== 'service' && accountIn(value) === caller.account ? 'account' : undefined
  if (value === caller.arn || value === caller.id) return 'caller'
  return caller.kind === 'assumed-role' && isRoleOf(value, caller) ? 'role' : undefined
}

/** A role goes by its ARN, and by its unique id, which is what a session's id begins with. */
export function isRoleOf(value: string, session: { readonly roleArn: string; readonly id: string }): boolean {
  const [roleId] = session.id.split(':')
  return value === session.roleArn || value === roleId
}

/** Whether it stands for an account as a whole: twelve digits, or the ARN of its root user. */
export function isAccount(value: string): boolean {
  return accountIn(value) !== undefined
}

export function accountIn(value: string): string | undefined {
  if (/^\d{12}$/.test(value)) return value
  const [arn, partition = '', service, region, account = '', name, ...more] = value.split(':')
  const isRoot = arn === 'arn' && service === 'iam' && region === '' && name === 'root' && more.length === 0
  return isRoot && /^[a-z-]+$/.test(partition) && /^\d{12}$/.test(account) ? account : undefined
}

/**
 * How an Allow with Principal or NotPrincipal names the caller. NotPrincipal means everyone who is in no way listed.
 */
export function namingOfAllow({ negated, values }: Principals, caller: Principal): Naming | undefined {
  const naming = nameIn(values, caller)
  if (!negated) return naming
  return naming === undefined ? 'everyone' : undefined
}

/**
 * How a Deny names the caller. NotPrincipal spares nobody who has a permissions boundary, and others only when
 * everything that stands for them is listed (IAM user guide, "NotPrincipal").
 */
export function namingOfDeny(principals: Principals, caller: Principal, hasBoundary: boolean): Naming | undefined {
  if (!principals.negated) return nameIn(principals.values, caller)
  return hasBoundary || !isSpared(principals.values, caller) ? 'listed out' : undefined
}

function isSpared(listed: readonly Listed[], caller: Principal): boolean {
  const lists = (...namings: readonly (Naming | undefined)[]) =>
    listed.some((one) => namings.includes(nameBy(one, caller)))
  if (lists('everyone')) return true
  switch (caller.kind) {
    case 'service':
      return listed.some(({ type, value }) => type === 'Service' && value === caller.service)
    case 'root':
      return lists('account')
    case 'assumed-role':
      return lists('caller') && lists('role') && lists('account')
    case 'user':
    case 'federated-user':
      return lists('caller') && lists('account')
  }
}
