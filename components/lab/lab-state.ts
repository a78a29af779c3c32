import type { RecalledDto, SubjectsDto } from '#console/dto/access.ts'
import type { GrantTermsDto } from '#console/dto/grants.ts'
import type { Scenario } from '#policy/lab/simulate.ts'
import { principalNamed } from '#policy/principal-named.ts'
import { writePolicy } from '#policy/write.ts'
import { grantInForce } from '../policy/people.ts'
import type { Pair } from '../ui/pair-rows.tsx'

/** Texts of policies; an empty one is none. */
export interface LabPolicies {
  readonly key: string
  /** Of the principal, all in one list. */
  readonly identity: readonly string[]
  readonly boundary: string
  readonly session: string
  readonly serviceControl: string
  /** JSON: a list of grants as ListGrants has them in the console. */
  readonly grants: string
}

/** Everything that is asked in the policy lab; it stands in the address. */
export interface LabState {
  /** ARN, or the name of an AWS service. */
  readonly principal: string
  readonly action: string
  /** ARN of the key. */
  readonly resource: string
  readonly policies: LabPolicies
  readonly encryptionContext: readonly Pair[]
  /** Other condition keys, `kms:ViaService` and `aws:SourceIp` among them. */
  readonly context: readonly Pair[]
}

export const POLICY_KINDS = ['key', 'identity', 'boundary', 'session', 'serviceControl', 'grants'] as const
export type PolicyKind = (typeof POLICY_KINDS)[number]

/** The text of a kind as it is edited: several IAM policies are one text, a list. */
export function textOf({ identity, ...policies }: LabPolicies, kind: PolicyKind): string {
  return kind === 'identity' ? (identity[0] ?? '') : policies[kind]
}

/** A principal as the evaluator knows it: of the account with its own ids, else as its ARN says. */
export function principalOf(name: string, resource: string, subjects: SubjectsDto | undefined) {
  const known = subjects?.subjects.find(({ arn, principal }) => arn === name || principal.arn === name)
  if (known) return known.principal
  const owner = (resource.split(':')[4] ?? '') as NonNullable<ReturnType<typeof principalNamed>>['account']
  const [, partition, account, role] = /^arn:([a-z-]+):iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(name) ?? []
  if (role === undefined) return principalNamed(name, owner)
  return principalNamed(`arn:${partition}:sts::${account}:assumed-role/${role}/any-session`, owner, name)
}

/** The question that a state asks; a word on what is missing for one. */
export function scenarioOf(state: LabState, subjects: SubjectsDto | undefined): Scenario | string {
  const { principal: name, action, resource, policies, encryptionContext, context } = state
  const principal = principalOf(name, resource, subjects)
  if (!principal) return 'Name a principal: the ARN of a root user, user, role or session, or an AWS service.'
  if (!/^arn:[a-z-]+:kms:[^:]+:\d{12}:key\/.+$/.test(resource)) return 'Name a key by its ARN.'
  const grants = grantsIn(policies.grants)
  if (grants === undefined) return 'The grants are no list of grants in JSON.'
  const pairs = encryptionContext.filter(({ key }) => key !== '')
  return {
    ...{ principal, action, resource, grants: grants.map(grantInForce) },
    ...(policies.key.trim() === '' ? {} : { keyPolicy: policies.key }),
    identityPolicies: policies.identity.filter((text) => text.trim() !== ''),
    ...(policies.boundary.trim() === '' ? {} : { boundary: policies.boundary }),
    sessionPolicies: [policies.session].filter((text) => text.trim() !== ''),
    serviceControlPolicies: [policies.serviceControl].filter((text) => text.trim() !== ''),
    ...(pairs.length > 0 ? { encryptionContext: new Map(pairs.map(({ key, value }) => [key, value])) } : {}),
    context: { ...deprecatedKeys(context), ...Object.fromEntries(named(context)) },
  }
}

const named = (context: readonly Pair[]) =>
  context.filter(({ key }) => key !== '').map(({ key, value }) => [key, valuesIn(value)] as const)

/** What two deprecated keys say is what their successors say. */
function deprecatedKeys(context: readonly Pair[]): Record<string, string> {
  const of = (name: string) => context.find(({ key }) => key.toLowerCase() === name)?.value
  const [spec, usage] = [of('kms:keyspec'), of('kms:keyusage')]
  return {
    ...(spec === undefined ? {} : { 'kms:customermasterkeyspec': spec }),
    ...(usage === undefined ? {} : { 'kms:customermasterkeyusage': usage }),
  }
}

/** Several values are separated by commas. */
function valuesIn(text: string): string | readonly string[] {
  return text.includes(',') ? text.split(',').map((part) => part.trim()) : text
}

function grantsIn(text: string): readonly GrantTermsDto[] | undefined {
  if (text.trim() === '') return []
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) && parsed.every(isGrant) ? parsed.map(filled) : undefined
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}

type Loose = Pick<GrantTermsDto, 'grantee' | 'operations'> & Partial<GrantTermsDto>

function isGrant(value: unknown): value is Loose {
  if (typeof value !== 'object' || value === null) return false
  const { grantee, operations } = value as Partial<Loose>
  return typeof grantee === 'string' && Array.isArray(operations)
}

function filled(grant: Loose, index: number): GrantTermsDto {
  return { grantId: `grant ${index + 1}`, name: '', createdAt: 0, constraints: {}, ...grant }
}

/** What the text of grants says of a key's grants. */
export function grantsText(grants: readonly GrantTermsDto[]): string {
  if (grants.length === 0) return ''
  const told = grants.map(({ grantId, grantee, operations, constraints }) => ({
    ...{ grantId, grantee, operations },
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
  }))
  return JSON.stringify(told, null, 2)
}

/** The IAM policies of someone of the account, as texts. */
export function policiesOfSubject(name: string, subjects: SubjectsDto | undefined) {
  const found = subjects?.subjects.find(({ arn, principal }) => arn === name || principal.arn === name)
  const text = (id: string) => {
    const document = subjects?.documents[id]
    return document ? writePolicy(document) : ''
  }
  return {
    identity: (found?.identity ?? []).map(text),
    boundary: found?.boundary === undefined ? '' : text(found.boundary),
  }
}

/** A call of the past as a question. */
export function recalledState(call: RecalledDto): LabState {
  const pairs = (all: Readonly<Record<string, string | readonly string[]>>) =>
    Object.entries(all).map(([key, value]) => ({ key, value: typeof value === 'string' ? value : value.join(', ') }))
  const given = Object.entries(call.context).filter(([key]) => !key.startsWith('kms:encryptioncontext'))
  return {
    principal: call.principal.arn,
    action: call.action,
    resource: call.resource,
    policies: {
      key: call.keyPolicy?.text ?? '',
      identity: call.identity.map(({ text }) => text),
      boundary: call.boundary?.text ?? '',
      session: call.session[0]?.text ?? '',
      serviceControl: '',
      grants: grantsText(call.grants),
    },
    encryptionContext: pairs(call.encryptionContext),
    context: pairs(Object.fromEntries(given)),
  }
}
