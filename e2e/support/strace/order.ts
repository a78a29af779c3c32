import type { SystemCall } from './trace.ts'

const WRITES = new Set(['write', 'writev', 'pwrite64', 'pwritev', 'sendto', 'sendmsg'])
const SYNCS = new Set(['fsync', 'fdatasync'])

/** What of an event, and of the answer to its call, is told from all else. */
export interface Sought {
  /** Stands in the event. */
  readonly event: string
  /** Stands in the first bytes of the answer. */
  readonly answer: string
}

/**
 * What is wrong with the order in which an event and an answer went out, if anything: the event's bytes are to be in the
 * write-ahead log, and then synced, before the first byte of the answer is handed to the socket.
 */
export function faultOfOrder(calls: readonly SystemCall[], database: string, sought: Sought): string | undefined {
  const log = `${database}-wal`
  const answer = calls.find(
    ({ name, file, text }) => WRITES.has(name) && file.startsWith('TCP') && text.includes(sought.answer),
  )
  if (!answer) return 'the answer is not in the trace'
  const event = calls.findLast(
    ({ name, file, text, ended }) =>
      WRITES.has(name) && file === log && ended < answer.begun && text.includes(sought.event),
  )
  if (!event) return 'the event was not written to the write-ahead log before the answer'
  if (!event.succeeded) return 'the event could not be written'
  const sync = calls.find(
    ({ name, file, begun, succeeded }) => SYNCS.has(name) && file === log && begun > event.ended && succeeded,
  )
  if (!sync) return 'the write-ahead log was not synced after the event was written'
  return sync.ended < answer.begun ? undefined : 'the answer began before the sync had returned'
}
