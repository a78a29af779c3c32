import type { EventGroup } from '#kms/ports.ts'
import type { SeenDto } from './dto/identities.ts'

/** A policy as AWS IAM answers it: percent-encoded (RFC 3986). */
export function decoded(document: string | undefined): string {
  return decodeURIComponent(document ?? '')
}

/** The principals that a trust policy names; nothing where it is no JSON. */
export function principalsIn(trust: string): readonly string[] {
  const statements = listOf(parsed(trust).Statement).map(membersOf)
  const named = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Principal }) => namesIn(Principal))
  return [...new Set(named)]
}

function namesIn(principal: unknown): readonly string[] {
  if (typeof principal === 'string') return [principal]
  return Object.values(membersOf(principal)).flatMap((value) => listOf(value).map(String))
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text))
  } catch {
    return {}
  }
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** When a user, or any session of a role, called last: a member to spread, empty where it never did. */
export function seenBy(groups: readonly EventGroup[]): (arn: string) => { readonly seen?: SeenDto } {
  const all = new Map<string, SeenDto>()
  for (const { value, count, last } of groups) {
    const arn = identityOf(value)
    const known = all.get(arn)
    all.set(arn, { last: Math.max(last, known?.last ?? 0), calls: count + (known?.calls ?? 0) })
  }
  return (arn) => {
    const seen = all.get(withoutPath(arn))
    return seen ? { seen } : {}
  }
}

/** The ARN of the role behind a session, without a path, which sessions do not tell. */
function identityOf(principal: string): string {
  const [, account, role] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(principal) ?? []
  return role === undefined ? withoutPath(principal) : `${account}:role/${role}`
}

function withoutPath(arn: string): string {
  const [account = '', resource = ''] = arn.split(':').slice(4)
  const parts = resource.split('/')
  return `${account}:${parts[0]}/${parts.at(-1)}`
}
