import { sourceOf } from '#policy/documents.ts'
import { namesInGrants } from '#policy/grants.ts'
import { type AccessLevel, accessLevels } from '#policy/lab/access-levels.ts'
import type { Subject } from '#policy/lab/access-matrix.ts'
import { openInInputs } from '#policy/lab/open-keys.ts'
import { policyId } from '#policy/policy-id.ts'
import type { ConditionContext } from '#policy/request.ts'
import { KMS_VOCABULARY, keyActions } from '#policy/vocabulary.ts'
import { contextOf } from './context.ts'
import { keyConditions, requestConditions } from './domain/conditions.ts'
import { grantInForce } from './domain/grant.ts'
import { resolveKey } from './domain/key-ref.ts'
import { ownerOf } from './domain/material.ts'
import { subjectWith } from './domain/subject.ts'
import type { Context } from './operation.ts'
import type { Caller, KeyRecord, Ports } from './ports.ts'

/**
 * What the caller may do with a key of its own account or, without one, what operations without a key it may call, by
 * the policies and grants in force. It is told only of itself, no more than by trying each with DryRun; so nothing has to
 * be allowed, and no event is left. For the console only; AWS KMS has no such operation.
 */
export type Permitted = (keyId: string | undefined, caller: Caller) => Promise<readonly AccessLevel[]>

export function createPermitted(ports: Ports): Permitted {
  return async (keyId, caller) => {
    const context = contextOf(ports, caller)
    return keyId === undefined ? withoutKey(context) : onKey(keyId, context)
  }
}

const KEYLESS = [...KMS_VOCABULARY.actions.values()].filter(({ resources }) => resources.length === 0)
const ON_KEYS = keyActions(KMS_VOCABULARY)
const NAMING = { forms: 'key', action: 'kms:DescribeKey', crossAccount: false } as const

async function withoutKey(context: Context): Promise<readonly AccessLevel[]> {
  const { scope } = context
  const known = requestConditions(context)
  const setting = { resource: '*', account: scope.account, grants: [], context: known, isOpen: openInInputs(known) }
  const [row] = accessLevels([await subjectOf(context)], KEYLESS, setting)
  return row?.cells ?? []
}

async function onKey(keyId: string, context: Context): Promise<readonly AccessLevel[]> {
  const { arn, record } = await resolveKey(keyId, NAMING, context)
  const known: ConditionContext = keyConditions(record, context)
  const { number, document } = record.policy
  const setting = {
    ...{ resource: arn, account: record.key.account, context: known, isOpen: openInInputs(known) },
    policy: sourceOf(policyId({ kind: 'key', keyArn: arn, number }), document, 'resource-based policy'),
    ...(record.key.manager === 'AWS' && { awsManaged: true as const }),
    grants: await grantsToCaller(record, context),
  }
  const [row] = accessLevels([await subjectOf(context)], ON_KEYS, setting)
  return row?.cells ?? []
}

async function subjectOf({ caller, ports }: Context): Promise<Subject> {
  const { principal, scope, session } = caller
  const policies = await ports.identities.policiesOf(scope.sandbox, principal, session)
  return subjectWith(principal, policies, scope.sandbox, ports.store, session?.policies)
}

async function grantsToCaller({ key }: KeyRecord, { caller, ports }: Context) {
  if (key.grantCount === 0) return []
  const { scope } = ownerOf(key)
  const names = namesInGrants(caller.principal)
  const found = await Promise.all(names.map((name) => ports.store.grantsTo(scope, key.keyId, name)))
  return found.flat().map(grantInForce)
}
