import type { LookupEventsRequest, LookupEventsResponse } from '#model/cloudtrail/api.ts'
import { answeredEvent } from '../domain/answered-event.ts'
import { type Lookup, lookupOf } from '../domain/lookup.ts'
import { nextToken, positionOf } from '../domain/next-token.ts'
import type { CloudTrailContext, CloudTrailOperation } from '../operation.ts'

const USUAL = 50
/** How many events one call looks through where the log cannot tell which are meant. */
const LOOKED_THROUGH = 500

/** Events of the caller's account and Region, newest first (AWS CloudTrail API reference, LookupEvents). */
export const lookupEvents: CloudTrailOperation<'LookupEvents'> = {
  plan(input, context) {
    const lookup = lookupOf(input, context.caller.scope.region, context.now)
    return { checks: ['cloudtrail:LookupEvents'], run: () => page(input, lookup, context) }
  },
}

/** As with AWS, a page may hold fewer events than were asked for, or none, and still be followed by another. */
async function page(
  input: LookupEventsRequest,
  { query, keeps }: Lookup,
  context: CloudTrailContext,
): Promise<LookupEventsResponse> {
  const { MaxResults = USUAL, EventCategory } = input
  const before = positionOf(input, context)
  // Nobody looks for unusual activity here, so no such events come to be.
  if (EventCategory === 'insight') return { Events: [] }
  const { sandbox, account } = context.caller.scope
  const limit = keeps ? LOOKED_THROUGH : MaxResults + 1
  const place = { sandbox, account, limit, ...(before !== undefined && { before }) }
  const found = await context.ports.store.events({ ...query, ...place })
  const meant = keeps ? found.filter(keeps) : found
  const shown = meant.slice(0, MaxResults)
  const last = meant.length > MaxResults ? shown.at(-1) : found[limit - 1]
  return {
    Events: shown.map(answeredEvent),
    ...(last && { NextToken: await nextToken(last.seq, input, context) }),
  }
}
