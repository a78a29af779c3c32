import type { AuditEvent, Envelope } from '#audit/event.ts'
import { required, structure, text, timestamp } from '#model/query/shape.ts'
import { checkOn, entity } from '../domain/entities.ts'
import { accessKeyId } from '../domain/members.ts'
import { accessKeyNotFound } from '../errors.ts'
import type { IamCheck, IamContext } from '../operation.ts'
import { operation } from '../operation.ts'
import type { AccessKeyRow } from '../ports.ts'

/** How many of a principal's newest events are looked at. */
const REACH = 1000
const NEVER = { ServiceName: 'N/A', Region: 'N/A' }

/** By the audit log: when the key last signed a call, as far back as the newest thousand calls of its user. */
export const getAccessKeyLastUsed = operation({
  input: { AccessKeyId: required(accessKeyId) },
  output: {
    UserName: text(),
    AccessKeyLastUsed: structure({ LastUsedDate: timestamp, ServiceName: required(text()), Region: required(text()) }),
  },
  async plan({ AccessKeyId }, context) {
    const row = await context.ports.store.accessKey(AccessKeyId)
    const own = row?.sandbox === context.place.sandbox && row.account === context.place.account ? row : undefined
    const { check, principal } = await holderOf(own, context)
    return {
      checks: [check],
      async run() {
        if (!own) throw accessKeyNotFound(AccessKeyId)
        const events = await context.ports.store.events({ ...context.place, principal, limit: REACH })
        const last = events.find((event) => event.text.includes(AccessKeyId) && signedBy(event) === AccessKeyId)
        const UserName = own.userName === null ? {} : { UserName: own.userName }
        return { answer: { ...UserName, AccessKeyLastUsed: last ? usage(last) : NEVER } }
      },
    }
  },
})

async function holderOf(
  row: AccessKeyRow | undefined,
  context: IamContext,
): Promise<{ check: IamCheck; principal: string }> {
  const root = `arn:aws:iam::${context.place.account}:root`
  const userName = row?.userName ?? null
  if (userName === null) return { check: { action: 'iam:GetAccessKeyLastUsed', resource: '*' }, principal: root }
  const user = await entity('user', userName, context)
  return { check: checkOn('GetAccessKeyLastUsed', user), principal: user.arn }
}

const recordOf = ({ text: envelope }: AuditEvent): Envelope['record'] => JSON.parse(envelope).record
const signedBy = (event: AuditEvent) => recordOf(event).userIdentity.accessKeyId

function usage(event: AuditEvent) {
  const service = recordOf(event).eventSource.replace(/\.amazonaws\.com$/, '')
  return { LastUsedDate: event.eventTime, ServiceName: service, Region: event.region }
}
