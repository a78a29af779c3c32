import type { InAccount, Roles } from '#iam/ports.ts'
import { noSuchPolicy, packedTooLarge, tooManyPolicies } from '../errors.ts'
import type { SessionTags } from './session-tags.ts'

const MOST_ARNS = 10
const MOST_CHARACTERS = 2048
/** Bytes that policies and tags of a session may have together: they travel in its token. How AWS packs is not told. */
const ALLOTTED = 4096

interface Asked {
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined
}

/** Documents and ARNs. Throws MalformedPolicyDocument, PackedPolicyTooLarge or ValidationError. */
export async function sessionPolicies(
  { Policy, PolicyArns = [] }: Asked,
  place: InAccount,
  roles: Roles,
): Promise<readonly string[]> {
  if (Policy !== undefined) roles.checkSessionPolicy(Policy)
  if (Policy !== undefined && Policy.length > MOST_CHARACTERS) {
    throw packedTooLarge(Math.ceil((100 * Policy.length) / MOST_CHARACTERS))
  }
  const arns = PolicyArns.flatMap(({ arn }) => arn ?? [])
  if (arns.length > MOST_ARNS) throw tooManyPolicies(MOST_ARNS)
  for (const arn of arns) if (!(await roles.policyExists(place, arn))) throw noSuchPolicy(arn)
  return [...(Policy === undefined ? [] : [Policy]), ...arns]
}

/** Percent of the allotted space; undefined where there is nothing. Throws PackedPolicyTooLarge. */
export function packedSize(policies: readonly string[], { tags }: SessionTags): number | undefined {
  const texts = [...policies, ...tags.flat()]
  if (texts.length === 0) return undefined
  const percent = Math.ceil((100 * Buffer.byteLength(texts.join(''))) / ALLOTTED)
  if (percent > 100) throw packedTooLarge(percent)
  return percent
}
