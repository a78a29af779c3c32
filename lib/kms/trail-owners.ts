import type { Json } from '#audit/record.ts'
import type { AccountId } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { ownerOfArn } from './domain/arn.ts'

/** What the event of a call tells that is not the same in the logs of all accounts. */
export interface Told {
  readonly resources: readonly string[]
  readonly requestParameters: Json
  readonly responseElements: Json
  readonly additionalEventData?: Json
  readonly decisions: readonly DecisionReference[]
  readonly error?: Pick<ServiceError, 'code' | 'message'>
}

/** The other accounts whose keys a call used, each once. `allowances` are their decisions, one for each check. */
export function ownersOf(allowances: readonly DecisionReference[]): readonly AccountId[] {
  return [...new Set(allowances.flatMap(({ owner }) => (owner === undefined ? [] : [owner as AccountId])))]
}

/**
 * What an owner's log tells of a call that another account made: the same as the caller's, but only of its own keys, and
 * with its own decisions. Of ReEncrypt from or to a key of a third account it has its own side alone; an error that names
 * that key is told by its code.
 */
export function toldToOwner<T extends Told>(told: T, owner: AccountId, allowances: readonly DecisionReference[]): T {
  const decisions = allowances.filter((one) => one.owner === owner)
  const actions = new Set(decisions.map(({ action }) => action))
  const hidden = SIDES.filter(({ action, other }) => !actions.has(action) && actions.has(other))
  const own = (json: Json) => hidden.reduce((left, { prefix }) => without(left, prefix), json)
  const { additionalEventData, error } = told
  return {
    ...told,
    decisions,
    resources: told.resources.filter((arn) => ownerOfArn(arn) === owner),
    requestParameters: own(told.requestParameters),
    ...(additionalEventData !== undefined && { additionalEventData: own(additionalEventData) }),
    ...(error && { error: namesAnother(error.message, owner) ? { code: error.code, message: '' } : error }),
  }
}

function namesAnother(message: string, owner: AccountId): boolean {
  const arns = message.match(/\barn:[^\s'"]+/g) ?? []
  return arns.some((arn) => ownerOfArn(arn) !== owner)
}

/** Members of ReEncrypt that speak of one of its keys begin like this. */
const SIDES = [
  { action: 'kms:ReEncryptFrom', other: 'kms:ReEncryptTo', prefix: 'source' },
  { action: 'kms:ReEncryptTo', other: 'kms:ReEncryptFrom', prefix: 'destination' },
] as const

function without(json: Json, prefix: string): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  return Object.fromEntries(Object.entries(json).filter(([name]) => !name.startsWith(prefix)))
}
