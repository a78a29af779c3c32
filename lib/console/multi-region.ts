import 'server-only'

import type { Console } from './access.ts'
import type { MemberDto } from './dto/keys.ts'
import { Called } from './error-dto.ts'

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

/**
 * Makes a replica, bare or beginning with the description, tags and key policy of its primary. They are copied: from
 * then on each Region has its own.
 */
export async function replicate(console: Console, KeyId: string, ReplicaRegion: string, copies: boolean) {
  const like = copies ? await belongingsOf(console, KeyId) : {}
  await console.call('ReplicateKey', { KeyId, ReplicaRegion, ...like })
}

async function belongingsOf(console: Console, KeyId: string) {
  const [{ KeyMetadata }, { Policy }, { Tags }] = await Promise.all([
    console.call('DescribeKey', { KeyId }),
    console.call('GetKeyPolicy', { KeyId }),
    console.call('ListResourceTags', { KeyId }),
  ])
  return {
    ...(KeyMetadata?.Description ? { Description: KeyMetadata.Description } : {}),
    ...(Policy ? { Policy } : {}),
    ...(Tags && Tags.length > 0 ? { Tags } : {}),
  }
}
