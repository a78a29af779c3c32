import type { AuditEvent, KeyUse } from '#audit/event.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { placesOfId } from './candidates.ts'
import type { KeyUse as Row } from './generated/client.ts'
import { eventsAt } from './segment-index/rows.ts'
import type { Db } from './tables.ts'

/** See `Reads.event`. */
export async function findEvent(db: Db, sandbox: SandboxId, eventId: string): Promise<AuditEvent | undefined> {
  const [event] = await eventsAt(db, sandbox, await placesOfId(db, sandbox, 'eventId', eventId, 1))
  return event
}

/** The newest use of each key of a scope, by key ARN; of some of them when `keyArns` are given. */
export async function findLastUses(db: Db, scope: Scope, keyArns?: readonly string[]): Promise<Map<string, KeyUse>> {
  const { sandbox, account, region } = scope
  const some = keyArns && { resource: { in: [...keyArns] } }
  const uses = await db.keyUse.findMany({ where: { sandbox, account, region, ...some } })
  return new Map(uses.map((use) => [use.resource, toUse(use)]))
}

/** Newest event of one key that used its material with success. */
export async function findLastUse(db: Db, scope: Scope, resource: string): Promise<KeyUse | undefined> {
  return (await findLastUses(db, scope, [resource])).get(resource)
}

function toUse({ seq, eventId, requestId, eventTime, eventName, principal }: Row): KeyUse {
  return {
    ...{ seq: Number(seq), eventId, eventName, principal },
    requestId: requestId as KeyUse['requestId'],
    eventTime: Number(eventTime) as KeyUse['eventTime'],
  }
}
