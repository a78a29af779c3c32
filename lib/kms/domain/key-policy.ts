import type { KeyId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { compile } from '#policy/compile.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import type { PolicyDocument } from '#policy/document.ts'
import { forAllValuesProblem, keepsControl } from '#policy/lockout.ts'
import { type Problem, parsePolicy } from '#policy/parse.ts'
import { namedPrincipals } from '#policy/principals.ts'
import { limitExceeded, malformedPolicy, policyNotFound } from '../errors.ts'
import type { Context } from '../operation.ts'
import { keyArn, partitionOf } from './arn.ts'
import { requestConditions } from './conditions.ts'
import { isNameable } from './named-principal.ts'

/** A key has one policy, of this name. */
export const POLICY_NAME = 'default'
/** The model lets more through (AWS KMS developer guide, resource quotas). */
const MAX_BYTES = 32_768

export function checkPolicyName(name = POLICY_NAME): void {
  if (name !== POLICY_NAME) throw policyNotFound(name)
}

/** The policy of a key that is made without one: hands the decision to the account's IAM policies. */
export function defaultPolicyOf(scope: Scope): string {
  return defaultKeyPolicyText(scope.account, partitionOf(scope.region))
}

/** The key a policy is meant for. `bypass` skips the lockout safety check. */
export interface PolicyTarget {
  readonly scope: Scope
  readonly keyId: KeyId
  readonly bypass: boolean
}

/**
 * Refuses a key policy that AWS would refuse: too large, malformed, with a principal that does not exist, or one
 * that would leave its author unable to change it again.
 */
export async function acceptKeyPolicy(text: string, target: PolicyTarget, context: Context): Promise<void> {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw limitExceeded(`Key policy is larger than the maximum of ${MAX_BYTES} bytes.`)
  }
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw malformedPolicy(parsed.problems.map(problemText).join('; '))
  const overlyPermissive = forAllValuesProblem(parsed.document)
  if (overlyPermissive) throw malformedPolicy(overlyPermissive)
  await checkPrincipals(parsed.document, context)
  if (target.bypass || keepsKey(parsed.document, target, context)) return
  throw malformedPolicy('The new key policy will not allow you to update the key policy in the future.')
}

/** Whether the policy of a key would be refused to the caller without `bypass`. */
export function needsBypass(text: string, target: Omit<PolicyTarget, 'bypass'>, context: Context): boolean {
  const parsed = parsePolicy(text)
  return parsed.ok && !keepsKey(parsed.document, target, context)
}

const problemText = ({ path, message }: Problem) => (path === '' ? message : `${path}: ${message}`)

async function checkPrincipals(document: PolicyDocument, context: Context): Promise<void> {
  for (const principal of namedPrincipals(document)) {
    if (await isNameable(principal, context)) continue
    throw malformedPolicy('Policy contains a statement with one or more invalid principals.')
  }
}

function keepsKey(document: PolicyDocument, { scope, keyId }: Omit<PolicyTarget, 'bypass'>, context: Context): boolean {
  const arn = keyArn(scope, keyId)
  const policy = compile(arn, document, 'resource-based policy')
  return keepsControl(policy, context.caller.principal, arn, requestConditions(context))
}
