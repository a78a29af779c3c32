import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { AccountId, SandboxId } from '#kernel/ids.ts'
import type { Store } from '#kms/ports.ts'
import type { Asked, Entry } from '../../../e2e/scenarios/scenario.ts'

/** More than any scenario does. */
const MOST = 2000

/** The log of an account of a sandbox, newest first. It is read as it stands: that leaves no event. */
export async function entriesOf(
  { sandbox, account }: { readonly sandbox: SandboxId; readonly account: AccountId },
  { eventName, by, key, outcome }: Asked,
  store: Pick<Store, 'events'>,
): Promise<readonly Entry[]> {
  const filters = eventName === undefined ? [] : ([{ attribute: 'eventName', values: [eventName] }] as const)
  const events = await store.events({ sandbox, account, filters, limit: MOST })
  return events
    .filter((event) => (by === undefined || isBy(by, event)) && (outcome === undefined || event.outcome === outcome))
    .filter(({ resources }) => key === undefined || resources.some((arn) => arn === key || arn.endsWith(`/${key}`)))
    .map(entryOf)
}

function isBy(name: string, { principal }: AuditEvent): boolean {
  const [, resource = ''] = /^arn:[^:]+:(?:iam|sts)::\d*:(.+)$/.exec(principal) ?? []
  const [, own = resource] = resource.split('/')
  return name === own || name === `role/${own}`
}

function entryOf({ eventId, eventName, outcome, eventTime, region, text }: AuditEvent): Entry {
  const { record }: Envelope = JSON.parse(text)
  const { errorCode, errorMessage } = record
  return {
    ...{ eventId, eventName, outcome, region, time: new Date(eventTime), record: { ...record } },
    ...(errorCode !== undefined && { errorCode }),
    ...(errorMessage !== undefined && { errorMessage }),
  }
}
