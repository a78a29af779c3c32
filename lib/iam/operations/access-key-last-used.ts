import type { AuditEvent, Envelope } from '#audit/event.ts'
import { required, structure, text, timestamp } from '#model/query/shape.ts'
import { checkOn, entity } from '../domain/entities.ts'
import { accessKeyId } from '../domain/members.ts'
import { accessKeyNotFound } from '../errors.ts'
import type { IamCheck, IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { AccessKeyRow } from '../ports.ts'

const NEVER = { ServiceName: 'N/A', Region: 'N/A' }

/** By the audit log: when the key last signed a call. */
export const getAccessKeyLastUsed = operation({
  input: { AccessKeyId: required(accessKeyId) },
  output: {
    UserName: text(),
    AccessKeyLastUsed: structure({ LastUsedDate: timestamp, ServiceName: required(text()), Region: required(text()) }),
  },
  async plan({ AccessKeyId }, context) {
    const row = await context.ports.store.accessKey(AccessKeyId)
    const own = row?.sandbox === context.place.sandbox && row.account === context.place.account ? row : undefined
    return {
      checks: [await checkOnHolder(own, context)],
      async run() {
        if (!own) throw accessKeyNotFound(AccessKeyId)
        const filters = [{ attribute: 'accessKeyId', values: [AccessKeyId] }] as const
        const [last] = await context.ports.store.events({ ...context.place, filters, limit: 1 })
        const UserName = own.userName === null ? {} : { UserName: own.userName }
        return { answer: { ...UserName, AccessKeyLastUsed: last ? usage(last) : NEVER } }
      },
    }
  },
})

/** The user whose key it is; a root user's key, or none that there is, is on no resource. */
async function checkOnHolder(row: AccessKeyRow | undefined, context: IamContext): Promise<IamCheck> {
  const userName = row?.userName ?? null
  if (userName === null) return { action: 'iam:GetAccessKeyLastUsed', resource: '*' }
  return checkOn('GetAccessKeyLastUsed', await entity('user', userName, context))
}

const recordOf = ({ text: envelope }: AuditEvent): Envelope['record'] => JSON.parse(envelope).record

function usage(event: AuditEvent) {
  const service = recordOf(event).eventSource.replace(/\.amazonaws\.com$/, '')
  return { LastUsedDate: event.eventTime, ServiceName: service, Region: event.region }
}
