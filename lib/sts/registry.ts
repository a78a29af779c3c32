import type { Members, MembersOf } from '#model/query/shape.ts'
import type { StsOperation } from './operation.ts'
import { assumeRole } from './operations/assume-role.ts'
import { getAccessKeyInfo } from './operations/get-access-key-info.ts'
import { getCallerIdentity } from './operations/get-caller-identity.ts'
import { getSessionToken } from './operations/get-session-token.ts'

/** The operations of AWS STS that are built; every other is unknown. */
const registry = {
  AssumeRole: assumeRole,
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
  GetSessionToken: getSessionToken,
} satisfies Readonly<Record<string, StsOperation<Members, Members>>>

type Registry = typeof registry
export type StsOperationName = keyof Registry
export type StsInput<N extends StsOperationName> = MembersOf<Registry[N]['input']>
export type StsOutput<N extends StsOperationName> = MembersOf<Registry[N]['output']>

export const builtStsOperations: readonly string[] = Object.keys(registry)

export function isStsOperation(name: string): name is StsOperationName {
  return Object.hasOwn(registry, name)
}

export function operationNamed(name: StsOperationName): StsOperation<Members, Members> {
  return registry[name]
}
