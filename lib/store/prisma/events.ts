import type { AuditEvent } from '#audit/event.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { EventQuery } from '#kms/ports.ts'
import { candidates } from './candidates.ts'
import type { Event, Prisma } from './generated/client.ts'
import type { Db } from './tables.ts'

/** See `Reads.events`. */
export async function findEvents(db: Db, query: EventQuery): Promise<AuditEvent[]> {
  const filters = filtersOf(query)
  const places = placesOf(db, query)
  if (!places) return await newestOf(db, filters, query.limit)
  const found: AuditEvent[] = []
  for await (const seqs of places) {
    const among = { AND: [filters, { seq: { in: [...seqs] } }] }
    found.push(...(await newestOf(db, among, query.limit - found.length)))
    if (found.length >= query.limit) break
  }
  return found
}

/** See `Reads.event`. */
export async function findEvent(db: Db, sandbox: SandboxId, eventId: string): Promise<AuditEvent | undefined> {
  for await (const seqs of candidates(db, sandbox, ['eventId'], eventId)) {
    const [event] = await newestOf(db, { sandbox, seq: { in: [...seqs] } }, 1)
    return event
  }
  return undefined
}

/** Where to look for events of which there are few, and an index knows them. */
function placesOf(db: Db, { sandbox, requestId, resource, before }: EventQuery) {
  if (requestId !== undefined) return candidates(db, sandbox, ['requestId'], requestId, before)
  return resource === undefined ? undefined : candidates(db, sandbox, ['resource1', 'resource2'], resource, before)
}

async function newestOf(db: Db, where: Prisma.EventWhereInput, take: number): Promise<AuditEvent[]> {
  return (await db.event.findMany({ where, orderBy: { seq: 'desc' }, take })).map(toEvent)
}

function filtersOf(query: EventQuery): Prisma.EventWhereInput {
  const { sandbox, account, region, resource, requestId, before, from, to } = query
  const { eventName, principal, outcome, readOnly } = query
  const given = Object.entries({ region, requestId, eventName, principal, outcome, readOnly })
  return {
    sandbox,
    account,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...(resource !== undefined && { OR: [{ resource1: resource }, { resource2: resource }] }),
    ...(before !== undefined && { seq: { lt: before } }),
    eventTime: { gte: from ?? Number.MIN_SAFE_INTEGER, lte: to ?? Number.MAX_SAFE_INTEGER },
  }
}

/** The newest use of each key of a scope, by key ARN. */
export async function findLastUses(db: Db, scope: Scope): Promise<Map<string, AuditEvent>> {
  const { sandbox, account, region } = scope
  const uses = await db.keyUse.findMany({ where: { sandbox, account, region } })
  const events = await db.event.findMany({ where: { sandbox, seq: { in: uses.map(({ seq }) => seq) } } })
  const bySeq = new Map(events.map((event) => [event.seq, toEvent(event)]))
  return new Map(
    uses.flatMap(({ resource, seq }) => {
      const event = bySeq.get(seq)
      return event ? [[resource, event] as const] : []
    }),
  )
}

/** Newest event of one key that used its material with success. */
export async function findLastUse(db: Db, scope: Scope, resource: string): Promise<AuditEvent | undefined> {
  const { sandbox, account, region } = scope
  const use = await db.keyUse.findFirst({ where: { sandbox, account, region, resource } })
  const event = use && (await db.event.findFirst({ where: { sandbox, seq: use.seq } }))
  return event ? toEvent(event) : undefined
}

function toEvent({ segment: _, resource1, resource2, resources, ...row }: Event): AuditEvent {
  const event: Record<keyof AuditEvent, unknown> = {
    ...row,
    seq: Number(row.seq),
    eventTime: Number(row.eventTime),
    wallTime: Number(row.wallTime),
    resources: [resource1, resource2, ...parseMore(resources)].filter((resource) => resource !== null),
  }
  return event as AuditEvent
}

function parseMore(resources: string | null): string[] {
  return resources === null ? [] : JSON.parse(resources)
}
