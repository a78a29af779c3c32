import 'server-only'

import type { Input } from '#model/api.ts'
import type { Console } from './access.ts'
import { audit } from './audit-queries.ts'
import type { AliasDto, KeyChoiceDto, KeyDto, KeyRowDto, KeyUseDto, PolicyDto, RotationsDto } from './dto/keys.ts'
import type { QueryName, QueryResults } from './dto/queries.ts'
import { keyDto, keyRow } from './key-dto.ts'
import { listKeys, parseKeyFilter } from './key-list.ts'
import { everyPage } from './paged.ts'
import { rotationsDto } from './rotations.ts'

export type Query<Q extends QueryName> = (console: Console, params: URLSearchParams) => Promise<QueryResults[Q]>

/** Every read that pages may make, on the server or by `GET /api/console/<name>`. */
export const queries: { readonly [Q in QueryName]: Query<Q> } = {
  keys: async (console, params) => listKeys(await inventory(console), parseKeyFilter(params)),
  choices,
  uses,
  key,
  policy,
  rotations,
  aliases,
  ...audit,
}

export function isQueryName(name: string): name is QueryName {
  return Object.hasOwn(queries, name)
}

async function inventory(console: Console): Promise<readonly KeyRowDto[]> {
  const entries = await console.inventory()
  return entries
    .filter(({ metadata }) => metadata.KeyManager === 'CUSTOMER')
    .map((entry) => keyRow(entry.metadata, entry))
}

async function choices(console: Console): Promise<readonly KeyChoiceDto[]> {
  return (await inventory(console)).map(({ keyId, aliases, state }) => ({ keyId, aliases, state }))
}

async function uses(console: Console, params: URLSearchParams): Promise<readonly KeyUseDto[]> {
  const asked = new Set(params.getAll('id'))
  const rows = (await inventory(console)).filter(({ keyId }) => asked.has(keyId))
  return rows.map(({ keyId, lastUse }) => ({ keyId, ...(lastUse ? { lastUse } : {}) }))
}

async function key(console: Console, params: URLSearchParams): Promise<KeyDto> {
  const KeyId = params.get('id') ?? ''
  const { KeyMetadata } = await console.call('DescribeKey', { KeyId })
  const [aliases, tags] = await Promise.all([aliasNames(console, { KeyId }), tagsOf(console, KeyId)])
  if (!KeyMetadata) throw new Error('DescribeKey answered without KeyMetadata')
  return keyDto(KeyMetadata, { aliases, tags })
}

async function policy(console: Console, params: URLSearchParams): Promise<PolicyDto> {
  const { Policy } = await console.call('GetKeyPolicy', { KeyId: params.get('id') ?? '' })
  return { document: Policy ?? '' }
}

async function rotations(console: Console, params: URLSearchParams): Promise<RotationsDto> {
  const KeyId = params.get('id') ?? ''
  const [{ KeyMetadata }, status, all] = await Promise.all([
    console.call('DescribeKey', { KeyId }),
    console.call('GetKeyRotationStatus', { KeyId }),
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

async function aliases(console: Console, params: URLSearchParams): Promise<readonly AliasDto[]> {
  const KeyId = params.get('id')
  const all = await listAliases(console, KeyId ? { KeyId } : {})
  return all.map((alias) => ({
    name: alias.AliasName ?? '',
    arn: alias.AliasArn ?? '',
    ...(alias.TargetKeyId ? { keyId: alias.TargetKeyId } : {}),
    ...(alias.CreationDate === undefined ? {} : { createdAt: alias.CreationDate }),
    ...(alias.LastUpdatedDate === undefined ? {} : { updatedAt: alias.LastUpdatedDate }),
  }))
}

function listAliases(console: Console, input: Input<'ListAliases'>) {
  return everyPage(async (Marker) => {
    const page = await console.call('ListAliases', { ...input, ...(Marker ? { Marker } : {}) })
    return { items: page.Aliases, next: page.NextMarker }
  })
}

async function aliasNames(console: Console, input: Input<'ListAliases'>): Promise<readonly string[]> {
  return (await listAliases(console, input)).flatMap((alias) => alias.AliasName ?? [])
}

function tagsOf(console: Console, KeyId: string) {
  return everyPage(async (Marker) => {
    const page = await console.call('ListResourceTags', { KeyId, ...(Marker ? { Marker } : {}) })
    return { items: page.Tags, next: page.NextMarker }
  })
}
