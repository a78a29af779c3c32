import { type EventTraits, traitsOf } from '#audit/attributes.ts'
import type { AuditEvent, Envelope } from '#audit/event.ts'
import { SEGMENT } from '#audit/segment.ts'
import type { LoggedEvent } from '#audit/verify/source.ts'
import { encodeIndex } from './encode.ts'

/**
 * Passes events on, from the first of a segment, and compares each whole segment with its stored index. `differs` is
 * told the first event of a segment whose index is another: searches would miss events, or find wrong ones.
 */
export function* withIndexes(
  events: Iterable<LoggedEvent>,
  storedIndex: (segment: number) => Uint8Array | undefined,
  differs: (first: number) => void,
): Iterable<LoggedEvent> {
  let traits: EventTraits[] = []
  for (const event of events) {
    yield event
    // Whoever reads on has found the event sound.
    traits.push(traitsOf(event as unknown as AuditEvent, (JSON.parse(event.text) as Envelope).record))
    if (event.seq % SEGMENT !== 0) continue
    const first = event.seq - SEGMENT + 1
    const stored = storedIndex(event.seq / SEGMENT - 1)
    if (stored && Buffer.compare(encodeIndex(first, traits), stored) !== 0) differs(first)
    traits = []
  }
}
