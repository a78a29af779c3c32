import type { ConditionClause, Statement } from '../document.ts'
import type { PolicySource } from '../documents.ts'
import { explain } from '../explain/explain.ts'
import { compilePrincipals, matchAllow } from '../principals.ts'
import { type AccessLevel, documentsFor, type KnownSubject, requestTo, type Setting } from './access-levels.ts'
import { assuming, assumingGrant } from './assume.ts'

/** What a new key policy changes for one subject and action. `changed`: other conditions, neither wider nor narrower. */
export type AccessChangeKind = 'same' | 'gains' | 'loses' | 'widened' | 'narrowed' | 'changed'

/** One side of a comparison: the level that was found, and in which setting. */
export interface Found {
  readonly level: AccessLevel
  readonly setting: Setting
}

/** Compares what a subject may do before and after. */
export function compareAccess(subject: KnownSubject, before: Found, after: Found): AccessChangeKind {
  const [old, now] = [before.level.level, after.level.level]
  if (old !== now) {
    if (old === 'never') return 'gains'
    if (now === 'never') return 'loses'
    return now === 'always' ? 'widened' : 'narrowed'
  }
  if (now !== 'conditional') return 'same'
  const terms = ({ level: { action }, setting }: Found): Terms => {
    const { allows, denies } = termsOf(subject, action, setting)
    const counts = iamAllows(subject, action, setting)
    return { allows: allows.filter(({ principal }) => counts || !leavesToIam(principal, subject)), denies }
  }
  return compareTerms(terms(before), terms(after))
}

/** Whether a statement names no more than the account of a subject: it allows nothing by itself. */
function leavesToIam(principal: Statement['principal'], { principal: caller }: KnownSubject): boolean {
  return principal !== undefined && matchAllow(compilePrincipals(principal), caller) === 'account'
}

/** Whether IAM policies allow what a statement for the whole account leaves to them. */
function iamAllows(subject: KnownSubject, action: string, setting: Setting): boolean {
  if (subject.principal.kind === 'root') return true
  const { policies } = explainInFavour(subject, action, setting)
  return policies.some(
    ({ kind, statements }) =>
      kind === 'identity-based policy' && statements.some((one) => one.matched && one.effect === 'Allow'),
  )
}

/** The conditions under which a key policy lets a subject do something. */
export interface Terms {
  /** Any one of these is enough. */
  readonly allows: readonly Statement[]
  /** None of these may hold. */
  readonly denies: readonly Statement[]
}

/** The statements of the key policy that speak to a request whose conditions all come out in its favour, or may not. */
export function termsOf(subject: KnownSubject, action: string, setting: Setting): Terms {
  const { policy, isOpen } = setting
  if (!policy) return { allows: [], denies: [] }
  const request = requestTo(subject, action, setting)
  const matched = (assumption: 'in favour' | 'against', effect: Statement['effect']) => {
    const resource: PolicySource = { ...policy, document: assuming(policy.document, assumption, isOpen) }
    const trace = explain(request, { ...documentsFor(subject, setting), resource, grants: [] })
    const { statements = [] } = trace.policies.find(({ kind }) => kind === 'resource-based policy') ?? {}
    const numbers = statements
      .filter((one) => one.matched && one.effect === effect)
      .map((one) => one.reference.statement)
    return numbers.flatMap((number) => policy.document.statements[number] ?? [])
  }
  return { allows: matched('in favour', 'Allow'), denies: matched('against', 'Deny') }
}

/** What allows in the end, conditions in favour: for the sentence that explains a cell. */
export function explainInFavour(subject: KnownSubject, action: string, setting: Setting) {
  const documents = documentsFor(subject, setting)
  const favour = (source: PolicySource): PolicySource => ({
    ...source,
    document: assuming(source.document, 'in favour', setting.isOpen),
  })
  const isService = subject.principal.kind === 'service'
  return explain(requestTo(subject, action, setting), {
    ...documents,
    ...(documents.resource && { resource: favour(documents.resource) }),
    ...(documents.boundary && { boundary: favour(documents.boundary) }),
    identity: documents.identity.map(favour),
    session: documents.session.map(favour),
    grants: documents.grants.map((grant) => assumingGrant(grant, 'in favour', isService)),
  })
}

/** A request that says nothing beyond who asks for what: what `Why?` shows for a cell. */
export function explainBare(subject: KnownSubject, action: string, setting: Setting) {
  return explain(requestTo(subject, action, setting), documentsFor(subject, setting))
}

function compareTerms(before: Terms, after: Terms): AccessChangeKind {
  const wider = before.allows.every((old) => after.allows.some((now) => covers(now, old)))
  const narrower = after.allows.every((now) => before.allows.some((old) => covers(old, now)))
  const moreDenied = !after.denies.every((now) => before.denies.some((old) => isSame(old, now)))
  const lessDenied = !before.denies.every((old) => after.denies.some((now) => isSame(old, now)))
  if (wider && narrower && !moreDenied && !lessDenied) return 'same'
  if (wider && !moreDenied) return 'widened'
  if (narrower && !lessDenied) return 'narrowed'
  return 'changed'
}

/** Whether whatever meets the conditions of one statement meets those of the other. */
function covers(wide: Statement, narrow: Statement): boolean {
  return wide.conditions.every((clause) => narrow.conditions.some((other) => clauseCovers(clause, other)))
}

function clauseCovers(wide: ConditionClause, narrow: ConditionClause): boolean {
  if (wide.operator !== narrow.operator || wide.key.toLowerCase() !== narrow.key.toLowerCase()) return false
  const [more, fewer] = wide.operator.includes('Not') ? [narrow, wide] : [wide, narrow]
  return fewer.values.every((value) => more.values.includes(value))
}

function isSame(a: Statement, b: Statement): boolean {
  return JSON.stringify(a.conditions) === JSON.stringify(b.conditions)
}
