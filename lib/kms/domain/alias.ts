import type { AliasName } from '#kernel/ids.ts'
import { aliasNotFound, invalid, invalidAliasName, limitExceeded, reservedAlias } from '../errors.ts'
import type { Check, Context } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { aliasArn, isAliasName } from './arn.ts'
import { requestConditions } from './conditions.ts'
import { isReservedAlias } from './managed-key.ts'
import type { AliasRow, Stored } from './rows.ts'

const MAX_ALIASES = 50
const BARE = /^alias\/[a-zA-Z0-9/_-]+$/

/** The name of an alias that a customer may make, change or delete. */
export function customerAliasName(text: string): AliasName {
  if (!isAliasName(text)) {
    throw invalid(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    )
  }
  if (isReservedAlias(text)) throw reservedAlias()
  if (!BARE.test(text)) throw invalidAliasName(text)
  return text
}

/** An alias has no policy of its own: this check is for the caller's identity policies. */
export function aliasCheck(action: string, name: AliasName, context: Context): Check {
  return {
    action,
    resource: { kind: 'alias', arn: aliasArn(context.scope, name) },
    context: requestConditions(context),
  }
}

/** The alias, in the caller's own account and Region. */
export async function findAlias(name: AliasName, context: Context): Promise<Stored<AliasRow>> {
  const alias = await context.ports.store.alias(context.scope, name)
  if (!alias) throw aliasNotFound(aliasArn(context.scope, name))
  return alias
}

export function checkAliasCount(target: KeyRecord): void {
  if (target.aliases.length >= MAX_ALIASES) {
    throw limitExceeded(`A KMS key can have at most ${MAX_ALIASES} aliases.`)
  }
}
