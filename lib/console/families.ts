import { findRegion } from '#model/regions.ts'
import type { FamilyMember } from '#runtime/instance.ts'
import type { Console } from './access.ts'
import type { BelongingsDto, FamilyDto, FamilyMemberDto } from './dto/families.ts'
import { Called } from './error-dto.ts'
import { keyRow } from './key-dto.ts'

/** The multi-Region keys of the account in all Regions, by their names. */
export async function families(console: Console): Promise<readonly FamilyDto[]> {
  return familiesOf(await console.families())
}

function familiesOf(members: readonly FamilyMember[]): readonly FamilyDto[] {
  const byKey = Map.groupBy(members, ({ metadata }) => metadata.KeyId)
  const all = [...byKey.values()].flatMap((family) => {
    const [first] = family
    return first ? [familyOf(first, family)] : []
  })
  const named = all.map((family) => ({ family, name: nameOf(family) }))
  return named.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ family }) => family)
}

/** The alias that any member has, those without one behind all others. */
function nameOf({ keyId, members }: FamilyDto): string {
  const [alias] = members.flatMap(({ aliases }) => aliases)
  return alias ?? `~${keyId}`
}

function familyOf(first: FamilyMember, members: readonly FamilyMember[]): FamilyDto {
  const { keyId, spec, usage, origin, regions } = keyRow(first.metadata, first)
  const inOrder = members.toSorted((a, b) => regions.indexOf(a.region) - regions.indexOf(b.region))
  return { keyId, spec, usage, origin, regions, members: inOrder.map(memberDto) }
}

function memberDto(member: FamilyMember): FamilyMemberDto {
  const row = keyRow(member.metadata, member)
  const { state, deletionAt, aliases, description, lastUse } = row
  return {
    region: member.region,
    type: row.regionality === 'REPLICA' ? 'REPLICA' : 'PRIMARY',
    state,
    ...(deletionAt === undefined ? {} : { deletionAt }),
    aliases,
    description,
    tags: row.tags.length,
    materials: member.materials,
    ...(lastUse ? { lastUse } : {}),
  }
}

/** What each member of a multi-Region key has of its own: three calls in each Region. */
export async function belongings(console: Console, params: URLSearchParams): Promise<readonly BelongingsDto[]> {
  const KeyId = params.get('id') ?? ''
  const regions = new Set(params.getAll('region').flatMap((name) => findRegion(name)?.region ?? []))
  return Promise.all([...regions].map((region) => belongingsIn(console.in(region), KeyId)))
}

async function belongingsIn(console: Console, KeyId: string): Promise<BelongingsDto> {
  const [aliases, tags, policy] = await Promise.all([
    told(() => console.call('ListAliases', { KeyId })),
    told(() => console.call('ListResourceTags', { KeyId })),
    told(() => console.call('GetKeyPolicy', { KeyId })),
  ])
  return {
    region: console.scope.region,
    aliases: (aliases?.Aliases ?? []).flatMap(({ AliasName }) => AliasName ?? []),
    tags: (tags?.Tags ?? []).map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue })),
    ...(policy?.Policy === undefined ? {} : { policy: policy.Policy }),
  }
}

/** Undefined where the service refused. */
async function told<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (thrown) {
    if (thrown instanceof Called) return undefined
    throw thrown
  }
}
