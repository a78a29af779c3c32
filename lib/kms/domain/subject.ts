import type { SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { CompiledPolicy } from '#policy/compile.ts'
import type { PolicySource } from '#policy/documents.ts'
import type { Subject } from '#policy/lab/access-matrix.ts'
import type { IdentityPolicies } from '#policy/request.ts'
import type { Reads } from '../ports.ts'
import { documentsOf } from './decision-documents.ts'

/**
 * A principal with the documents behind its compiled policies, for questions that the compiled ones cannot answer.
 * `session`: the texts or ARNs of its session policies.
 */
export async function subjectWith(
  principal: Principal,
  { identity, boundary }: IdentityPolicies,
  sandbox: SandboxId,
  reads: Reads,
  session: readonly string[] = [],
): Promise<Subject> {
  const isThere = boundary !== undefined && !isEmpty(boundary)
  const policies = { identity: identity.map(({ id }) => id), session, ...(isThere && { boundary: boundary.id }) }
  const found = await documentsOf(
    { outcome: 'allowed', root: true, action: '', resource: '', policies },
    { sandbox, principalArn: principal.arn, account: principal.account },
    reads,
  )
  return {
    label: principal.arn,
    principal,
    identity: found.identity,
    session: found.session,
    ...(boundary && { boundary: found.boundary ?? nothing(boundary.id) }),
  }
}

/** A boundary that is gone allows nothing; its document is not there any more. */
const isEmpty = ({ allows, denies }: CompiledPolicy) => allows.length + denies.length === 0

const nothing = (id: string): PolicySource => ({ id, document: { version: '2012-10-17', statements: [] } })
