import { draftText, envelopeText } from '#audit/canonical.ts'
import type { AuditEvent, EventDraft } from '#audit/event.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { sameScope } from '#kernel/scope.ts'
import type { EventQuery } from '#kms/ports.ts'

/** The audit logs of all sandboxes. */
export class MemoryLog {
  readonly #events = new Map<SandboxId, AuditEvent[]>()

  append(draft: EventDraft): void {
    const events = this.#of(draft.sandbox)
    const seq = events.length + 1
    const { record: _record, decisions: _decisions, ...members } = draft
    events.push({ ...members, seq, text: envelopeText(seq, draftText(draft)) })
    this.#events.set(draft.sandbox, events)
  }

  find(query: EventQuery): AuditEvent[] {
    return this.#newestFirst(query.sandbox)
      .filter((event) => matches(event, query))
      .slice(0, query.limit)
  }

  get(sandbox: SandboxId, eventId: string): AuditEvent | undefined {
    return this.#of(sandbox).find((event) => event.eventId === eventId)
  }

  lastUses(scope: Scope): Map<string, AuditEvent> {
    const uses = this.#of(scope.sandbox).filter((event) => event.keyUse && sameScope(event, scope))
    return new Map(uses.flatMap((event) => event.resources.map((resource) => [resource, event] as const)))
  }

  #of(sandbox: SandboxId): AuditEvent[] {
    return this.#events.get(sandbox) ?? []
  }

  #newestFirst(sandbox: SandboxId): AuditEvent[] {
    return this.#of(sandbox).toReversed()
  }
}

/** Members that an event and a query have in common and that must be equal when the query has them. */
const EQUAL = ['account', 'region', 'requestId', 'eventName', 'principal', 'outcome', 'readOnly'] as const

function matches(event: AuditEvent, query: EventQuery): boolean {
  return (
    EQUAL.every((name) => query[name] === undefined || query[name] === event[name]) &&
    (query.resource === undefined || event.resources.slice(0, 2).includes(query.resource)) &&
    event.eventTime >= (query.from ?? Number.NEGATIVE_INFINITY) &&
    event.eventTime <= (query.to ?? Number.POSITIVE_INFINITY) &&
    event.seq < (query.before ?? Number.POSITIVE_INFINITY)
  )
}
