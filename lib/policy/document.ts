/** A policy after parsing: single values and lists look the same, nothing is left to check but meaning. */
export interface PolicyDocument {
  /** Variables are resolved from 2012-10-17 on; a document without a version is of 2008-10-17. */
  readonly version: PolicyVersion
  readonly id?: string
  readonly statements: readonly Statement[]
}

export type PolicyVersion = '2008-10-17' | '2012-10-17'

export interface Statement {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  /** Absent in policies that are attached to a principal. */
  readonly principal?: Principals
  /** Absent: the statement has no effect (key policies only). */
  readonly action?: Patterns
  readonly resource?: Patterns
  readonly conditions: readonly ConditionClause[]
}

/** `negated` stands for NotAction and NotResource. */
export interface Patterns {
  readonly negated: boolean
  readonly values: readonly string[]
}

export const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number]

/** `negated` stands for NotPrincipal; `"*"` alone is `{type: 'AWS', value: '*'}`. */
export interface Principals {
  readonly negated: boolean
  readonly values: readonly { readonly type: PrincipalType; readonly value: string }[]
}

/** One key under one operator: `{"StringEquals": {"kms:ViaService": ["…"]}}`. Numbers and booleans are texts here. */
export interface ConditionClause {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}
