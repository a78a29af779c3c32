import { isoSeconds } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { principalContext } from './principal-context.ts'

type Value = string | readonly string[]
type Tags = readonly (readonly [key: string, value: string])[]

/** Condition keys beyond those of every request: names in lower case, absent ones undefined. */
export type MoreConditions = Readonly<Record<string, Value | undefined>>

/** What is known of who asks, and from where. */
export interface Asker {
  readonly principal: Principal
  readonly scope: { readonly region: string }
  readonly request: { readonly sourceIp: string; readonly userAgent: string; readonly tls?: unknown }
  /** Of the user behind a long-term access key. */
  readonly tags?: Tags
  /** Of temporary credentials. */
  readonly session?: {
    readonly issuedAt: EpochMillis
    readonly mfa: boolean
    readonly tags: Tags
    readonly sourceIdentity?: string
    readonly via?: string
  }
}

/** Global condition keys, present in every request (IAM user guide, "AWS global condition context keys"). */
export function requestContext(asker: Asker, now: EpochMillis, more: MoreConditions = {}): Map<string, Value> {
  const { principal, request, scope, session, tags } = asker
  const conditions = new Map<string, Value>([
    ...principalContext(principal),
    ...principalTags(session?.tags ?? tags ?? []),
    ...sessionConditions(session, scope.region),
    ['aws:sourceip', request.sourceIp],
    ['aws:useragent', request.userAgent],
    ['aws:securetransport', String(request.tls !== undefined)],
    ['aws:requestedregion', scope.region],
    ['aws:currenttime', isoSeconds(now)],
    ['aws:epochtime', String(Math.floor(now / 1000))],
  ])
  for (const [name, value] of Object.entries(more)) if (value !== undefined) conditions.set(name, value)
  return conditions
}

function principalTags(tags: Tags): readonly [string, Value][] {
  return tags.map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value])
}

/**
 * What temporary credentials add (IAM user guide, "Properties of the principal" and "of the network"). A call that a
 * service forwards names it; no caller can claim that, as only the service's own sessions say so.
 */
function sessionConditions(session: Asker['session'], region: string): readonly [string, Value][] {
  if (!session) return [['aws:viaawsservice', 'false']]
  const { via, sourceIdentity } = session
  const forwarded: [string, Value][] = via
    ? [
        ['kms:viaservice', `${via}.${region}.amazonaws.com`],
        ['aws:calledvia', [`${via}.amazonaws.com`]],
        ['aws:calledviafirst', `${via}.amazonaws.com`],
        ['aws:calledvialast', `${via}.amazonaws.com`],
      ]
    : []
  return [
    ['aws:tokenissuetime', isoSeconds(session.issuedAt)],
    ['aws:multifactorauthpresent', String(session.mfa)],
    ['aws:viaawsservice', String(via !== undefined)],
    ...(sourceIdentity === undefined ? [] : [['aws:sourceidentity', sourceIdentity] satisfies [string, Value]]),
    ...forwarded,
  ]
}

/** What tags of a request add, for attribute-based access control. */
export function requestTags(tags: Tags): MoreConditions {
  if (tags.length === 0) return {}
  const more = tags.map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value] as const)
  return { 'aws:tagkeys': tags.map(([key]) => key), ...Object.fromEntries(more) }
}
