import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { Console } from './access.ts'
import type { GrantHistoryDto } from './dto/grants.ts'

/** How many events of the key are looked at. */
const LOOKED_AT = 500
const SHOWN_USES = 5

/** Who made a grant, what it was handed on to, and what it was used for, as far as the log of the account tells. */
export async function grantHistory(console: Console, params: URLSearchParams): Promise<GrantHistoryDto> {
  const [grantId, key] = [params.get('id') ?? '', params.get('key') ?? '']
  const ofKey = { attribute: 'key', values: [key] } as const
  const making = { attribute: 'eventName', values: ['CreateGrant'] } as const
  const [made, all] = await Promise.all([
    console.events({ filters: [ofKey, making], limit: LOOKED_AT }),
    console.events({ filters: [ofKey, { attribute: 'outcome', values: ['ok'] }], limit: LOOKED_AT }),
  ])
  return historyOf(grantId, made, all)
}

/** `made`: events of CreateGrant; `all`: what was done with the key. Both the newest first. */
export function historyOf(grantId: string, made: readonly AuditEvent[], all: readonly AuditEvent[]): GrantHistoryDto {
  const creations = made.filter(({ outcome }) => outcome === 'ok').map(creationOf)
  // Asked for again, a grant of a name is the same one: the first call made it.
  const own = creations.findLast((each) => each.grantId === grantId)
  const uses = all.filter((event) => event.eventName !== 'CreateGrant' && allowedBy(event) === grantId)
  return {
    ...(own && {
      made: { principalArn: own.principal, eventId: own.eventId, ...(own.by !== undefined && { parentId: own.by }) },
    }),
    children: creations
      .filter(({ by }) => by === grantId)
      .map((child) => ({ grantId: child.grantId, grantee: child.grantee })),
    uses: uses
      .slice(0, SHOWN_USES)
      .map(({ eventId, eventName, eventTime }) => ({ eventId, eventName, time: eventTime })),
    looked: all.length,
  }
}

function creationOf(event: AuditEvent) {
  const { record } = envelopeOf(event)
  const { eventId, principal } = event
  const { grantId = '' } = membersOf(record.responseElements)
  const { granteePrincipal = '' } = membersOf(record.requestParameters)
  return { eventId, principal, grantId, grantee: granteePrincipal, by: allowedBy(event) }
}

/** The grant that decided a call. */
function allowedBy(event: AuditEvent): string | undefined {
  const decisions = envelopeOf(event).decisions.map(membersOf)
  return decisions.find(({ outcome, grant }) => outcome === 'allowed' && grant !== undefined)?.grant
}

const envelopeOf = ({ text }: AuditEvent): Envelope => JSON.parse(text)

/** The texts among the members of a part of a record. */
function membersOf(part: unknown): Readonly<Record<string, string>> {
  const members = typeof part === 'object' && part !== null ? Object.entries(part) : []
  return Object.fromEntries(members.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}
