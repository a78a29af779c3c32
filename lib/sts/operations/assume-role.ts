import type { AssumableRole } from '#iam/ports.ts'
import type { MembersOf } from '#model/query/shape.ts'
import { integer, list, required, structure, text } from '#model/query/shape.ts'
import { AccessDenied, refusal, trustCheck } from '../access.ts'
import { packedSize, sessionPolicies } from '../domain/session-policies.ts'
import type { SessionTags } from '../domain/session-tags.ts'
import { over, sessionTagConditions, sessionTags } from '../domain/session-tags.ts'
import { invalidArn, tooLong, tooLongForChain } from '../errors.ts'
import type { StsCheck, StsContext } from '../operation.ts'
import { operation } from '../operation.ts'
import { noSuchDevice } from './get-session-token.ts'
import { credentials, credentialsAnswer, MFA, tagKeys, tags } from './members.ts'

const HOUR = 3600
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/
const NAME = '[\\w+=,.@-]*'

const INPUT = {
  RoleArn: required(text({ min: 20, max: 2048 })),
  RoleSessionName: required(text({ min: 2, max: 64, pattern: NAME })),
  PolicyArns: list(structure({ arn: text({ min: 20, max: 2048 }) })),
  Policy: text({ min: 1 }),
  DurationSeconds: integer({ min: 900, max: 43_200 }),
  Tags: tags,
  TransitiveTagKeys: tagKeys,
  ExternalId: text({ min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
  ...MFA,
  SourceIdentity: text({ min: 2, max: 64, pattern: NAME }),
} as const

type AssumeRoleInput = MembersOf<typeof INPUT>

export const assumeRole = operation({
  input: INPUT,
  output: {
    Credentials: credentials,
    AssumedRoleUser: structure({ AssumedRoleId: required(text()), Arn: required(text()) }),
    PackedPolicySize: integer(),
    SourceIdentity: text(),
  },
  async plan(input, context) {
    const { caller, ports } = context
    const { sandbox } = caller.scope
    if (!ROLE.test(input.RoleArn)) throw invalidArn()
    if (caller.principal.kind === 'root') throw new AccessDenied('Roles may not be assumed by root accounts.')
    const given = sessionTags(input, caller.session)
    const role = await ports.roles.role(sandbox, input.RoleArn)
    return {
      checks: checksOf(input, given, role, context),
      async run() {
        if (!role) throw new Error('a role that is not there was allowed')
        if (input.SerialNumber !== undefined || input.TokenCode !== undefined) throw noSuchDevice()
        const seconds = secondsOf(input, role, context)
        const policies = await sessionPolicies(input, role, ports.roles)
        const packed = packedSize(policies, given)
        const sourceIdentity = caller.session?.sourceIdentity ?? input.SourceIdentity
        const source = sourceIdentity !== undefined && { sourceIdentity }
        const session = {
          mfa: false,
          policies,
          tags: over(role.tags, given.tags),
          transitive: given.transitive,
          ...source,
        }
        const principal = role.as(input.RoleSessionName)
        const minted = await ports.mint({ sandbox, principal, seconds, session })
        return {
          Credentials: credentialsAnswer(minted),
          AssumedRoleUser: { AssumedRoleId: principal.id, Arn: principal.arn },
          ...(packed !== undefined && { PackedPolicySize: packed }),
          ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
        }
      },
    }
  },
})

/** Session tags and a source identity need permissions of their own, from both sides as well. */
function checksOf(
  input: AssumeRoleInput,
  given: SessionTags,
  role: AssumableRole | undefined,
  context: StsContext,
): readonly [StsCheck, ...StsCheck[]] {
  const inherited = context.caller.session?.sourceIdentity
  const sourceIdentity = input.SourceIdentity ?? inherited
  const conditions = {
    ...role?.conditions,
    ...sessionTagConditions(given),
    'sts:rolesessionname': input.RoleSessionName,
    'sts:externalid': input.ExternalId,
    'sts:sourceidentity': sourceIdentity,
  }
  const check = (action: string) => trustCheck(action, input.RoleArn, role, conditions, context)
  const changed = inherited !== undefined && inherited !== sourceIdentity
  return [
    check('sts:AssumeRole'),
    ...(given.tags.length > 0 ? [check('sts:TagSession')] : []),
    ...(sourceIdentity === undefined ? [] : [changed ? refuse(input, context) : check('sts:SetSourceIdentity')]),
  ]
}

/** A source identity cannot be changed once it is set. */
function refuse({ RoleArn }: AssumeRoleInput, context: StsContext): StsCheck {
  return () => {
    throw new AccessDenied(refusal('sts:SetSourceIdentity', RoleArn, context))
  }
}

/** A session that a session of a role asks for lasts an hour at most (AWS IAM user guide, "Role chaining"). */
function secondsOf({ DurationSeconds }: AssumeRoleInput, role: AssumableRole, { caller }: StsContext): number {
  const seconds = DurationSeconds ?? HOUR
  if (seconds > role.maxSessionSeconds) throw tooLong()
  if (caller.principal.kind === 'assumed-role' && seconds > HOUR) throw tooLongForChain()
  return seconds
}
