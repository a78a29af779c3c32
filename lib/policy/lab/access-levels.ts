import type { AccountId } from '#kernel/ids.ts'
import { compile } from '../compile.ts'
import { type Decision, isAllowed, type PolicyKind } from '../decision.ts'
import { type Documents, type PolicySource, together } from '../documents.ts'
import { evaluate } from '../evaluate.ts'
import { principalContext } from '../principal-context.ts'
import type { AuthorizationRequest, ConditionContext, GrantInForce, Policies } from '../request.ts'
import type { ActionEntry } from '../vocabulary.ts'
import type { AccessRow, DecisionCell, Subject } from './access-matrix.ts'
import { type Assumption, assuming, assumingGrant, type IsOpen } from './assume.ts'

/** A subject of whom it may not be known what its IAM policies say, as that is told in another account. */
export interface KnownSubject extends Subject {
  /** `identity` is then what they say at best. */
  readonly unknownIdentity?: true
}

/** What is asked about, and what is known of every request. */
export interface Setting {
  /** ARN of the key; `*` for operations without one. */
  readonly resource: string
  readonly account: AccountId
  /** Absent for operations without a key. */
  readonly policy?: PolicySource
  readonly grants: readonly GrantInForce[]
  readonly awsManaged?: true
  /** Condition keys of every request, in lower case; those that follow from the caller are added. */
  readonly context: ConditionContext
  /** Which of the condition keys that are not in `context` a request may have all the same. */
  readonly isOpen: IsOpen
}

export type Level = 'never' | 'conditional' | 'always'
export type Via = 'key policy' | 'IAM policy' | 'grant'

/** What a subject may do: whatever a request says, or only for some. */
export interface AccessLevel extends DecisionCell {
  readonly level: Level
  /** What allows, where something does. */
  readonly via?: Via
}

/**
 * Who may do what, with conditions on what requests say taken once in favour of the caller and once against. `decision`
 * is the one in favour.
 */
export function accessLevels(
  subjects: readonly KnownSubject[],
  actions: readonly ActionEntry[],
  setting: Setting,
): readonly AccessRow<AccessLevel>[] {
  const best = new Side('in favour', setting)
  const worst = new Side('against', setting)
  return subjects.map((subject) => {
    const [atBest, atWorst] = [best.policiesOf(subject), worst.policiesOf(subject)]
    const caller = requestTo(subject, '*', setting)
    const cells = possible(actions, subject, setting).map(({ name }) => {
      const request = { ...caller, action: name }
      return levelOf(name, evaluate(request, atBest), () => evaluate(request, atWorst))
    })
    return { subject, cells }
  })
}

/** What is refused at best is refused at worst: that need not be asked. */
function levelOf(action: string, decision: Decision, atWorst: () => Decision): AccessLevel {
  if (!isAllowed(decision)) return { action, level: 'never', decision }
  const certain = atWorst()
  if (isAllowed(certain)) return { action, level: 'always', via: viaOf(certain), decision: certain }
  return { action, level: 'conditional', via: viaOf(decision), decision }
}

function viaOf(decision: Extract<Decision, { outcome: 'allowed' }>): Via {
  if ('grant' in decision) return 'grant'
  return 'by' in decision && decision.by.kind !== 'resource-based policy' ? 'IAM policy' : 'key policy'
}

/** Leaves out what other accounts can never call. */
function possible(
  actions: readonly ActionEntry[],
  { principal }: Subject,
  { account }: Setting,
): readonly ActionEntry[] {
  if (principal.kind === 'service' || principal.account === account) return actions
  return actions.filter(({ crossAccount }) => crossAccount)
}

/** A request of which nothing is known but what the setting says. */
export function requestTo({ principal }: Subject, action: string, setting: Setting): AuthorizationRequest {
  return {
    principal,
    action,
    resource: setting.resource,
    resourceAccount: setting.account,
    context: new Map([...principalContext(principal), ...setting.context]),
    ...(setting.awsManaged && { awsManaged: true }),
  }
}

/** Everything that may speak to a request of the subject, as it is written. */
export function documentsFor(subject: KnownSubject, { policy, grants }: Setting): Documents {
  const { identity, boundary, session = [], serviceControl = [] } = subject
  return {
    ...(policy && { resource: policy }),
    ...(boundary && { boundary }),
    ...{ identity, session, serviceControl, resourceControl: [], grants },
  }
}

/** All policies under one assumption, each compiled once however many subjects share it. */
class Side {
  readonly #assumption: Assumption
  readonly #setting: Setting
  readonly #compiled = new Map<PolicySource, ReturnType<typeof compile>>()

  constructor(assumption: Assumption, setting: Setting) {
    this.#assumption = assumption
    this.#setting = setting
  }

  policiesOf({ principal, unknownIdentity, ...subject }: KnownSubject): Policies {
    const identity = unknownIdentity && this.#assumption === 'against' ? [] : subject.identity
    const session = together((subject.session ?? []).map((one) => this.#compile(one, 'session policy')))
    const { policy, grants } = this.#setting
    return {
      ...(policy && { resource: this.#compile(policy, 'resource-based policy') }),
      identity: identity.map((one) => this.#compile(one, 'identity-based policy')),
      ...(subject.boundary && { boundary: this.#compile(subject.boundary, 'permissions boundary') }),
      ...(session && { session }),
      serviceControl: (subject.serviceControl ?? []).map((one) => this.#compile(one, 'service control policy')),
      resourceControl: [],
      grants: grants.map((grant) => assumingGrant(grant, this.#assumption, principal.kind === 'service')),
    }
  }

  #compile(source: PolicySource, kind: PolicyKind) {
    const known = this.#compiled.get(source)
    if (known) return known
    const made = compile(source.id, assuming(source.document, this.#assumption, this.#setting.isOpen), kind)
    this.#compiled.set(source, made)
    return made
  }
}
