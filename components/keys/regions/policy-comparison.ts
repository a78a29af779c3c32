import type { BelongingsDto } from '#console/dto/families.ts'

type Side = Pick<BelongingsDto, 'region' | 'policy'>

/** How the key policy of a member compares with that of its primary; spaces and line breaks say nothing. */
export function policyComparison(
  member: Side,
  primary: Side | undefined,
): 'primary' | 'same' | 'region' | 'different' | 'unknown' {
  if (member.region === primary?.region) return 'primary'
  if (member.policy === undefined || primary?.policy === undefined) return 'unknown'
  const [own, other] = [compact(member.policy), compact(primary.policy)]
  if (own === other) return 'same'
  return own.replaceAll(member.region, '*') === other.replaceAll(primary.region, '*') ? 'region' : 'different'
}

function compact(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document))
  } catch {
    return document
  }
}
