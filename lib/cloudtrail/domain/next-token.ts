import type { LookupEventsRequest } from '#model/cloudtrail/api.ts'
import { invalidNextToken } from '../errors.ts'
import type { CloudTrailContext } from '../operation.ts'

/**
 * Where the next page begins: the sequence number that its events are below. Events that come in meanwhile have higher
 * ones, so pages neither repeat nor skip any. Undefined for the first page; throws InvalidNextTokenException.
 */
export function positionOf(input: LookupEventsRequest, { caller, ports }: CloudTrailContext): number | undefined {
  if (input.NextToken === undefined) return undefined
  const position = ports.vault.openToken(caller.scope, purposeOf(input, caller.principal.id), input.NextToken)
  if (position === undefined) throw invalidNextToken()
  return Number(position)
}

/** Of a scope that has no calls of its own yet there is nothing to seal a token with. */
export async function nextToken(
  position: number,
  input: LookupEventsRequest,
  { caller, ports }: CloudTrailContext,
): Promise<string> {
  await ports.vault.prepare(caller.scope)
  return ports.vault.mintToken(caller.scope, purposeOf(input, caller.principal.id), String(position))
}

/** Binds a token to its caller and to what was asked; the scope is bound by what seals it. */
function purposeOf(
  { LookupAttributes, StartTime, EndTime, EventCategory }: LookupEventsRequest,
  caller: string,
): string {
  const attributes = LookupAttributes?.map(({ AttributeKey, AttributeValue }) => [AttributeKey, AttributeValue])
  return `cloudtrail:LookupEvents:${JSON.stringify([caller, attributes ?? [], StartTime, EndTime, EventCategory])}`
}
