import { checkpointSize } from '#audit/checkpoint.ts'
import { consistencyProof, type Hash, inclusionProof, type Subtrees } from '#audit/merkle.ts'
import { toBase64 } from '#kernel/bytes.ts'
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
  async run({ eventId, since }, { scope: { sandbox } }, { store }) {
    const event = await store.event(sandbox, eventId)
    if (!event) throw noSuchEvent(eventId)
    const checkpoint = (await store.checkpoint(sandbox))?.text ?? ''
    const size = checkpointSize(checkpoint)
    if (size < event.seq) throw notSigned(eventId)
    if (since !== undefined && since > size) throw invalid(`since is ${since}, but the last checkpoint is of ${size}.`)
    const subtrees: Subtrees = (subtree) => store.subtree(sandbox, subtree)
    const index = event.seq - 1
    return {
      answer: {
        ...{ checkpoint, event: event.text, index },
        inclusion: (await inclusionProof(index, size, subtrees)).map(text),
        ...(since !== undefined && { since, consistency: (await consistencyProof(since, size, subtrees)).map(text) }),
      },
    }
  },
}

const text = (hash: Hash) => toBase64(hash)
