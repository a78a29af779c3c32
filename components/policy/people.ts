import type { KeyAccessDto, SubjectsDto } from '#console/dto/access.ts'
import type { GrantTermsDto } from '#console/dto/grants.ts'
import type { PolicyDocument } from '#policy/document.ts'
import type { PolicySource } from '#policy/documents.ts'
import type { KnownSubject } from '#policy/lab/access-levels.ts'
import { subjectsOf } from '#policy/lab/subjects.ts'
import type { GrantInForce } from '#policy/request.ts'
import { principalParts } from '../format.ts'

export type PersonGroup = 'This account' | 'Services' | 'Other accounts'

/** A row of a matrix: someone who may be allowed something. */
export interface Person {
  /** Unique among the rows: an ARN, a service, or what stands for everyone else. */
  readonly id: string
  readonly group: PersonGroup
  /** `role/payments-api`; of another account with its number before. */
  readonly name: string
  readonly note?: string
  readonly subject: KnownSubject
}

interface Known {
  readonly account: string
  /** Key policies, all of whose principals are to be there. */
  readonly documents: readonly PolicyDocument[]
  readonly grants: readonly GrantTermsDto[]
  /** Undefined where the session may not know who there is. */
  readonly subjects: SubjectsDto | undefined
  /** ARN of who asks, or of its role. */
  readonly you?: string
}

/** Everyone who can be told apart: those of the account, and all whom a key policy or a grant names. */
export function peopleOf({ account, documents, grants, subjects, you }: Known): readonly Person[] {
  const own = (subjects?.subjects ?? []).map(({ arn, principal, identity, boundary }): KnownSubject => {
    const source = (id: string): PolicySource => ({ id, document: subjects?.documents[id] ?? NOTHING })
    return {
      ...{ label: arn, principal, identity: identity.map(source) },
      ...(boundary === undefined ? {} : { boundary: source(boundary) }),
    }
  })
  const known = new Set(own.map(({ label }) => label))
  const owner = account as Parameters<typeof subjectsOf>[1]
  const named = subjectsOf([...documents, granteesOf(grants)], owner)
    .map((subject) => ({ ...subject, label: plainLabel(subject) }))
    .filter(({ label }) => !known.has(label))
  const found = named.flatMap((subject) => namedPerson(subject, account, subjects))
  const people = [...own.map((subject) => personOf(subject, account)), ...found]
  return people.map((person) => (person.id === you ? { ...person, note: 'you' } : person))
}

const NOTHING: PolicyDocument = { version: '2012-10-17', statements: [] }

/** A document that does nothing but name the grantees. */
function granteesOf(grants: readonly GrantTermsDto[]): PolicyDocument {
  const values = grants.map(({ grantee }) => {
    return { type: grantee.startsWith('arn:') || /^\d{12}$/.test(grantee) ? 'AWS' : 'Service', value: grantee } as const
  })
  return { ...NOTHING, statements: [{ effect: 'Allow', principal: { negated: false, values }, conditions: [] }] }
}

/** Root users go by their ARNs, as everyone else does. */
function plainLabel({ principal, label }: KnownSubject): string {
  return principal.kind === 'root' ? principal.arn : label
}

/** Someone whom a policy or grant names, and who is not among those of the account. */
function namedPerson(subject: KnownSubject, account: string, subjects: SubjectsDto | undefined): readonly Person[] {
  const { principal, label } = subject
  if (principal.kind === 'root' || principal.kind === 'service') return [personOf(subject, account)]
  const isOwn = principal.account === account
  if (!isOwn || !subjects) return [personOf({ ...subject, unknownIdentity: true }, account)]
  // Everyone of the account is there already.
  if (label.startsWith('other identities of')) return []
  const isGone = subjects.more === 0 && !label.includes(':sts:')
  return [{ ...personOf({ ...subject, identity: [] }, account), ...(isGone ? { note: 'not in this account' } : {}) }]
}

function personOf(subject: KnownSubject, account: string): Person {
  const { principal, label: id } = subject
  const common = { id, subject }
  if (principal.kind === 'service') return { ...common, group: 'Services', name: principal.service }
  const isOwn = principal.account === account
  if (id.startsWith('other identities of')) {
    return isOwn
      ? { ...common, group: 'This account', name: 'everyone else', note: 'by IAM' }
      : { ...common, group: 'Other accounts', name: principal.account, note: 'its users and roles' }
  }
  if (id.startsWith('other accounts')) return { ...common, group: 'Other accounts', name: 'any other account' }
  if (principal.kind === 'root') {
    return isOwn
      ? { ...common, group: 'This account', name: 'root', note: principal.account }
      : { ...common, group: 'Other accounts', name: principal.account, note: 'root' }
  }
  const [kind, name] = id.startsWith('arn:') ? principalParts(id) : ['', id]
  return isOwn
    ? { ...common, group: 'This account', name: `${kind}${name}` }
    : { ...common, group: 'Other accounts', name: principal.account, note: `${kind}${name}` }
}

/** ARN of the row of who asks: of a session, its role's. */
export function yourRow(you: KeyAccessDto['you']): string {
  return you.kind === 'assumed-role' ? you.roleArn : you.arn
}

/** A grant as the evaluator takes it. */
export function grantInForce({ grantId, grantee, retiree, operations, constraints }: GrantTermsDto): GrantInForce {
  const { equals, subset, sourceArn } = constraints
  const pairs = (all: readonly { name: string; value: string }[]) =>
    new Map(all.map(({ name, value }) => [name, value] as const))
  return {
    ...{ id: grantId, granteePrincipal: grantee, operations: new Set(operations) },
    ...(retiree === undefined ? {} : { retiringPrincipal: retiree }),
    ...(equals ? { encryptionContextEquals: pairs(equals) } : {}),
    ...(subset ? { encryptionContextSubset: pairs(subset) } : {}),
    ...(sourceArn === undefined ? {} : { sourceArn }),
  }
}
