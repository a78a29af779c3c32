import type { Decision, StatementReference } from '../decision.ts'
import { withArticle } from './article.ts'
import { conditionText } from './condition-text.ts'
import type {
  CeilingTrace,
  GrantMismatch,
  GrantTrace,
  Mismatch,
  Naming,
  PolicyTrace,
  StatementTrace,
  Trace,
} from './trace.ts'

/** A trace as lines for people: the outcome and its reason first, then everything that was looked at. */
export function traceText(trace: Trace): string {
  const { principal, action, resource, crossAccount, decision, reason, delegation, policies, grants, ceilings } = trace
  return [
    `${OUTCOMES[decision.outcome]}: ${principal} asks for ${action} on ${resource}`,
    reason,
    ...decidedBy(decision),
    ...(crossAccount ? [`${CROSS_ACCOUNT_TEXT}.`] : []),
    ...(delegation ? [`${DELEGATION_TEXT}: ${referenceText(delegation)}`] : []),
    ...policies.flatMap(policyLines),
    ...(grants.length > 0 ? ['', 'Grants', ...grants.flatMap(grantLines)] : []),
    ...(ceilings.length > 0 ? ['', 'Ceilings', ...ceilings.map(ceilingLine)] : []),
  ].join('\n')
}

const OUTCOMES: Readonly<Record<Decision['outcome'], string>> = {
  allowed: 'ALLOWED',
  'explicitly-denied': 'DENIED EXPLICITLY',
  'implicitly-denied': 'DENIED IMPLICITLY',
}

/** Beside the sentence of the rule: what else holds where `crossAccount` or `delegation` is told. */
export const CROSS_ACCOUNT_TEXT = 'The resource belongs to another account: both accounts must allow'
export const DELEGATION_TEXT = 'The key policy leaves it to the account of the caller'

/** What decided, or what was missing, in a line; none where the reason has said it all. */
export function decidedBy(decision: Decision): readonly string[] {
  if (decision.outcome === 'implicitly-denied') return [`Missing: ${missingText(decision.missing)}`]
  if ('grant' in decision) return [`Decided by grant ${decision.grant}`]
  return 'by' in decision ? [`Decided by ${referenceText(decision.by)}`] : []
}

function missingText(missing: Extract<Decision, { outcome: 'implicitly-denied' }>['missing']): string {
  return missing === 'resource' ? 'a resource that the caller may know of' : `an allow in ${withArticle(missing)}`
}

/** A statement by its policy, in that version, and its number. */
export function referenceText(reference: StatementReference): string {
  return `${reference.kind} ${reference.policy}, ${statementText(reference)}`
}

/** Statements count from 1, as people do. */
export function statementText({ statement, sid }: StatementReference): string {
  return `statement ${statement + 1}${sid === undefined ? '' : ` "${sid}"`}`
}

function policyLines({ kind, policy, exempt, statements }: PolicyTrace): readonly string[] {
  const head = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${policy}`
  return ['', exempt === undefined ? head : `${head} (no say: ${exempt})`, ...statements.flatMap(statementLines)]
}

function statementLines({ reference, effect, matched, names, mismatches }: StatementTrace): readonly string[] {
  const label = statementText(reference)
  if (matched) return [`  + ${label}: ${effect} applies${names ? `, ${namingText(names)}` : ''}`]
  return [`  - ${label}: ${effect} does not apply`, ...mismatches.map((one) => `      ${mismatchText(one)}`)]
}

const NAMINGS: Readonly<Record<Naming, string>> = {
  caller: 'the caller itself',
  role: 'the role of the session',
  everyone: 'everyone',
  account: 'the account of the caller',
  'listed out': 'everyone whom NotPrincipal does not spare',
}

/** How a statement that applies names the caller. */
export function namingText(names: Naming): string {
  return `names ${NAMINGS[names]}`
}

/** One reason why a statement does not apply. */
export function mismatchText(mismatch: Mismatch): string {
  switch (mismatch.part) {
    case 'statement':
      return `it has no ${mismatch.lacks}, so it has no effect`
    case 'condition':
      return conditionText(mismatch.condition)
    case 'principal':
    case 'action':
    case 'resource': {
      const { part, element, listed } = mismatch
      const relation = element.startsWith('Not') ? 'excludes' : 'does not cover'
      return `${part}: ${element} ${listed.join(', ')} ${relation} ${part === 'principal' ? 'the caller' : 'the request'}`
    }
  }
}

function grantLines({ grant, applies, mismatches, names }: GrantTrace): readonly string[] {
  const who = names === 'account' ? ', to the account of the caller' : ''
  if (applies) return [`  + grant ${grant}: allows${who}`]
  return [`  - grant ${grant}: does not allow${who}`, ...mismatches.map((one) => `      ${grantMismatchText(one)}`)]
}

/** One reason why a grant does not allow. */
export function grantMismatchText(mismatch: GrantMismatch): string {
  switch (mismatch.part) {
    case 'grantee':
      return `grantee: ${mismatch.grantee} is not the caller`
    case 'operation':
      return `operation: only ${mismatch.operations.join(', ')}`
    case 'encryption context':
      return pairText(mismatch)
    case 'source':
      return `SourceArn: wants ${mismatch.expected}, the service calls for ${mismatch.actual ?? 'no resource'}`
    case 'child':
      return `child grant: it would allow ${mismatch.widens}`
    case 'retirement':
      return `retirement: the caller is neither the retiring principal (${mismatch.retiringPrincipal ?? 'none'}) nor a grantee with RetireGrant`
    case 'identity':
      return `its grantee is an account, and no ${mismatch.missing} of the caller allows`
  }
}

function pairText({
  constraint,
  name,
  expected,
  actual,
}: Extract<GrantMismatch, { part: 'encryption context' }>): string {
  const has = actual === undefined ? 'the request does not have it' : `the request has "${actual}"`
  const wants = expected === undefined ? `no pair ${name}` : `${name} = "${expected}"`
  return `encryption context: ${constraint} wants ${wants}, ${has}`
}

function ceilingLine({ kind, says, by, exempt }: CeilingTrace): string {
  const where = by ? `, ${referenceText(by)}` : ''
  return `  ${says === 'allows' ? '+' : '-'} ${kind}: ${says}${where}${exempt === undefined ? '' : ` (does not count: ${exempt})`}`
}
