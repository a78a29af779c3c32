import 'server-only'

import type { Console } from './access.ts'
import { listAccounts } from './accounts.ts'
import { listAliases } from './alias-list.ts'
import { audit } from './audit-queries.ts'
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
  RotationsDto,
} from './dto/keys.ts'
import type { QueryName, QueryResults } from './dto/queries.ts'
import { grantDto } from './grants.ts'
import { keyDto, keyRow } from './key-dto.ts'
import { listKeys, parseKeyFilter } from './key-list.ts'
import { membersOf } from './multi-region.ts'
import { everyPage } from './paged.ts'
import { pem } from './pem.ts'
import { rotationsDto } from './rotations.ts'

export type Query<Q extends QueryName> = (console: Console, params: URLSearchParams) => Promise<QueryResults[Q]>

/** Every read that pages may make, on the server or by `GET /api/console/<name>`. */
export const queries: { readonly [Q in QueryName]: Query<Q> } = {
  keys: async (console, params) => listKeys(await inventory(console), parseKeyFilter(params)),
  managedKeys,
  choices,
  lookup,
  key,
  policy,
  rotations,
  publicKey,
  members: (console, params) => membersOf(console, params.get('id') ?? ''),
  grants,
  aliases,
  aliasList,
  accounts: listAccounts,
  ...audit,
}

export function isQueryName(name: string): name is QueryName {
  return Object.hasOwn(queries, name)
}

async function inventory(console: Console, manager: 'CUSTOMER' | 'AWS' = 'CUSTOMER'): Promise<readonly KeyRowDto[]> {
  const entries = await console.inventory()
  return entries.filter(({ metadata }) => metadata.KeyManager === manager).map((entry) => keyRow(entry.metadata, entry))
}

async function managedKeys(console: Console): Promise<readonly KeyRowDto[]> {
  const rows = await inventory(console, 'AWS')
  return rows.toSorted((a, b) => ((a.aliases[0] ?? '') < (b.aliases[0] ?? '') ? -1 : 1))
}

async function choices(console: Console): Promise<readonly KeyChoiceDto[]> {
  return (await inventory(console)).map(({ keyId, aliases, state }) => ({ keyId, aliases, state }))
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

async function rotations(console: Console, params: URLSearchParams): Promise<RotationsDto> {
  const KeyId = params.get('id') ?? ''
  const { KeyMetadata } = await console.call('DescribeKey', { KeyId })
  const [status, all] = await Promise.all([
    // Imported material never rotates by itself, and while some of it is missing AWS KMS does not even tell so.
    KeyMetadata?.Origin === 'EXTERNAL' ? {} : console.call('GetKeyRotationStatus', { KeyId }),
    everyPage(async (Marker) => {
      const page = await console.call('ListKeyRotations', {
        KeyId,
        IncludeKeyMaterial: 'ALL_KEY_MATERIAL',
        ...(Marker ? { Marker } : {}),
      })
      return { items: page.Rotations, next: page.NextMarker }
    }),
  ])
  return rotationsDto(KeyMetadata?.CreationDate ?? 0, all, status)
}

async function publicKey(console: Console, params: URLSearchParams): Promise<PublicKeyDto> {
  const { PublicKey } = await console.call('GetPublicKey', { KeyId: params.get('id') ?? '' })
  return { pem: pem('PUBLIC KEY', PublicKey ?? new Uint8Array()) }
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
  return listAliases(await inventory(console), params)
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
