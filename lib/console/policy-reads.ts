import 'server-only'

import { compileDocuments, type PolicySource } from '#policy/documents.ts'
import { evaluate } from '#policy/evaluate.ts'
import type { GrantInForce } from '#policy/request.ts'
import { writePolicy } from '#policy/write.ts'
import type { Console } from './access.ts'
import type { KeyAccessDto, RecallDto, RecalledDto, SubjectDto, SubjectsDto } from './dto/access.ts'
import type { ContextPairDto, GrantTermsDto } from './dto/grants.ts'
import { Called, errorDto } from './error-dto.ts'
import { grantDto } from './grants.ts'

type RecordedDecision = NonNullable<Awaited<ReturnType<Console['recall']>>>['decided'][number]

/** Pages of grants that are read for one matrix. */
const MOST_PAGES = 20

async function keyAccess(console: Console, params: URLSearchParams): Promise<KeyAccessDto> {
  const KeyId = params.get('id') ?? ''
  const [{ KeyMetadata }, { Policy }] = await Promise.all([
    console.call('DescribeKey', { KeyId }),
    console.call('GetKeyPolicy', { KeyId }),
  ])
  if (!KeyMetadata) throw new Error('DescribeKey answered without KeyMetadata')
  const { KeySpec, KeyUsage, Origin, MultiRegion } = KeyMetadata
  const awsManaged = KeyMetadata.KeyManager === 'AWS'
  return {
    arn: KeyMetadata.Arn ?? '',
    account: KeyMetadata.AWSAccountId ?? '',
    awsManaged,
    you: console.session.principal,
    policy: Policy ?? '',
    ...(await grantsOf(console, KeyId)),
    facts: {
      'kms:keyspec': KeySpec ?? '',
      'kms:customermasterkeyspec': KeySpec ?? '',
      'kms:keyusage': KeyUsage ?? '',
      'kms:customermasterkeyusage': KeyUsage ?? '',
      'kms:keyorigin': Origin ?? '',
      'kms:multiregion': String(MultiRegion ?? false),
      ...(await tagsAndAliases(console, KeyId)),
    },
  }
}

/** What of the grants the session may see; why not, where it may not. */
async function grantsOf(console: Console, KeyId: string): Promise<Pick<KeyAccessDto, 'grants' | 'grantsError'>> {
  const grants: GrantTermsDto[] = []
  try {
    let marker: string | undefined
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { Grants = [], NextMarker } = await console.call('ListGrants', {
        ...{ KeyId, Limit: 100 },
        ...(marker === undefined ? {} : { Marker: marker }),
      })
      grants.push(...Grants.map(grantDto))
      if (NextMarker === undefined) return { grants }
      marker = NextMarker
    }
    const message = `The key has more than ${grants.length} grants: only these are counted.`
    return { grants, grantsError: { code: 'Too many grants', message } }
  } catch (thrown) {
    return { grants, grantsError: toldError(thrown) }
  }
}

/** Conditions on tags and aliases count only where the session may read them. */
async function tagsAndAliases(console: Console, KeyId: string): Promise<Record<string, string | readonly string[]>> {
  const [tags, aliases] = await Promise.all([
    orNothing(async () => (await console.call('ListResourceTags', { KeyId })).Tags ?? []),
    orNothing(async () => (await console.call('ListAliases', { KeyId })).Aliases ?? []),
  ])
  const names = aliases.flatMap(({ AliasName }) => AliasName ?? [])
  const pairs = tags.map((tag) => [`aws:resourcetag/${tag.TagKey.toLowerCase()}`, tag.TagValue] as const)
  return { ...Object.fromEntries(pairs), ...(names.length > 0 ? { 'kms:resourcealiases': names } : {}) }
}

async function orNothing<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read()
  } catch (thrown) {
    toldError(thrown)
    return []
  }
}

function toldError(thrown: unknown) {
  const error = errorDto(thrown)
  if (!error) throw thrown
  return error
}

async function subjects(console: Console): Promise<SubjectsDto> {
  const found = await console.accountSubjects()
  const documents: Record<string, PolicySource['document']> = {}
  const named = ({ id, document }: PolicySource) => {
    documents[id] = document
    return id
  }
  const rows = found.subjects.map(
    ({ label, principal, identity, boundary }): SubjectDto => ({
      arn: label,
      principal,
      identity: identity.map(named),
      ...(boundary ? { boundary: named(boundary) } : {}),
    }),
  )
  return { subjects: rows, documents, more: found.more }
}

async function recall(console: Console, params: URLSearchParams): Promise<RecallDto> {
  const call = await console.recall(params.get('request') ?? '')
  if (!call) throw new Called({ code: 'NotFoundException', message: 'There is no such call in this log.' })
  const { eventName, eventTime } = call.event
  return { eventName, at: eventTime, decided: call.decided.map(recalled) }
}

function recalled({ request, documents }: RecordedDecision): RecalledDto {
  const { resource, identity, boundary, session, grants } = documents
  return {
    principal: request.principal,
    action: request.action,
    resource: request.resource,
    outcome: evaluate(request, compileDocuments(documents)).outcome,
    ...(resource ? { keyPolicy: policyDto(resource) } : {}),
    identity: identity.map(policyDto),
    ...(boundary ? { boundary: policyDto(boundary) } : {}),
    session: session.map(policyDto),
    grants: grants.map(grantOf),
    context: Object.fromEntries(request.context),
    encryptionContext: Object.fromEntries(request.encryptionContext ?? []),
  }
}

const policyDto = ({ id, document }: PolicySource) => ({ id, text: writePolicy(document) })

function grantOf(grant: GrantInForce): GrantTermsDto {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset, sourceArn, retiringPrincipal } = grant
  return {
    ...{
      grantId: grant.id,
      name: '',
      createdAt: 0,
      grantee: grant.granteePrincipal,
      operations: [...grant.operations],
    },
    ...(retiringPrincipal === undefined ? {} : { retiree: retiringPrincipal }),
    constraints: {
      ...(equals ? { equals: pairsOf(equals) } : {}),
      ...(subset ? { subset: pairsOf(subset) } : {}),
      ...(sourceArn === undefined ? {} : { sourceArn }),
    },
  }
}

const pairsOf = (pairs: ReadonlyMap<string, string>): readonly ContextPairDto[] =>
  [...pairs].map(([name, value]) => ({ name, value }))

export const policyReads = { keyAccess, subjects, recall }
