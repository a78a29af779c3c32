import type { CloudTrailRecord, Json, JsonObject } from '#audit/record.ts'
import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { AuthorizationRequest, GrantInForce, GrantTerms } from '#policy/request.ts'

/** The request of a decision as the audit record tells it: what was asked, and in which encryption context. */
export function recordedRequest(
  record: CloudTrailRecord,
  principal: Principal,
  { action, resource, owner, facts = {} }: DecisionReference,
  retires: GrantInForce | undefined,
): AuthorizationRequest {
  const pairs = contextOf(record, action)
  const asksFor = action === 'kms:CreateGrant' ? termsOf(objectOf(record.requestParameters)) : undefined
  return {
    principal,
    action,
    resource,
    resourceAccount: (owner ?? principal.account) as AccountId,
    context: new Map(Object.entries(facts)),
    ...(pairs && { encryptionContext: pairs }),
    ...(asksFor && { asksFor }),
    ...(retires && { retires }),
  }
}

/** Who a `userIdentity` stands for, in the log of its own account (CloudTrail user guide, "CloudTrail userIdentity element"). */
export function principalOf({ userIdentity, recipientAccountId }: CloudTrailRecord): Principal {
  const at = (name: string) => textAt(userIdentity, name)
  const account = (at('accountId') || recipientAccountId) as AccountId
  const common = { account, arn: at('arn'), id: at('principalId') }
  switch (at('type')) {
    case 'IAMUser':
      return { ...common, kind: 'user', name: at('userName') }
    case 'FederatedUser':
      return { ...common, kind: 'federated-user', name: common.arn.slice(common.arn.indexOf('/') + 1) }
    case 'AssumedRole': {
      const issuer = objectOf(objectOf(userIdentity.sessionContext).sessionIssuer)
      const sessionName = common.id.slice(common.id.indexOf(':') + 1)
      return { ...common, kind: 'assumed-role', roleArn: textAt(issuer, 'arn'), sessionName }
    }
    case 'AWSService': {
      const service = at('invokedBy')
      return { account, arn: service, id: service, kind: 'service', service }
    }
    default:
      return { ...common, kind: 'root' }
  }
}

/** ReEncrypt has one for each side. */
const CONTEXTS: Readonly<Record<string, string>> = {
  'kms:ReEncryptFrom': 'sourceEncryptionContext',
  'kms:ReEncryptTo': 'destinationEncryptionContext',
}

function contextOf({ requestParameters }: CloudTrailRecord, action: string): ReadonlyMap<string, string> | undefined {
  return pairsAt(objectOf(requestParameters), CONTEXTS[action] ?? 'encryptionContext')
}

function termsOf(parameters: JsonObject): GrantTerms {
  const constraints = objectOf(parameters.constraints)
  const equals = pairsAt(constraints, 'encryptionContextEquals')
  const subset = pairsAt(constraints, 'encryptionContextSubset')
  const sourceArn = textAt(constraints, 'sourceArn')
  const operations = Array.isArray(parameters.operations) ? parameters.operations.map(String) : []
  return {
    operations: new Set(operations),
    ...(equals && { encryptionContextEquals: equals }),
    ...(subset && { encryptionContextSubset: subset }),
    ...(sourceArn !== '' && { sourceArn }),
  }
}

function pairsAt(value: JsonObject, name: string): ReadonlyMap<string, string> | undefined {
  if (value[name] === undefined) return undefined
  return new Map(Object.entries(objectOf(value[name])).map(([key, text]) => [key, String(text)]))
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function textAt(value: JsonObject, name: string): string {
  const member = value[name]
  return typeof member === 'string' ? member : ''
}
