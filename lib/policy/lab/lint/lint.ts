import { parsePolicy } from '../../parse.ts'
import { KMS_VOCABULARY, type Vocabulary } from '../../vocabulary.ts'
import * as action from './action-rules.ts'
import * as condition from './condition-rules.ts'
import { delegationRule, lockoutRule } from './control-rules.ts'
import { emptyStatementRule, sidRule, sizeRule, versionRule } from './document-rules.ts'
import type { Finding, LintSubject, Rule, Severity } from './finding.ts'
import * as principal from './principal-rules.ts'
import { aliasResourceRule, otherKeyRule } from './resource-rules.ts'
import { viaServiceRule } from './via-service-rule.ts'

export interface LintOptions {
  readonly kind?: LintSubject['kind']
  /** The key whose policy it is. Without it, nothing is said of who could administer it. */
  readonly key?: NonNullable<LintSubject['key']>
  readonly vocabulary?: Vocabulary
}

const RULES: readonly Rule[] = [
  versionRule,
  sizeRule,
  sidRule,
  emptyStatementRule,
  lockoutRule,
  delegationRule,
  principal.publicRule,
  principal.notPrincipalRule,
  principal.principalFormRule,
  principal.principalTypeRule,
  action.unknownActionRule,
  action.foreignActionRule,
  action.keylessActionRule,
  action.notActionRule,
  action.decryptAllRule,
  otherKeyRule,
  aliasResourceRule,
  condition.unknownKeyRule,
  condition.deprecatedKeyRule,
  condition.iamOnlyKeyRule,
  condition.forAllValuesRule,
  condition.quantifierRule,
  condition.typeRule,
  condition.valueRule,
  condition.wildcardValueRule,
  viaServiceRule,
]

const ORDER: readonly Severity[] = ['error', 'security', 'warning', 'suggestion']

/** What is wrong or unwise about a policy text, the gravest first; of a text that is no policy, only why. */
export function lint(text: string, options: LintOptions = {}): readonly Finding[] {
  const { kind = 'resource-based policy', vocabulary = KMS_VOCABULARY, key } = options
  const parsed = parsePolicy(text, kind)
  if (!parsed.ok) return parsed.problems.map(syntaxFinding)
  const subject = { text, document: parsed.document, kind, vocabulary, ...(key && { key }) }
  return RULES.flatMap((rule) => rule(subject)).sort(byGravity)
}

function syntaxFinding({ path, message, offset }: { path: string; message: string; offset?: number }): Finding {
  const place = offset === undefined ? '' : ` (at character ${offset + 1})`
  return {
    code: 'syntax',
    severity: 'error',
    path,
    message: `${message}${place}`,
    nextStep: 'Correct the text; until then it is no policy.',
  }
}

const byGravity = (a: Finding, b: Finding) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)

export type { Finding, Severity } from './finding.ts'
