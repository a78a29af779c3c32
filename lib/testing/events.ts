import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Harness } from './harness.ts'

/** What was written of an event. */
export function envelopeOf(event: AuditEvent): Envelope {
  return JSON.parse(event.text)
}

/** The events that a piece of work leaves, oldest first. */
export async function eventsOf(
  kms: Harness,
  work: () => Promise<unknown>,
  scope: Partial<Scope> = {},
): Promise<readonly (AuditEvent & Pick<Envelope, 'record' | 'decisions'>)[]> {
  const before = (await kms.events(scope)).length
  await work()
  const events = await kms.events(scope)
  return events.slice(before).map((event) => {
    const { record, decisions } = envelopeOf(event)
    return { ...event, record, decisions }
  })
}
