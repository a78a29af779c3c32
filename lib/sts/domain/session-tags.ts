import type { CallerSession } from '#kms/ports.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import { requestTags } from '#policy/request-context.ts'
import { duplicateTags, reservedTag, tagConflict, tooManyTags, transitiveWithoutTag } from '../errors.ts'

type Pairs = CallerSession['tags']

const MOST = 50

interface Asked {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined
  readonly TransitiveTagKeys?: readonly string[] | undefined
}

/** Tags that a session is given, and which of them go on to the sessions of further roles. */
export interface SessionTags {
  readonly tags: Pairs
  readonly transitive: readonly string[]
}

const lower = (keys: readonly string[]) => new Set(keys.map((key) => key.toLowerCase()))

/**
 * What was asked for, and what the calling session hands on, which cannot be changed (AWS IAM user guide, "Pass
 * session tags in AWS STS"). Throws InvalidParameterValue.
 */
export function sessionTags(
  { Tags = [], TransitiveTagKeys = [] }: Asked,
  from: CallerSession | undefined,
): SessionTags {
  const asked = Tags.map(({ Key, Value }) => [Key, Value] as const)
  const keys = lower(asked.map(([key]) => key))
  if (keys.size !== asked.length) throw duplicateTags()
  if ([...keys].some((key) => key.startsWith('aws:'))) throw reservedTag()
  if (![...lower(TransitiveTagKeys)].every((key) => keys.has(key))) throw transitiveWithoutTag()
  const transitive = lower(from?.transitive ?? [])
  if ([...keys].some((key) => transitive.has(key))) throw tagConflict()
  const inherited = (from?.tags ?? []).filter(([key]) => transitive.has(key.toLowerCase()))
  const tags = [...inherited, ...asked]
  if (tags.length > MOST) throw tooManyTags(MOST)
  return { tags, transitive: [...inherited.map(([key]) => key), ...TransitiveTagKeys] }
}

export function sessionTagConditions({ tags, transitive }: SessionTags): MoreConditions {
  return { ...requestTags(tags), ...(transitive.length > 0 && { 'sts:transitivetagkeys': transitive }) }
}

/** The tags of a role, and over them those of the session. */
export function over(role: Pairs, session: Pairs): Pairs {
  const keys = lower(session.map(([key]) => key))
  return [...role.filter(([key]) => !keys.has(key.toLowerCase())), ...session]
}
