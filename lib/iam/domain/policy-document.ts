import type { SandboxId } from '#kernel/ids.ts'
import type { Identities } from '#kms/ports.ts'
import type { CompiledPolicy } from '#policy/compile.ts'
import { compile } from '#policy/compile.ts'
import type { PolicyDocument } from '#policy/document.ts'
import type { Problem } from '#policy/parse.ts'
import { parsePolicy } from '#policy/parse.ts'
import { isPrincipalForm, namedPrincipals } from '#policy/principals.ts'
import { trustDocument } from '#policy/trust.ts'
import { malformedPolicy } from '../errors.ts'

const VENDOR = /^(\*|[a-zA-Z0-9-]+:.+)$/
const RESOURCE = /^(\*|arn:.+|\$\{.+)$/
const SID = /^[0-9A-Za-z]*$/

/** Refuses what AWS IAM would not take as a policy of a user, group, role or session. */
export function checkIdentityPolicy(text: string): void {
  const parsed = parsePolicy(text, 'identity-based policy')
  if (!parsed.ok) throw malformedPolicy(words(parsed.problems[0]))
  checkStatements(parsed.document)
  const resources = parsed.document.statements.flatMap(({ resource }) => resource?.values ?? [])
  const wrong = resources.find((value) => !RESOURCE.test(value))
  if (wrong !== undefined) throw malformedPolicy(`Resource ${wrong} must be in ARN format or "*".`)
}

/** Refuses what AWS IAM would not take as the trust policy of a role. */
export async function checkTrustPolicy(
  text: string,
  sandbox: SandboxId,
  identities: Pick<Identities, 'principalExists'>,
): Promise<void> {
  const { document } = parseTrustPolicy(text)
  checkStatements(document)
  if (document.statements.some(({ resource }) => resource)) throw malformedPolicy('Has prohibited field Resource')
  const actions = document.statements.flatMap(({ action }) => action?.values ?? [])
  if (document.statements.some(({ action }) => !action)) throw malformedPolicy('Missing required field Action')
  if (!actions.every((action) => action === '*' || action.toLowerCase().startsWith('sts:'))) {
    throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.')
  }
  for (const principal of namedPrincipals(document)) {
    if (isPrincipalForm(principal) && (await identities.principalExists(sandbox, principal)) !== 'missing') continue
    throw malformedPolicy(`Invalid principal in policy: "AWS":"${principal}"`)
  }
}

/** A trust policy ready to be asked. */
export function compileTrustPolicy(id: string, text: string): CompiledPolicy {
  return compile(id, trustDocument(parseTrustPolicy(text).document), 'resource-based policy')
}

function parseTrustPolicy(text: string): { document: PolicyDocument } {
  const parsed = parsePolicy(text, 'resource-based policy')
  if (!parsed.ok) throw malformedPolicy(words(parsed.problems[0]))
  return parsed
}

function checkStatements({ statements }: PolicyDocument): void {
  const sids = statements.flatMap(({ sid }) => (sid ? [sid] : []))
  if (!sids.every((sid) => SID.test(sid))) {
    throw malformedPolicy(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    )
  }
  if (new Set(sids).size !== sids.length) {
    throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.')
  }
  const names = statements.flatMap(({ action, conditions }) => [
    ...(action?.values ?? []),
    ...conditions.map(({ key }) => key.replace(/\/.*/, '')),
  ])
  if (!names.every((name) => VENDOR.test(name))) {
    throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  }
}

/** AWS's words for the first problem of a document. */
function words({ path, message, offset }: Problem): string {
  if (offset !== undefined && path === '') return 'This policy contains invalid Json'
  if (/^Statement(\[\d+\])?$/.test(path)) {
    if (message.startsWith('Action')) return 'Policy statement must contain actions.'
    if (message.startsWith('Resource')) return 'Policy statement must contain resources.'
    if (message.includes('attached to a principal')) return 'Policy document should not specify a principal.'
    if (message.includes('names its principal')) return 'Missing required field Principal'
  }
  return 'Syntax errors in policy.'
}
