import type { GrantDto } from '#console/dto/grants.ts'
import { aliasText, keyIdOf, principalParts, shortId } from '../format.ts'

/** A grant as a person would say it. */
interface GrantSentence {
  readonly grantee: string
  readonly operations: string
  readonly key: string
  /** Under which condition; empty where there is none. */
  readonly when: string
  /** Who may give it back. */
  readonly end: string
}

/** `role/payments-batch` may `Decrypt` `payments-prod` when purpose is settlement, until it is revoked. */
export function grantSentence(grant: GrantDto, aliases: readonly string[] = []): GrantSentence {
  const { grantee, operations, keyArn, retiree } = grant
  const [alias] = aliases
  return {
    grantee: principalText(grantee),
    operations: listed(operations),
    key: alias === undefined ? `key ${shortId(keyIdOf(keyArn))}` : aliasText(alias),
    when: whenText(grant),
    end: retiree === undefined ? '' : `${principalText(retiree)} may retire it.`,
  }
}

/** `role/payments-batch`, `account 111122223333`, `rds.amazonaws.com`. */
export function principalText(arn: string): string {
  const [kind, name] = principalParts(arn)
  return name === 'root' ? `account ${arn.split(':')[4] ?? ''}` : `${kind}${name}`
}

function whenText({ constraints: { equals, subset, sourceArn } }: GrantDto): string {
  const pairs = (equals ?? subset ?? []).map(({ name, value }) => `${name} is ${value}`)
  const context =
    pairs.length === 0 ? '' : `when ${listed(pairs)}${equals ? ' and the context holds nothing else' : ''}`
  const source = sourceArn === undefined ? '' : `for ${sourceArn}`
  return [context, source].filter(Boolean).join(' ')
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
