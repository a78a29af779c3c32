import type { PolicyKind } from '../decision.ts'
import type { ConditionClause, Patterns, Principals, Statement } from '../document.ts'
import type { Documents, PolicySource } from '../documents.ts'
import { principalContext } from '../principal-context.ts'
import type { AuthorizationRequest, GrantInForce, GrantTerms } from '../request.ts'
import { type Choices, chance, pick, several } from './choices.ts'
import * as world from './random-values.ts'

/** A request with all that may speak to it. */
export interface RandomCase {
  readonly request: AuthorizationRequest
  readonly documents: Documents
}

/** Draws a case of every kind of policy, operator and grant. */
export function randomCase(choices: Choices): RandomCase {
  const request = randomRequest(choices)
  return { request, documents: randomDocuments(choices, request) }
}

function randomRequest(choices: Choices): AuthorizationRequest {
  const principal = pick(choices, world.PRINCIPALS)
  const action = pick(choices, world.ACTIONS)
  const resource = chance(choices, 10) ? pick(choices, ['*', world.ALIAS]) : world.KEY
  const context = new Map<string, string | readonly string[]>(principalContext(principal))
  for (const family of world.FAMILIES) {
    for (const key of world.KEYS[family]) {
      if (chance(choices, 60)) context.set(key.toLowerCase(), actualValue(choices, family))
    }
  }
  if (chance(choices, 20)) context.set('t:list', ['a', 'b'])
  if (chance(choices, 3))
    context.set(
      'kms:resourcealiases',
      Array.from({ length: 51 }, (_, i) => (i === 0 ? 'a' : 'b')),
    )
  return {
    principal,
    action,
    resource,
    resourceAccount: resource === world.KEY ? world.OWNER : principal.account,
    context,
    ...(chance(choices, 50) && { encryptionContext: pairs(choices) }),
    ...(action === 'kms:CreateGrant' && chance(choices, 80) && { asksFor: terms(choices, 2) }),
    ...(action === 'kms:RetireGrant' && chance(choices, 80) && { retires: grant(choices, 0, principal.arn) }),
    ...(chance(choices, 5) && { awsManaged: true as const }),
  }
}

function actualValue(choices: Choices, family: world.Family): string | readonly string[] {
  const isPlain = family === 'String' && chance(choices, 70)
  const one = () => pick(choices, isPlain ? world.PLAIN_TEXTS : world.VALUES[family])
  return chance(choices, 20) ? several(choices, 0, 3, one) : one()
}

function randomDocuments(choices: Choices, { principal: caller, resource: asked }: AuthorizationRequest): Documents {
  const policies = (kind: PolicyKind, percent: number, most: number): PolicySource[] =>
    chance(choices, percent) ? several(choices, 1, most, () => source(choices, kind)) : []
  const [resource] = asked === world.KEY && chance(choices, 97) ? [source(choices, 'resource-based policy')] : []
  const [boundary] = policies('permissions boundary', 25, 1)
  const [endpoint] = policies('VPC endpoint policy', 15, 1)
  return {
    ...(resource && { resource }),
    identity: policies('identity-based policy', 80, 2),
    ...(boundary && { boundary }),
    session: policies('session policy', 20, 2),
    ...(endpoint && { endpoint }),
    serviceControl: policies('service control policy', 15, 2),
    resourceControl: policies('resource control policy', 15, 2),
    grants: chance(choices, 40) ? several(choices, 1, 3, () => grant(choices, choices.below(100), caller.arn)) : [],
  }
}

const PRINCIPAL_KINDS: ReadonlySet<PolicyKind> = new Set([
  'resource-based policy',
  'resource control policy',
  'VPC endpoint policy',
])

function source(choices: Choices, kind: PolicyKind): PolicySource {
  const most = kind === 'resource-based policy' ? 3 : 2
  const statements = several(choices, 1, most, () => statement(choices, kind))
  const version = chance(choices, 10) ? '2008-10-17' : '2012-10-17'
  return { id: `${kind} ${choices.below(100)}`, document: { version, statements } }
}

function statement(choices: Choices, kind: PolicyKind): Statement {
  const named = PRINCIPAL_KINDS.has(kind)
  const keyPolicy = kind === 'resource-based policy'
  return {
    ...(chance(choices, 20) && { sid: 'S' }),
    effect: chance(choices, 12) ? 'Deny' : 'Allow',
    ...(named && { principal: principals(choices, kind) }),
    ...((!keyPolicy || chance(choices, 97)) && { action: patterns(choices, world.ACTION_PATTERNS) }),
    ...((!keyPolicy || chance(choices, 97)) && { resource: patterns(choices, world.RESOURCE_PATTERNS) }),
    conditions: chance(choices, 40) ? several(choices, 1, 2, () => clause(choices)) : [],
  }
}

function patterns(choices: Choices, from: readonly [string, ...string[]]): Patterns {
  const any = chance(choices, 50)
  const values = any ? [from[0]] : several(choices, 1, 2, () => pick(choices, from))
  return { negated: chance(choices, any ? 2 : 10), values }
}

function principals(choices: Choices, kind: PolicyKind): Principals {
  if (kind !== 'resource-based policy' && chance(choices, 70))
    return { negated: false, values: [{ type: 'AWS', value: '*' }] }
  return { negated: chance(choices, 8), values: several(choices, 1, 3, () => principal(choices)) }
}

function principal(choices: Choices): Principals['values'][number] {
  if (chance(choices, 8)) return { type: 'Service', value: pick(choices, world.SERVICES) }
  return { type: chance(choices, 2) ? 'Federated' : 'AWS', value: pick(choices, world.NAMES) }
}

function clause(choices: Choices): ConditionClause {
  const family = chance(choices, 40) ? 'String' : pick(choices, world.FAMILIES)
  const key = pick(choices, world.KEYS[chance(choices, 15) ? pick(choices, world.FAMILIES) : family])
  if (chance(choices, 8)) return { operator: 'Null', key, values: [pick(choices, ['true', 'false', 'x'])] }
  const quantifier = chance(choices, 35) ? pick(choices, ['ForAnyValue:', 'ForAllValues:']) : ''
  const operator = `${quantifier}${pick(choices, world.OPERATORS[family])}${chance(choices, 20) ? 'IfExists' : ''}`
  return {
    operator,
    key,
    values: several(choices, chance(choices, 3) ? 0 : 1, 3, () => pick(choices, world.VALUES[family])),
  }
}

const GRANTED: readonly [string, ...string[]] = [
  'Decrypt',
  'Encrypt',
  'ReEncryptFrom',
  'DescribeKey',
  'CreateGrant',
  'RetireGrant',
]

function terms(choices: Choices, mostOperations: number): GrantTerms {
  const equals = chance(choices, 20) ? pairs(choices) : undefined
  const subset = !equals && chance(choices, 30) ? pairs(choices) : undefined
  return {
    operations: new Set(several(choices, 1, mostOperations, () => pick(choices, GRANTED))),
    ...(equals && { encryptionContextEquals: equals }),
    ...(subset && { encryptionContextSubset: subset }),
    ...(chance(choices, 15) && { sourceArn: pick(choices, [world.TABLE, world.KEY]) }),
  }
}

/** Often for the caller, so that its terms are what decides. */
function grant(choices: Choices, id: number, caller: string): GrantInForce {
  return {
    ...terms(choices, 7),
    id: `grant ${id}`,
    granteePrincipal: chance(choices, 40) ? caller : pick(choices, world.NAMES),
    ...(chance(choices, 40) && { retiringPrincipal: pick(choices, world.NAMES) }),
    ...(chance(choices, 80) && { issuingAccount: pick(choices, [world.OWNER, world.OTHER]) }),
  }
}

function pairs(choices: Choices): ReadonlyMap<string, string> {
  return new Map(
    several(choices, 0, 2, () => [pick(choices, ['a', 'A', 'b']), chance(choices, 25) ? '2' : '1'] as const),
  )
}
