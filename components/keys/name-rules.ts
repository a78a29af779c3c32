import type { KeyChoiceDto, TagDto } from '#console/dto/keys.ts'
import { shortId } from '../format.ts'

/** What is wrong with an alias name, in words; the service decides in the end. Empty is no alias, and right. */
export function aliasProblem(name: string): string | undefined {
  if (name === '') return undefined
  if (!name.startsWith('alias/')) return 'It begins with alias/'
  const rest = name.slice('alias/'.length)
  if (rest === '') return 'Give it a name behind alias/'
  if (rest.startsWith('aws/')) return 'alias/aws/ is kept for AWS managed keys'
  if (!/^[\w/-]+$/.test(rest)) return 'Letters, digits, / _ and - only'
  return name.length > 256 ? 'At most 256 characters' : undefined
}

/** A name that is allowed, and probably not meant. */
export function aliasWarning(name: string): string | undefined {
  return name.startsWith('alias/alias/')
    ? 'The prefix stands there twice: the alias will be called alias/alias/…'
    : undefined
}

/** Why an alias cannot be had: another key has it. */
export function takenBy(alias: string, keys: readonly KeyChoiceDto[]): string | undefined {
  const key = alias === '' ? undefined : keys.find(({ aliases }) => aliases.includes(alias.trim()))
  return key && `${alias.trim()} is the name of key ${shortId(key.keyId)} already`
}

/** What was probably meant by a name that begins wrongly, or twice; undefined where nothing can be told. */
export function likelyAlias(name: string): string | undefined {
  const rest = name.trim().replace(/^(?:alias\/)+/, '')
  const likely = `alias/${rest}`
  if (rest === '' || likely === name || aliasProblem(likely) !== undefined) return undefined
  return aliasProblem(name) !== undefined || aliasWarning(name) !== undefined ? likely : undefined
}

/** What is wrong with a tag among others, in words. */
export function tagProblem(tag: TagDto, others: readonly TagDto[]): string | undefined {
  if (tag.key === '') return tag.value === '' ? undefined : 'A tag needs a key'
  if (tag.key.startsWith('aws:')) return 'aws: is kept for AWS'
  if (tag.key.length > 128) return 'A tag key has at most 128 characters'
  if (tag.value.length > 256) return 'A tag value has at most 256 characters'
  return others.some((other) => other.key === tag.key) ? 'This key is given twice' : undefined
}

const SHORTEST = 90
const LONGEST = 2560

/** What is wrong with a rotation period in days, as typed. */
export function periodProblem(text: string): string | undefined {
  const days = Number(text)
  const fits = Number.isInteger(days) && days >= SHORTEST && days <= LONGEST
  return fits ? undefined : `A rotation period has ${SHORTEST} to ${LONGEST} days`
}
