import type { CloudTrailRecord } from '#audit/record.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Documents } from '#policy/documents.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { AuthorizationRequest } from '#policy/request.ts'
import type { Reads } from '../ports.ts'
import { documentsOf } from './decision-documents.ts'
import { recordedRequest } from './recorded-request.ts'

/** What a decision was about, and all that was looked at, in the versions of then. */
export interface RecordedDecision {
  readonly request: AuthorizationRequest
  readonly documents: Documents
}

/** Finds again what one decision in an event was made on. */
export async function recordedDecision(
  record: CloudTrailRecord,
  reference: DecisionReference,
  principal: Principal,
  sandbox: SandboxId,
  reads: Reads,
): Promise<RecordedDecision> {
  const caller = { sandbox, principalArn: principal.arn, account: principal.account }
  const documents = await documentsOf(reference, caller, reads)
  const retires = reference.action === 'kms:RetireGrant' ? documents.grants[0] : undefined
  return { request: recordedRequest(record, principal, reference, retires), documents }
}
