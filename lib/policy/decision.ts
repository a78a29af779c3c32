/** The kinds of document that take part in a decision (IAM user guide, "Policy evaluation logic"). */
export type PolicyKind =
  | 'resource-based policy'
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy'
  | 'resource control policy'
  | 'VPC endpoint policy'

/** Points at one statement of one immutable policy version. */
export interface StatementReference {
  readonly kind: PolicyKind
  readonly policy: string
  readonly statement: number
  readonly sid?: string
}

/**
 * The outcome of one check and what decided it: small enough to stand in every audit event,
 * exact enough to recompute the full trace from.
 */
export type Decision =
  | { readonly outcome: 'allowed'; readonly by: StatementReference; readonly delegated?: StatementReference }
  | { readonly outcome: 'allowed'; readonly grant: string }
  /** The root user of the account asks for what no key policy governs, or what its key policy delegates. */
  | { readonly outcome: 'allowed'; readonly root: true; readonly delegated?: StatementReference }
  /** The account of the resource alone allows, in a way that it does not tell the caller's. */
  | { readonly outcome: 'allowed'; readonly foreign: true }
  /** `foreign`: the owner of the resource is another account, whose reasons the caller is not told. */
  | { readonly outcome: 'explicitly-denied'; readonly by: StatementReference; readonly foreign?: true }
  /** `missing` names the first kind of policy that had to allow and did not. */
  | { readonly outcome: 'implicitly-denied'; readonly missing: PolicyKind }
  /** The resource is unknown to the caller: in another account or not there at all. */
  | { readonly outcome: 'implicitly-denied'; readonly missing: 'resource' }

export type Allowance = Extract<Decision, { readonly outcome: 'allowed' }>
export type Denial = Exclude<Decision, Allowance>

export function isAllowed(decision: Decision): decision is Allowance {
  return decision.outcome === 'allowed'
}
