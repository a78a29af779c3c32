import type { StsOperation, StsOperationName } from './operation.ts'
import { getCallerIdentity } from './operations/get-caller-identity.ts'

/** The operations of AWS STS that are built; every other is unknown. */
export const registry: { readonly [N in StsOperationName]: StsOperation<N> } = { GetCallerIdentity: getCallerIdentity }

export function isStsOperation(name: string): name is StsOperationName {
  return Object.hasOwn(registry, name)
}
