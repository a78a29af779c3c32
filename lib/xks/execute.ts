import type { JsonObject } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import { isKeyId } from '#kernel/ids.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import { internalFailure } from './errors.ts'
import type { KeyedOperation } from './operation.ts'
import { getHealthStatus } from './operations/get-health-status.ts'
import type { XksServicePorts } from './ports.ts'
import type { XksCall } from './registry.ts'
import { keyed } from './registry.ts'
import { membersOf, requestMetadata } from './request.ts'
import type { CallFacts } from './trail.ts'
import { callEventOf } from './trail.ts'

export type { XksCall } from './registry.ts'
export { isXksOperation } from './registry.ts'

/**
 * Our keys as those of an external key manager (AWS KMS External Key Store Proxy API Specification). Every call of a
 * known caller is in the log before it is answered; it is told to the account of the access key.
 */
export interface XksService {
  /** Throws ServiceError: see `proxyRefusal`. */
  execute(call: XksCall, caller: Caller): Promise<JsonObject>
}

export function createXksService(ports: XksServicePorts): XksService {
  return { execute: (call, caller) => recorded(ports.store, () => attempt(call, caller, ports), internalFailure) }
}

async function attempt(call: XksCall, caller: Caller, ports: XksServicePorts): Promise<Attempt<JsonObject, never>> {
  const facts: CallFacts = {}
  try {
    const answer = await perform(call, caller, ports, facts)
    return { outcome: { answer }, writes: [], events: [callEventOf(call, caller, ports, facts)] }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
    return { outcome: { error }, writes: [], events: [callEventOf(call, caller, ports, { ...facts, error })] }
  }
}

/** Fills in `facts` as it goes, for the event, however the call ends. */
async function perform(call: XksCall, caller: Caller, ports: XksServicePorts, facts: CallFacts): Promise<JsonObject> {
  const content = membersOf(call.content)
  if (call.operation === 'GetHealthStatus') {
    facts.metadata = requestMetadata(content, ['kmsOperation', 'kmsRequestId'])
    return getHealthStatus(ports)
  }
  const { asks, prepare }: KeyedOperation = keyed[call.operation]
  // A key that is only being looked at may have no KMS key yet.
  const ofKey = asks === 'DescribeKey' ? [] : (['kmsKeyArn'] as const)
  facts.metadata = requestMetadata(content, ['awsPrincipalArn', ...ofKey, 'kmsOperation', 'kmsRequestId'])
  const run = prepare(content)
  const admission = await ports.keys.admit({ operation: asks, keyId: keyIdOf(call.externalKeyId) }, caller)
  facts.admission = admission
  if ('error' in admission.outcome) throw admission.outcome.error
  const { answer, materialId } = run(admission.outcome.key, ports)
  if (materialId !== undefined) facts.materialId = materialId
  return answer
}

/** An external key id has no slash: what is no key id is the name of an alias without `alias/`. */
function keyIdOf(externalKeyId: string): string {
  return isKeyId(externalKeyId) ? externalKeyId : `alias/${externalKeyId}`
}
