import { isoMillis } from '#kernel/clock.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'

/** Fills a fresh installation with a sample. Its own event stands behind all that were made. */
export const loadDemo: AdminOperation<'LoadDemo'> = {
  parse(input) {
    membersOf(input)
    return {}
  },
  async run(_, caller, { loadDemo }) {
    const answer = await loadDemo(caller)
    const { from, to, accountIds, events } = answer
    return { answer, responseElements: { from: isoMillis(from), to: isoMillis(to), accountIds, events } }
  },
}
