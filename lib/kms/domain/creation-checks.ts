import type { Input } from '#model/api.ts'
import type { Check, Checks, Context } from '../operation.ts'
import type { MoreConditions } from './conditions.ts'
import { kindConditions, requestConditions, requestTagConditions } from './conditions.ts'
import type { KeyRow } from './rows.ts'

type Asked = Pick<Input<'CreateKey'>, 'BypassPolicyLockoutSafetyCheck' | 'Tags'>

/** The checks of making a key or replica, in the Region where it is made. Tags need a permission of their own. */
export function creationChecks(
  kind: Pick<KeyRow, 'spec' | 'usage' | 'origin'>,
  multiRegion: boolean,
  { BypassPolicyLockoutSafetyCheck = false, Tags }: Asked,
  context: Context,
  more?: MoreConditions,
): Checks {
  const conditions = requestConditions(context, {
    ...kindConditions(kind, multiRegion),
    'kms:bypasspolicylockoutsafetycheck': String(BypassPolicyLockoutSafetyCheck),
    ...requestTagConditions(Tags),
    ...more,
  })
  const check = (action: string): Check => ({ action, resource: { kind: 'none' }, context: conditions })
  return Tags && Tags.length > 0 ? [check('kms:CreateKey'), check('kms:TagResource')] : [check('kms:CreateKey')]
}
