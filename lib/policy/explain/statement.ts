import type { PolicyKind, StatementReference } from '../decision.ts'
import type { Patterns, PolicyDocument, Principals, Statement } from '../document.ts'
import type { PolicySource } from '../documents.ts'
import type { AuthorizationRequest } from '../request.ts'
import { type Place, traceCondition } from './condition.ts'
import { namingOfAllow, namingOfDeny } from './naming.ts'
import type { ConditionTrace, Mismatch, Naming, StatementTrace } from './trace.ts'
import { isArnLike, isLike, patternText, readPattern } from './wildcard.ts'

/** Every statement of a document, in order. */
export function traceStatements(
  { id, document }: PolicySource,
  kind: PolicyKind,
  request: AuthorizationRequest,
  hasBoundary: boolean,
): readonly StatementTrace[] {
  return document.statements.map((statement, index) => {
    const sid = statement.sid === undefined ? {} : { sid: statement.sid }
    const reference: StatementReference = { kind, policy: id, statement: index, ...sid }
    return traceStatement(statement, reference, placeOf(kind, statement, document), request, hasBoundary)
  })
}

function placeOf(kind: PolicyKind, { effect }: Statement, { version }: PolicyDocument): Place {
  return { kind, effect, variables: version === '2012-10-17' }
}

function traceStatement(
  statement: Statement,
  reference: StatementReference,
  place: Place,
  request: AuthorizationRequest,
  hasBoundary: boolean,
): StatementTrace {
  const conditions = statement.conditions.map((clause) => traceCondition(clause, request.context, place))
  const names = namingOf(statement, request, hasBoundary)
  const mismatches = [
    ...principalMismatch(statement.principal, names),
    ...actionMismatch(statement.action, request),
    ...resourceMismatch(statement.resource, request, place),
    ...conditions.filter(({ met }) => !met).map(conditionMismatch),
  ]
  const { effect } = statement
  return { reference, effect, matched: mismatches.length === 0, ...(names && { names }), mismatches, conditions }
}

function namingOf({ effect, principal }: Statement, { principal: caller }: AuthorizationRequest, hasBoundary: boolean) {
  if (!principal) return undefined
  return effect === 'Allow' ? namingOfAllow(principal, caller) : namingOfDeny(principal, caller, hasBoundary)
}

function principalMismatch(principal: Principals | undefined, names: Naming | undefined): readonly Mismatch[] {
  if (!principal || names) return []
  const listed = principal.values.map(({ type, value }) => (type === 'AWS' ? value : `${type}: ${value}`))
  return [{ part: 'principal', element: principal.negated ? 'NotPrincipal' : 'Principal', listed }]
}

function actionMismatch(action: Patterns | undefined, request: AuthorizationRequest): readonly Mismatch[] {
  if (!action) return [{ part: 'statement', lacks: 'Action' }]
  const asked = request.action.toLowerCase()
  const covers = action.values.some((value) => isLike(asked, readPattern(value.toLowerCase(), undefined) ?? []))
  const fits = action.negated ? !covers : covers
  return fits ? [] : [{ part: 'action', element: action.negated ? 'NotAction' : 'Action', listed: action.values }]
}

function resourceMismatch(
  resource: Patterns | undefined,
  { resource: asked, context }: AuthorizationRequest,
  { variables }: Place,
): readonly Mismatch[] {
  if (!resource) return [{ part: 'statement', lacks: 'Resource' }]
  const covers = resource.values.some((value) => {
    const pattern = readPattern(value, variables ? context : undefined)
    if (pattern === undefined) return false
    return patternText(pattern).startsWith('arn:') ? isArnLike(asked, pattern) : isLike(asked, pattern)
  })
  const fits = resource.negated ? !covers : covers
  if (fits) return []
  return [{ part: 'resource', element: resource.negated ? 'NotResource' : 'Resource', listed: resource.values }]
}

const conditionMismatch = (condition: ConditionTrace): Mismatch => ({ part: 'condition', condition })
