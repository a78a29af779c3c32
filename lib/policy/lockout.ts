import type { Principal } from '#kernel/principal.ts'
import type { CompiledPolicy } from './compile.ts'
import type { PolicyDocument } from './document.ts'
import { keyPolicyAllows } from './evaluate.ts'
import type { ConditionContext } from './request.ts'

const NO_CONTEXT: ConditionContext = new Map()

/**
 * The policy lockout safety check: whether `caller` could still call PutKeyPolicy on the key under `policy`.
 * Delegation to the caller's account counts, whatever its IAM policies say now.
 */
export function keepsControl(
  policy: CompiledPolicy,
  caller: Principal,
  keyArn: string,
  context: ConditionContext = NO_CONTEXT,
): boolean {
  const action = 'kms:PutKeyPolicy'
  return keyPolicyAllows(
    { principal: caller, action, resource: keyArn, resourceAccount: caller.account, context },
    policy,
  )
}

const SINGLE_VALUED: readonly (readonly [prefix: string, thing: string])[] = [
  ['kms:encryptioncontext:', 'encryption context'],
  ['aws:requesttag/', 'tag'],
]

/** AWS's words when a key policy puts ForAllValues on a single-valued key, which then also matches its absence. */
export function forAllValuesProblem(document: PolicyDocument): string | undefined {
  const clauses = document.statements.flatMap((statement) => statement.conditions)
  const keys = clauses
    .filter(({ operator }) => operator.startsWith('ForAllValues:'))
    .map(({ key }) => key.toLowerCase())
  const thing = SINGLE_VALUED.find(([prefix]) => keys.some((key) => key.startsWith(prefix)))?.[1]
  return thing && overlyPermissive(thing)
}

function overlyPermissive(thing: string): string {
  return (
    'OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches ' +
    `requests without the specified ${thing} or with an unspecified ${thing}. To fix, remove ForAllValues.`
  )
}
