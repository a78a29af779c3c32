import { awsManagedPolicy } from '#iam/ports.ts'
import type { AccountId, KeyId, SandboxId } from '#kernel/ids.ts'
import { isAccountId, isKeyId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { PolicyKind } from '#policy/decision.ts'
import type { Documents, PolicySource } from '#policy/documents.ts'
import { sourceOf } from '#policy/documents.ts'
import { parsePolicyId } from '#policy/policy-id.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { GrantInForce } from '#policy/request.ts'
import { trustDocument } from '#policy/trust.ts'
import type { Reads } from '../ports.ts'
import { parseKmsArn } from './arn.ts'
import { grantInForce } from './grant.ts'

const IDENTITY = 'identity-based policy'
const UNNAMED = ''

/** The documents and grants that a decision was made on, in the versions of then. */
export async function documentsOf(
  { policies = {}, grants = [], resource }: DecisionReference,
  caller: { readonly sandbox: SandboxId; readonly principalArn: string; readonly account: AccountId },
  reads: Reads,
): Promise<Documents> {
  const { sandbox, account } = caller
  const find = (id: string, kind: PolicyKind) => findPolicy(id, kind, sandbox, reads)
  const all = (ids: readonly string[] | undefined, kind: PolicyKind) =>
    Promise.all((ids ?? []).map((id) => find(id, kind)))
  const session = policies.session ?? []
  return {
    ...(policies.resource !== undefined && { resource: await find(policies.resource, 'resource-based policy') }),
    identity: await all(policies.identity, IDENTITY),
    ...(policies.boundary !== undefined && { boundary: await find(policies.boundary, 'permissions boundary') }),
    session: await Promise.all(
      session.map((policy, index) =>
        policy.startsWith('arn:')
          ? findDefault(policy, { sandbox, account }, reads)
          : sourceOf(`${caller.principalArn}/session-policy/${index + 1}`, policy, 'session policy'),
      ),
    ),
    serviceControl: await all(policies.serviceControl, 'service control policy'),
    resourceControl: await all(policies.resourceControl, 'resource control policy'),
    grants: await findGrants(grants, resource, sandbox, reads),
  }
}

async function findPolicy(id: string, kind: PolicyKind, sandbox: SandboxId, reads: Reads): Promise<PolicySource> {
  const text = await textOf(id, sandbox, reads)
  if (text === undefined) throw new Error(`the policy version ${id} is not kept: the database was changed`)
  const source = sourceOf(id, text, kind)
  return parsePolicyId(id)?.kind === 'trust' ? { id, document: trustDocument(source.document) } : source
}

async function textOf(id: string, sandbox: SandboxId, reads: Reads): Promise<string | undefined> {
  const parsed = parsePolicyId(id)
  switch (parsed?.kind) {
    case 'key': {
      const key = keyOf(parsed.keyArn, sandbox)
      return key && (await reads.policy(key.scope, key.keyId, parsed.number))?.document
    }
    case 'inline': {
      const { account, owner, name, number } = parsed
      if (!isAccountId(account)) return undefined
      return (await reads.document({ sandbox, account }, owner, name, number))?.document
    }
    case 'trust': {
      const { account, role, number } = parsed
      if (!isAccountId(account)) return undefined
      return (await reads.document({ sandbox, account }, `role/${role}`, UNNAMED, number))?.document
    }
    case 'managed':
      return managedText(parsed.arn, parsed.number, sandbox, reads)
    case undefined:
      return undefined
  }
}

async function managedText(arn: string, number: number, sandbox: SandboxId, reads: Reads) {
  const account = arn.split(':')[4] ?? ''
  if (!isAccountId(account)) return awsManagedPolicy(arn)?.document
  const owner = `policy/${arn.slice(arn.lastIndexOf('/') + 1)}`
  return (await reads.document({ sandbox, account }, owner, UNNAMED, number))?.document
}

/** Of a managed session policy only the ARN is known: its version in force now stands in. */
async function findDefault(
  arn: string,
  place: { readonly sandbox: SandboxId; readonly account: AccountId },
  reads: Reads,
): Promise<PolicySource> {
  const policy = await reads.managedPolicy(place, arn.slice(arn.lastIndexOf('/') + 1))
  return findPolicy(`${arn}/${policy?.defaultVersion ?? 1}`, 'session policy', place.sandbox, reads)
}

function keyOf(arn: string, sandbox: SandboxId): { scope: Scope; keyId: KeyId } | undefined {
  const parsed = parseKmsArn(arn)
  const keyId = parsed?.resource.slice('key/'.length) ?? ''
  if (!parsed || !isKeyId(keyId)) return undefined
  return { scope: { sandbox, account: parsed.account, region: parsed.region }, keyId }
}

async function findGrants(
  ids: readonly string[],
  resource: string,
  sandbox: SandboxId,
  reads: Reads,
): Promise<readonly GrantInForce[]> {
  const key = keyOf(resource, sandbox)
  if (!key) return []
  const rows = await Promise.all(ids.map((id) => reads.grant(key.scope, key.keyId, id)))
  return rows.filter((row) => row !== undefined).map(grantInForce)
}
