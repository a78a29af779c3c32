import { compileArnPattern } from './arn-pattern.ts'
import { conditionKeysOf } from './condition-keys.ts'
import { type Condition, compileCondition } from './conditions/condition.ts'
import type { PolicyKind, StatementReference } from './decision.ts'
import type { ConditionClause, Patterns, PolicyDocument, Statement } from './document.ts'
import { compileGlob, type Test, type Token, textOf } from './glob.ts'
import { parsePolicy } from './parse.ts'
import { compilePrincipals, type PrincipalSet } from './principals.ts'
import type { ConditionContext } from './request.ts'
import { isConstant, parseTemplate, resolve, type Template } from './template.ts'

/** A policy ready to be asked many times: made once, when the document is written or first read. */
export interface CompiledPolicy {
  /** Names one immutable version of the document. */
  readonly id: string
  readonly kind: PolicyKind
  readonly denies: readonly CompiledStatement[]
  readonly allows: readonly CompiledStatement[]
  /** Condition keys, in lower case, on which its outcome can depend. */
  readonly conditionKeys: ReadonlySet<string>
}

export interface CompiledStatement {
  readonly reference: StatementReference
  /** Absent in policies attached to a principal. */
  readonly principal: PrincipalSet | undefined
  /** Takes the action in lower case. */
  readonly action: Test
  readonly resource: ResourceTest
  readonly conditions: readonly Condition[]
}

type ResourceTest = (resource: string, context: ConditionContext) => boolean

/** Statements without action or resource have no effect and are left out. */
export function compile(id: string, document: PolicyDocument, kind: PolicyKind): CompiledPolicy {
  const statements = document.statements.flatMap((statement, index) => {
    const { action, resource } = statement
    if (!action || !resource) return []
    const compiled = compileStatement({ ...statement, action, resource }, document.version === '2012-10-17', kind)
    const sid = statement.sid === undefined ? {} : { sid: statement.sid }
    return [{ effect: statement.effect, ...compiled, reference: { kind, policy: id, statement: index, ...sid } }]
  })
  return {
    id,
    kind,
    denies: statements.filter(({ effect }) => effect === 'Deny'),
    allows: statements.filter(({ effect }) => effect === 'Allow'),
    conditionKeys: conditionKeysOf(document),
  }
}

/** From the text of a policy that was accepted before. Throws TypeError when it does not parse. */
export function compileText(id: string, text: string, kind: PolicyKind): CompiledPolicy {
  const parsed = parsePolicy(text, kind)
  if (!parsed.ok) throw new TypeError(`policy ${id} does not parse: ${parsed.problems[0].message}`)
  return compile(id, parsed.document, kind)
}

type Effective = Statement & Required<Pick<Statement, 'action' | 'resource'>>

function compileStatement(
  statement: Effective,
  variables: boolean,
  kind: PolicyKind,
): Omit<CompiledStatement, 'reference'> {
  return {
    principal: statement.principal && compilePrincipals(statement.principal),
    action: compileActions(statement.action),
    resource: compileResources(statement.resource, variables),
    conditions: statement.conditions.map((clause) => compileClause(clause, variables, statement.effect, kind)),
  }
}

const ALIASES = 'kms:resourcealiases'
/** Of one key (AWS KMS developer guide, "Resource quotas"). */
const MAX_ALIASES = 50
const NO_CONTEXT: ConditionContext = new Map()

/**
 * `kms:ResourceAliases` counts in IAM policies only: a key policy does not see it. On a key with more aliases than its
 * quota nothing is allowed by them (AWS KMS developer guide, "kms:ResourceAliases").
 */
function compileClause(
  clause: ConditionClause,
  variables: boolean,
  effect: Statement['effect'],
  kind: PolicyKind,
): Condition {
  const condition = compileCondition(clause, variables)
  if (clause.key.toLowerCase() !== ALIASES) return condition
  if (kind === 'resource-based policy') return () => condition(NO_CONTEXT)
  if (effect === 'Deny') return condition
  return (context) => !exceedsQuota(context.get(ALIASES)) && condition(context)
}

function exceedsQuota(aliases: string | readonly string[] | undefined): boolean {
  return typeof aliases === 'object' && aliases.length > MAX_ALIASES
}

function compileActions({ values, negated }: Patterns): Test {
  const templates = values.map((value) => parseTemplate(value.toLowerCase(), false)).filter(isConstant)
  const exact = new Set(templates.filter(isText).map(textOf))
  const globs = templates.filter((template) => !isText(template)).map(compileGlob)
  return (action) => (exact.has(action) || globs.some((glob) => glob(action))) !== negated
}

function isText(tokens: readonly Token[]): boolean {
  return tokens.every((token) => typeof token === 'string')
}

/** `*` alone means every resource; in a key policy that is "this key". */
function compileResources({ values, negated }: Patterns, variables: boolean): ResourceTest {
  if (values.includes('*')) return () => !negated
  const tests = values.map((value) => compileResource(parseTemplate(value, variables)))
  return (resource, context) => tests.some((test) => test(resource, context)) !== negated
}

function compileResource(template: Template): ResourceTest {
  if (isConstant(template)) return resourceTest(template)
  return (resource, context) => {
    const tokens = resolve(template, context)
    return tokens !== undefined && resourceTest(tokens)(resource)
  }
}

function resourceTest(tokens: readonly Token[]): Test {
  return textOf(tokens).startsWith('arn:') ? compileArnPattern(tokens) : compileGlob(tokens)
}
