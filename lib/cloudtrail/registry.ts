import type { ServiceError } from '#kernel/service-error.ts'
import type { OperationName } from '#model/cloudtrail/api.ts'
import { unsupported } from './errors.ts'
import type { CloudTrailOperation } from './operation.ts'
import { lookupEvents } from './operations/lookup-events.ts'

const registry: { readonly [N in OperationName]: CloudTrailOperation<N> } = {
  LookupEvents: lookupEvents,
}

/** Operations of AWS CloudTrail that Keystead knows by name only. */
const LATER: ReadonlySet<string> = new Set([
  'AddTags',
  'CreateTrail',
  'DeleteTrail',
  'DescribeTrails',
  'GetEventSelectors',
  'GetTrail',
  'GetTrailStatus',
  'ListPublicKeys',
  'ListTags',
  'ListTrails',
  'PutEventSelectors',
  'RemoveTags',
  'StartLogging',
  'StopLogging',
  'UpdateTrail',
])

export const builtCloudTrailOperations: readonly string[] = Object.keys(registry)

export function isCloudTrailOperation(name: string): name is OperationName {
  return Object.hasOwn(registry, name)
}

export function operationNamed<N extends OperationName>(name: N): CloudTrailOperation<N> {
  return registry[name]
}

/** What is answered to an operation that only AWS has. */
export function notBuilt(name: string): ServiceError | undefined {
  return LATER.has(name) ? unsupported(name) : undefined
}
