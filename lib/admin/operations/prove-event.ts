import { checkpointSize } from '#audit/checkpoint.ts'
import type { Envelope } from '#audit/event.ts'
import { eventProof } from '#audit/event-proof.ts'
import { consistencyProof, type Hash, type Subtrees } from '#audit/merkle.ts'
import { SEGMENT } from '#audit/segment.ts'
import { toBase64 } from '#kernel/bytes.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Reads } from '#kms/ports.ts'
import { invalid, noSuchEvent, notSigned } from '../errors.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'

/**
 * What shows, without the database, that an event is in the log that was signed last; and, with `since`, that the log
 * of that size which somebody has a checkpoint of is the beginning of it.
 */
export const proveEvent: AdminOperation<'ProveEvent'> = {
  parse(input) {
    const { eventId, since } = membersOf(input)
    if (typeof eventId !== 'string' || eventId === '') throw invalid('eventId is required.')
    if (since === undefined) return { eventId }
    if (!/^[1-9]\d{0,15}$/.test(String(since))) throw invalid('since must be the size of a checkpoint, 1 or more.')
    return { eventId, since: Number(since) }
  },
  async run({ eventId, since }, { scope }, { store }) {
    const { sandbox } = scope
    const event = await store.event(sandbox, eventId)
    if (!event) throw noSuchEvent(eventId)
    const checkpoint = (await store.checkpoint(sandbox))?.text ?? ''
    const size = checkpointSize(checkpoint)
    if (since !== undefined && since > size) throw invalid(`since is ${since}, but the last checkpoint is of ${size}.`)
    if (since !== undefined && since % SEGMENT !== 0 && since <= (await prunedThrough(scope, store))) {
      throw gone(since)
    }
    const subtrees: Subtrees = (subtree) => store.subtree(sandbox, subtree)
    const proof = await eventProof(event, checkpoint, subtrees)
    if (!proof) throw notSigned(eventId)
    return {
      answer: {
        ...proof,
        ...(since !== undefined && { since, consistency: (await consistencyProof(since, size, subtrees)).map(text) }),
      },
    }
  },
}

/** Up to which event the log was pruned: the newest of the events that tell it says how far. */
async function prunedThrough({ sandbox, account }: Scope, store: Reads): Promise<number> {
  const filters = [{ attribute: 'eventName', values: ['PruneAuditLog'] }] as const
  const [newest] = await store.events({ sandbox, account, filters, limit: 1 })
  const details = newest && (JSON.parse(newest.text) as Envelope).record.serviceEventDetails
  return Number(Reflect.get(Object(details), 'throughEvent') ?? 0)
}

/** Of whole segments the roots are kept, so the log goes on from there. */
const gone = (since: number) =>
  invalid(
    `Event ${since} is not in the log any more. Of the part that was taken away there are proofs since multiples of ${SEGMENT} only.`,
  )

const text = (hash: Hash) => toBase64(hash)
