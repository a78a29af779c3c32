import { type AccountId, isAccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'

/**
 * The caller that an ARN, or the name of an AWS service, stands for; undefined for anything else. Unique ids are made
 * up, and the role of a session is taken to have no path unless `roleArn` says otherwise.
 */
export function principalNamed(name: string, owner: AccountId, roleArn?: string): Principal | undefined {
  const [arn, partition = '', service, region, account = '', ...rest] = name.split(':')
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) {
    return { kind: 'service', account: owner, arn: name, id: name, service: name }
  }
  if (arn !== 'arn' || region !== '' || !isAccountId(account)) return undefined
  const [type, ...path] = rest.join(':').split('/')
  const last = path.at(-1) ?? ''
  const known = { account, arn: name }
  if (service === 'iam' && type === 'root' && path.length === 0) return rootPrincipal(account, partition)
  if (service === 'iam' && type === 'user' && last) return { ...known, kind: 'user', id: 'AIDAEXAMPLE', name: last }
  if (service !== 'sts' || !last) return undefined
  if (type === 'federated-user') return { ...known, kind: 'federated-user', id: `${account}:${last}`, name: last }
  if (type !== 'assumed-role' || path.length !== 2) return undefined
  const role = roleArn ?? `arn:${partition}:iam::${account}:role/${path[0]}`
  return { ...known, kind: 'assumed-role', id: `AROAEXAMPLE:${last}`, roleArn: role, sessionName: last }
}
