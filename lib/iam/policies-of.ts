import type { SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { CallerSession } from '#kms/ports.ts'
import type { CompiledPolicy } from '#policy/compile.ts'
import { compileText } from '#policy/compile.ts'
import type { PolicyKind } from '#policy/decision.ts'
import { policyId } from '#policy/policy-id.ts'
import type { IdentityPolicies } from '#policy/request.ts'
import { NO_IDENTITY_POLICIES } from '#policy/request.ts'
import { parseIdentityArn, policyArn } from './domain/arn.ts'
import { awsManagedPolicy } from './domain/aws-managed.ts'
import { ownerOf, UNNAMED } from './domain/owners.ts'
import { type Pairs, tagsOf } from './domain/tags.ts'
import { isInfrastructure } from './infrastructure.ts'
import type { IamReads, IdentityRow, InAccount, PolicyDocumentRow } from './ports.ts'

const IDENTITY = 'identity-based policy'
const SESSION = 'session policy'
const BOUNDARY = 'permissions boundary'

/** What stands in for a ceiling that is not there any more: it allows nothing. */
const nothing = (id: string, kind: PolicyKind): CompiledPolicy => ({
  id,
  kind,
  denies: [],
  allows: [],
  conditionKeys: new Set(),
})

/** The identity behind a principal; none for the root user, for services and for one that was deleted. */
async function identityOf(place: InAccount, principal: Principal, reads: IamReads): Promise<IdentityRow | undefined> {
  if (principal.kind === 'user') return current(await reads.identity(place, 'user', principal.name), principal.id)
  if (principal.kind !== 'assumed-role') return undefined
  const role = parseIdentityArn(principal.roleArn)
  const roleId = principal.id.slice(0, principal.id.indexOf(':'))
  return role && current(await reads.identity(place, 'role', role.name), roleId)
}

/** One that was deleted and made anew under the same name is another. */
function current(row: IdentityRow | undefined, uniqueId: string): IdentityRow | undefined {
  return row?.uniqueId === uniqueId ? row : undefined
}

/**
 * What a principal is now, beyond what its session says; undefined when it is not who it was: a session ends with its
 * user or role. The tags of a user are always those of today, the tags of a role session those that it was given.
 */
export async function standing(
  sandbox: SandboxId,
  principal: Principal,
  reads: IamReads,
): Promise<{ readonly tags?: Pairs } | undefined> {
  if (principal.kind !== 'user' && principal.kind !== 'assumed-role') return {}
  if (principal.kind === 'assumed-role' && isInfrastructure(principal)) return {}
  const row = await identityOf({ sandbox, account: principal.account }, principal, reads)
  return row && (row.kind === 'user' ? { tags: tagsOf(row) } : {})
}

/** Everything that is attached to a principal: its own policies, those of its groups, and its boundary. */
export async function readPolicies(
  sandbox: SandboxId,
  principal: Principal,
  reads: IamReads,
): Promise<IdentityPolicies> {
  const place = { sandbox, account: principal.account }
  const row = await identityOf(place, principal, reads)
  if (!row) return NO_IDENTITY_POLICIES
  const groups = row.kind === 'user' ? await reads.groupsOf(place, row.name) : []
  const owners = [ownerOf(row), ...groups.map(({ groupName }) => ownerOf({ kind: 'group', name: groupName }))]
  const identity = (await Promise.all(owners.map((owner) => policiesOfOwner(place, owner, reads)))).flat()
  if (row.boundary === null) return { identity, serviceControl: [] }
  const boundary = (await managed(row.boundary, place, BOUNDARY, reads)) ?? nothing(row.boundary, BOUNDARY)
  return { identity, serviceControl: [], boundary }
}

async function policiesOfOwner(place: InAccount, owner: string, reads: IamReads): Promise<readonly CompiledPolicy[]> {
  const inline = (await reads.documents(place, owner)).filter(({ name }) => name !== UNNAMED)
  const attached = await reads.attachments(place, owner)
  const policies = await Promise.all(attached.map((row) => managed(row.policyArn, place, IDENTITY, reads)))
  return [...inline.map(inlinePolicy), ...policies.filter((policy) => policy !== undefined)]
}

function inlinePolicy({ account, owner, name, number, document }: PolicyDocumentRow): CompiledPolicy {
  return compileText(policyId({ kind: 'inline', account, owner, name, number }), document, IDENTITY)
}

/** A managed policy in its default version. */
async function managed(
  arn: string,
  place: InAccount,
  kind: PolicyKind,
  reads: IamReads,
): Promise<CompiledPolicy | undefined> {
  const ours = awsManagedPolicy(arn)
  if (ours) return compileText(policyId({ kind: 'managed', arn, number: 1 }), ours.document, kind)
  const name = parseIdentityArn(arn)?.name
  const policy = name === undefined ? undefined : await reads.managedPolicy(place, name)
  if (!policy || policyArn(policy) !== arn) return undefined
  const row = await reads.document(
    place,
    ownerOf({ kind: 'policy', name: policy.name }),
    UNNAMED,
    policy.defaultVersion,
  )
  return row && compileText(policyId({ kind: 'managed', arn, number: row.number }), row.document, kind)
}

/**
 * With session policies, documents and ARNs of managed policies: together they are one more ceiling (IAM user guide,
 * "Session policies").
 */
export async function withSession(
  policies: IdentityPolicies,
  sandbox: SandboxId,
  principal: Principal,
  session: CallerSession,
  reads: IamReads,
): Promise<IdentityPolicies> {
  if (session.policies.length === 0) return policies
  const place = { sandbox, account: principal.account }
  const compiled = await Promise.all(
    session.policies.map((policy, index) =>
      policy.startsWith('arn:')
        ? managed(policy, place, SESSION, reads)
        : compileText(`${principal.arn}/session-policy/${index + 1}`, policy, SESSION),
    ),
  )
  const found = compiled.filter((policy) => policy !== undefined)
  return {
    ...policies,
    session: {
      id: `${principal.arn}/session-policy`,
      kind: SESSION,
      denies: found.flatMap(({ denies }) => denies),
      allows: found.flatMap(({ allows }) => allows),
      conditionKeys: new Set(found.flatMap(({ conditionKeys }) => [...conditionKeys])),
    },
  }
}
