import type { EventDraft } from '#audit/event.ts'
import { systemEvent } from '#audit/system-event.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { AdminPorts } from './ports.ts'

/** The event by which a sandbox's own log accounts for rows that an operation in the log of `main` changed. */
export function recordRows(scope: Scope, time: EpochMillis, { ids, clocks }: AdminPorts): EventDraft {
  return systemEvent({
    ...{ ...scope, time, eventId: ids.uuid(), eventName: 'RecordRows' },
    ...{ wallTime: clocks.wall.now(), details: {} },
  })
}
