import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { keyTypeText, usageText } from '../format.ts'

type Kind = Pick<KeyChoiceDto, 'spec' | 'usage'>

/**
 * Why an alias cannot be moved from one key to another; undefined when it can: both must be of one type and for one
 * usage (API reference, UpdateAlias).
 */
export function misfit(from: Kind, to: Kind): string | undefined {
  const [type, other] = [keyTypeText(from.spec), keyTypeText(to.spec)]
  if (type !== other) return `${other.replace(/^[A-Z][a-z]/, (head) => head.toLowerCase())} key`
  return from.usage === to.usage ? undefined : `made for: ${usageText(to.usage).toLowerCase()}`
}

/** What changes for programs although the alias may be moved; undefined when nothing does. */
export function caution(from: Kind, to: Kind): string | undefined {
  if (misfit(from, to) !== undefined || from.spec === to.spec) return undefined
  return 'Programs that name an algorithm of the old spec fail with the new key, and signatures of the old key need its public key.'
}
