import type { AccountId } from '#kernel/ids.ts'
import type { PolicyDocument, Statement } from '../../document.ts'
import type { Vocabulary } from '../../vocabulary.ts'

/**
 * `error`: it does not work as written. `security`: it lets in more than is wise. `warning`: it hardly does what was
 * meant. `suggestion`: there is a better way. The kinds of IAM Access Analyzer's policy validation.
 */
export type Severity = 'error' | 'security' | 'warning' | 'suggestion'

export interface Finding {
  /** Stable: `public-access`. */
  readonly code: string
  readonly severity: Severity
  /** Where: `Statement[0].Principal`; empty for the whole document. */
  readonly path: string
  readonly message: string
  /** What to do about it. */
  readonly nextStep: string
}

export interface LintSubject {
  readonly text: string
  readonly document: PolicyDocument
  readonly kind: 'resource-based policy' | 'identity-based policy'
  readonly vocabulary: Vocabulary
  /** The key whose policy it is, where that is known. */
  readonly key?: { readonly arn: string; readonly account: AccountId }
}

export type Rule = (subject: LintSubject) => readonly Finding[]

/** A rule on statements, one by one. */
export type StatementRule = (statement: Statement, path: string, subject: LintSubject) => readonly Finding[]

export function eachStatement(rule: StatementRule): Rule {
  return (subject) =>
    subject.document.statements.flatMap((statement, index) => rule(statement, `Statement[${index}]`, subject))
}
