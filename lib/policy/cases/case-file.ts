import { type AccountId, isAccountId } from '#kernel/ids.ts'
import type { Decision, PolicyKind } from '../decision.ts'
import type { Documents, PolicySource } from '../documents.ts'
import { encryptionContextKeys } from '../encryption-context-keys.ts'
import { parsePolicy } from '../parse.ts'
import { principalContext } from '../principal-context.ts'
import { principalNamed } from '../principal-named.ts'
import type { AuthorizationRequest, GrantInForce } from '../request.ts'
import { grantOf } from './grant.ts'
import { CaseFileFault, Reader } from './reader.ts'

/** A request, all that may speak to it, and what must come of it. */
export interface PolicyCase {
  readonly id: string
  /** What the case shows. */
  readonly why: string
  readonly expect: Decision['outcome']
  /** What must decide, where the case says so. */
  readonly decider?: string
  readonly request: AuthorizationRequest
  readonly documents: Documents
}

/**
 * The members of a case. `roleArn`, `retires`, `asksFor`, `awsManagedKey`, `vpcEndpointPolicy` and `decider` are
 * additions of ours to the format, and so are `id`, `retiringPrincipal` and `issuingAccount` of a grant.
 */
const FIELDS: ReadonlySet<string> = new Set(
  `id group why expect doc note principal action resource resourceAccount keyPolicy identityPolicies
   permissionBoundaryPolicies sessionPolicy serviceControlPolicies resourceControlPolicies grants encryptionContext
   context roleArn retires asksFor awsManagedKey vpcEndpointPolicy decider`.split(/\s+/),
)

const OUTCOMES: ReadonlyMap<string, Decision['outcome']> = new Map([
  ['Allowed', 'allowed'],
  ['ImplicitlyDenied', 'implicitly-denied'],
  ['ExplicitlyDenied', 'explicitly-denied'],
])

/** Reads the text of a case file. Throws CaseFileFault for anything that is not of the format. */
export function readCases(text: string): readonly PolicyCase[] {
  const cases = new Reader(parseText(text), 'the file').list('cases').map(readCase)
  const ids = new Set<string>()
  for (const { id } of cases) {
    if (ids.has(id)) throw new CaseFileFault(`case ${id}`, 'the id is used twice')
    ids.add(id)
  }
  return cases
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CaseFileFault('the file', `not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readCase(value: unknown, index: number): PolicyCase {
  const nameless = new Reader(value, `case ${index + 1}`)
  const id = nameless.text('id')
  const reader = new Reader(value, `case ${id}`).allow(FIELDS)
  const expect = OUTCOMES.get(reader.text('expect'))
  if (!expect) throw reader.fault('expect', `expected one of ${[...OUTCOMES.keys()].join(', ')}`)
  const decider = reader.optionalText('decider')
  return {
    id,
    why: reader.optionalText('why') ?? '',
    expect,
    ...(decider !== undefined && { decider }),
    request: readRequest(reader),
    documents: readDocuments(reader),
  }
}

function readRequest(reader: Reader): AuthorizationRequest {
  const resourceAccount = readAccount(reader)
  const principal = principalNamed(reader.text('principal'), resourceAccount, reader.optionalText('roleArn'))
  if (!principal) throw reader.fault('principal', 'expected the ARN of a user, session or root user, or a service')
  const encryptionContext = reader.has('encryptionContext') ? reader.object('encryptionContext').pairs() : undefined
  const given = reader.has('context') ? reader.object('context').values() : new Map<string, string>()
  const lower = [...given].map(([key, item]) => [key.toLowerCase(), item] as const)
  return {
    principal,
    action: reader.text('action'),
    resource: reader.text('resource'),
    resourceAccount,
    context: new Map([...principalContext(principal), ...encryptionContextKeys(encryptionContext), ...lower]),
    ...(encryptionContext && { encryptionContext }),
    ...(reader.has('asksFor') && { asksFor: grantOf(reader.object('asksFor'), 0) }),
    ...(reader.has('retires') && { retires: grantOf(reader.object('retires'), 0) }),
    ...(reader.value('awsManagedKey') === true && { awsManaged: true as const }),
  }
}

function readAccount(reader: Reader): AccountId {
  const account = reader.value('resourceAccount')
  if (typeof account !== 'string' || !isAccountId(account)) throw reader.fault('resourceAccount', 'expected 12 digits')
  return account
}

function readDocuments(reader: Reader): Documents {
  const resource = readKeyPolicy(reader)
  const boundary = joined(readPolicies(reader, 'permissionBoundaryPolicies', 'permissions boundary'), reader)
  const [endpoint] = readPolicy(reader, 'vpcEndpointPolicy', 'VPC endpoint policy')
  return {
    ...(resource && { resource }),
    identity: readPolicies(reader, 'identityPolicies', 'identity-based policy'),
    ...(boundary && { boundary }),
    session: readPolicy(reader, 'sessionPolicy', 'session policy'),
    ...(endpoint && { endpoint }),
    serviceControl: readPolicies(reader, 'serviceControlPolicies', 'service control policy'),
    resourceControl: readPolicies(reader, 'resourceControlPolicies', 'resource control policy'),
    grants: readGrants(reader),
  }
}

/** A key always has a policy: where the case has none for it, the policy is one that says nothing. */
function readKeyPolicy(reader: Reader): PolicySource | undefined {
  const [policy] = readPolicy(reader, 'keyPolicy', 'resource-based policy')
  if (policy || !reader.text('resource').includes(':key/')) return policy
  return { id: 'keyPolicy', document: { version: '2012-10-17', statements: [] } }
}

function readPolicy(reader: Reader, name: string, kind: PolicyKind): readonly PolicySource[] {
  return reader.has(name) ? [sourceOf(reader, name, reader.value(name), kind)] : []
}

function readPolicies(reader: Reader, name: string, kind: PolicyKind): readonly PolicySource[] {
  return reader.optionalList(name).map((item, index) => sourceOf(reader, `${name}[${index}]`, item, kind))
}

function sourceOf(reader: Reader, id: string, value: unknown, kind: PolicyKind): PolicySource {
  const parsed = parsePolicy(JSON.stringify(value), kind)
  if (parsed.ok) return { id, document: parsed.document }
  const { path, message } = parsed.problems[0]
  throw reader.fault(id, path === '' ? message : `${path}: ${message}`)
}

/** A principal has one boundary; several documents of it count as one with all their statements. */
function joined(sources: readonly PolicySource[], reader: Reader): PolicySource | undefined {
  const [first, ...more] = sources
  if (!first || more.length === 0) return first
  if (more.some(({ document }) => document.version !== first.document.version)) {
    throw reader.fault('permissionBoundaryPolicies', 'the documents are of different versions')
  }
  const statements = sources.flatMap(({ document }) => document.statements)
  return { id: 'permissionBoundaryPolicies', document: { ...first.document, statements } }
}

function readGrants(reader: Reader): readonly GrantInForce[] {
  return reader
    .optionalList('grants')
    .map((item, index) => grantOf(new Reader(item, `${reader.place}: grants[${index}]`), index))
}
