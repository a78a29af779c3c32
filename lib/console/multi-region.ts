import 'server-only'

import type { Console } from './access.ts'
import type { ReplicaDto, ReplicaFormDto } from './dto/families.ts'
import type { MemberDto } from './dto/keys.ts'
import { Called, errorDto } from './error-dto.ts'

/** The members of a multi-Region key as each of its Regions tells of them; none for other keys. */
export async function membersOf(console: Console, KeyId: string): Promise<readonly MemberDto[]> {
  const { KeyMetadata } = await console.call('DescribeKey', { KeyId })
  const family = KeyMetadata?.MultiRegionConfiguration
  const members = [family?.PrimaryKey, ...(family?.ReplicaKeys ?? [])]
  const regions = members.flatMap((member) => member?.Region ?? [])
  return Promise.all(
    regions.map(async (region, index) => ({
      region,
      type: index === 0 ? 'PRIMARY' : 'REPLICA',
      ...(await stateIn(console.in(region), KeyId)),
    })),
  )
}

async function stateIn(console: Console, KeyId: string): Promise<Pick<MemberDto, 'state' | 'deletionAt'>> {
  try {
    const { KeyMetadata: key } = await console.call('DescribeKey', { KeyId })
    return {
      ...(key?.KeyState ? { state: key.KeyState } : {}),
      ...(key?.DeletionDate === undefined ? {} : { deletionAt: key.DeletionDate }),
    }
  } catch (thrown) {
    if (thrown instanceof Called) return {}
    throw thrown
  }
}

/** Makes a replica as a form says, then its alias. Each Region has its own belongings from then on. */
export async function replicate(console: Console, KeyId: string, form: ReplicaFormDto): Promise<ReplicaDto> {
  const { region, policy, alias } = form
  const copied = form.copies ? await belongingsOf(console, KeyId) : {}
  const Policy = policy === 'copy' ? await policyOf(console, KeyId) : policy === 'default' ? undefined : policy.document
  await console.call('ReplicateKey', { KeyId, ReplicaRegion: region, ...copied, ...(Policy ? { Policy } : {}) })
  if (alias === undefined) return {}
  try {
    await console.in(region).call('CreateAlias', { AliasName: alias, TargetKeyId: KeyId })
    return {}
  } catch (thrown) {
    const error = errorDto(thrown)
    if (!error) throw thrown
    return { problem: error }
  }
}

async function policyOf(console: Console, KeyId: string): Promise<string | undefined> {
  return (await console.call('GetKeyPolicy', { KeyId })).Policy
}

async function belongingsOf(console: Console, KeyId: string) {
  const [{ KeyMetadata }, { Tags }] = await Promise.all([
    console.call('DescribeKey', { KeyId }),
    console.call('ListResourceTags', { KeyId }),
  ])
  return {
    ...(KeyMetadata?.Description ? { Description: KeyMetadata.Description } : {}),
    ...(Tags && Tags.length > 0 ? { Tags } : {}),
  }
}
