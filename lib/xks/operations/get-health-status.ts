import type { JsonObject } from '#audit/record.ts'
import { internalFailure } from '../errors.ts'
import type { XksServicePorts } from '../ports.ts'

/**
 * Says that keys can be used now. The key manager behind the proxy is this program itself; that it can write is shown by
 * the event of the call, which is durable before the answer.
 */
export async function getHealthStatus({ health, instanceId }: XksServicePorts): Promise<JsonObject> {
  const { ok } = await health()
  if (!ok) throw internalFailure(new Error('the instance is not well'))
  return {
    ekmFleetDetails: [{ healthStatus: 'ACTIVE', id: instanceId, model: 'Keystead' }],
    ekmVendor: 'Keystead',
    xksProxyFleetSize: 1,
    xksProxyModel: 'Keystead',
    xksProxyVendor: 'Keystead',
  }
}
