import 'server-only'

import type { InventoryEntry } from '#runtime/instance.ts'
import type { Console } from './access.ts'
import { listAccounts } from './accounts.ts'
import { listAliases, matchingAliases, type NamedKey } from './alias-list.ts'
import { allowed } from './allowed.ts'
import { audit } from './audit-queries.ts'
import { costQueries } from './cost.ts'
import type { GrantPageDto } from './dto/grants.ts'
import type {
  AliasDto,
  KeyChoiceDto,
  KeyDto,
  KeyLookupDto,
  KeyRowDto,
  PageDto,
  PolicyDto,
  PublicKeyDto,
} from './dto/keys.ts'
import type { QueryName, QueryResults } from './dto/queries.ts'
import { belongings, families } from './families.ts'
import { grantHistory } from './grant-history.ts'
import { grantList } from './grant-list.ts'
import { grantDto } from './grants.ts'
import { identities } from './identities.ts'
import { keyCounts, keyStoreChoices, principals } from './key-choices.ts'
import { keyDto, keyRow } from './key-dto.ts'
import { listKeys, matchingKeys, parseKeyFilter } from './key-list.ts'
import { clusters, keyStoreHealth, keyStores } from './key-stores.ts'
import { materialLife } from './material-life.ts'
import { membersOf } from './multi-region.ts'
import { overview } from './overview.ts'
import { everyPage } from './paged.ts'
import { blobKey, contexts } from './playground-queries.ts'
import { policyReads } from './policy-reads.ts'
import { publicKeyDto } from './public-key.ts'
import { quotas } from './quotas.ts'
import { rotations } from './rotations.ts'
import { sandboxReads } from './sandbox-queries.ts'
import { scenarioQueries } from './scenario-queries.ts'
import { settings } from './settings-queries.ts'

export type Query<Q extends QueryName> = (console: Console, params: URLSearchParams) => Promise<QueryResults[Q]>

/** Every read that pages may make, on the server or by `GET /api/console/<name>`. */
export const queries: { readonly [Q in QueryName]: Query<Q> } = {
  keys: async (console, params) => listKeys(await inventory(console), parseKeyFilter(params)),
  allKeys: async (console, params) => matchingKeys(await inventory(console), parseKeyFilter(params)),
  managedKeys,
  choices,
  lookup,
  key,
  policy,
  allowed,
  rotations,
  publicKey,
  members: (console, params) => membersOf(console, params.get('id') ?? ''),
  families,
  belongings,
  'material-life': materialLife,
  'key-stores': keyStores,
  'key-store-health': keyStoreHealth,
  clusters,
  grants,
  grantList,
  grantHistory,
  aliases,
  aliasList,
  allAliases: async (console, params) => matchingAliases(await namedKeys(console), params),
  keyCounts,
  keyStoreChoices,
  principals,
  'blob-key': (console, params) => blobKey(console, params, rotations),
  contexts,
  accounts: listAccounts,
  demo: async (console) => console.demoProgress(),
  ...identities,
  ...audit,
  ...costQueries,
  ...overview,
  ...policyReads,
  ...quotas,
  ...sandboxReads,
  ...settings,
  ...scenarioQueries,
}

export function isQueryName(name: string): name is QueryName {
  return Object.hasOwn(queries, name)
}

async function entriesOf(console: Console, manager: 'CUSTOMER' | 'AWS' = 'CUSTOMER') {
  return (await console.inventory()).filter(({ metadata }) => metadata.KeyManager === manager)
}

const rows = new WeakMap<InventoryEntry, KeyRowDto>()

/** Entries stay the same object while nothing changes, so each becomes a row once. */
function rowOf(entry: InventoryEntry): KeyRowDto {
  const known = rows.get(entry)
  if (known) return known
  const row = keyRow(entry.metadata, entry)
  rows.set(entry, row)
  return row
}

async function inventory(console: Console, manager?: 'CUSTOMER' | 'AWS'): Promise<readonly KeyRowDto[]> {
  return (await entriesOf(console, manager)).map(rowOf)
}

async function managedKeys(console: Console): Promise<readonly KeyRowDto[]> {
  const rows = await inventory(console, 'AWS')
  return rows.toSorted((a, b) => ((a.aliases[0] ?? '') < (b.aliases[0] ?? '') ? -1 : 1))
}

async function choices(console: Console): Promise<readonly KeyChoiceDto[]> {
  const rows = await inventory(console)
  return rows.map(({ keyId, aliases, state, spec, usage }) => ({ keyId, aliases, state, spec, usage }))
}

async function lookup(console: Console, params: URLSearchParams): Promise<readonly KeyLookupDto[]> {
  const asked = new Set(params.getAll('id'))
  const rows = (await inventory(console)).filter(({ keyId }) => asked.has(keyId))
  return rows.map(({ keyId, aliases, lastUse }) => ({ keyId, aliases, ...(lastUse ? { lastUse } : {}) }))
}

async function key(console: Console, params: URLSearchParams): Promise<KeyDto> {
  const KeyId = params.get('id') ?? ''
  const { KeyMetadata } = await console.call('DescribeKey', { KeyId })
  const [aliases, tags] = await Promise.all([aliasesOf(console, KeyId), tagsOf(console, KeyId)])
  if (!KeyMetadata) throw new Error('DescribeKey answered without KeyMetadata')
  return keyDto(KeyMetadata, { aliases: aliases.map(({ name }) => name), tags })
}

async function policy(console: Console, params: URLSearchParams): Promise<PolicyDto> {
  const { Policy } = await console.call('GetKeyPolicy', { KeyId: params.get('id') ?? '' })
  return { document: Policy ?? '' }
}

async function publicKey(console: Console, params: URLSearchParams): Promise<PublicKeyDto> {
  const { PublicKey = new Uint8Array() } = await console.call('GetPublicKey', { KeyId: params.get('id') ?? '' })
  return publicKeyDto(PublicKey)
}

async function grants(console: Console, params: URLSearchParams): Promise<GrantPageDto> {
  const Marker = params.get('marker')
  const page = await console.call('ListGrants', { KeyId: params.get('id') ?? '', ...(Marker ? { Marker } : {}) })
  return { grants: (page.Grants ?? []).map(grantDto), ...(page.NextMarker ? { next: page.NextMarker } : {}) }
}

async function aliases(console: Console, params: URLSearchParams): Promise<readonly AliasDto[]> {
  return aliasesOf(console, params.get('id') ?? '')
}

async function aliasList(console: Console, params: URLSearchParams): Promise<PageDto<AliasDto>> {
  return listAliases(await namedKeys(console), params)
}

async function namedKeys(console: Console): Promise<readonly NamedKey[]> {
  return (await entriesOf(console)).map((entry) => ({ ...entry, row: rowOf(entry) }))
}

async function aliasesOf(console: Console, KeyId: string): Promise<readonly AliasDto[]> {
  const all = await everyPage(async (Marker) => {
    const page = await console.call('ListAliases', { KeyId, ...(Marker ? { Marker } : {}) })
    return { items: page.Aliases, next: page.NextMarker }
  })
  return all.map(({ AliasName = '', TargetKeyId = KeyId, LastUpdatedDate }) => ({
    name: AliasName,
    keyId: TargetKeyId,
    ...(LastUpdatedDate === undefined ? {} : { updatedAt: LastUpdatedDate }),
  }))
}

function tagsOf(console: Console, KeyId: string) {
  return everyPage(async (Marker) => {
    const page = await console.call('ListResourceTags', { KeyId, ...(Marker ? { Marker } : {}) })
    return { items: page.Tags, next: page.NextMarker }
  })
}
