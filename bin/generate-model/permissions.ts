import { Code, type Literal, print } from './print.ts'
import { required, type SourcePermission, sortedEntries } from './source.ts'

const RESOURCES: { readonly [text: string]: string } = {
  key: 'key',
  '*': 'none',
  'alias (IAM policy) AND key (key policy)': 'alias-and-key',
  'alias (IAM policy) AND current key AND new key (key policies)': 'alias-and-both-keys',
}
const POLICY_TYPES: { readonly [text: string]: string } = { 'Key policy': 'key', 'IAM policy': 'iam' }

/** lib/model/permissions.ts: what each operation asks for (AWS KMS developer guide, "AWS KMS permissions"). */
export function renderPermissions(source: { readonly [operation: string]: SourcePermission }): string {
  const shared = commonConditionKeys(Object.values(source))
  const rows = sortedEntries(source).map(([operation, row]) => [operation, permission(row, shared)])
  return `import type { OperationName } from './api.ts'
import { table } from './table.ts'

/** What an operation asks for (AWS KMS developer guide, "AWS KMS permissions"). */
export interface OperationPermission {
  /** ReEncrypt has two: the first on the source key, the second on the destination key. */
  readonly actions: readonly [\`kms:\${string}\`, ...\`kms:\${string}\`[]]
  /** Whether it works on keys of other accounts. */
  readonly crossAccount: boolean
  /** What is authorized; an alias has no policy of its own. UpdateAlias needs the current and the new key. */
  readonly resource: 'key' | 'none' | 'alias-and-key' | 'alias-and-both-keys'
  /** Where the permission can be given: in a key policy (too), or in IAM policies only. */
  readonly policyType: 'key' | 'iam'
  readonly conditionKeys: readonly string[]
  /** A further rule of this operation, in words. */
  readonly also?: string
}

const keyConditions = ${print(shared)} as const

export const permissions = table<Readonly<Record<OperationName, OperationPermission>>>(${print(Object.fromEntries(rows))})
`
}

function permission(row: SourcePermission, shared: readonly string[]): Literal {
  return {
    actions: row.actions.map((action) => action.replace(/ \(.*\)$/, '')),
    crossAccount: row.crossAccount,
    resource: required(RESOURCES[row.resource], `a resource kind for ${row.resource}`),
    policyType: required(POLICY_TYPES[row.policyType], `a policy type for ${row.policyType}`),
    conditionKeys: conditionKeys(row.conditionKeys, shared),
    ...(row.also && { also: row.also }),
  }
}

function conditionKeys(keys: readonly string[], shared: readonly string[]): Literal {
  return startsWith(keys, shared) ? [new Code('...keyConditions'), ...keys.slice(shared.length)] : keys
}

/** The list that saves the most lines as the start of others: the keys of operations on a key. */
function commonConditionKeys(rows: readonly SourcePermission[]): readonly string[] {
  const lists = rows.map((row) => row.conditionKeys)
  const saved = (start: readonly string[]) => start.length * lists.filter((list) => startsWith(list, start)).length
  const [best] = lists.toSorted((a, b) => saved(b) - saved(a))
  return required(best, 'condition keys')
}

function startsWith(list: readonly string[], start: readonly string[]): boolean {
  return start.every((item, index) => list[index] === item)
}
