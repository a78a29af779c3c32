import type { OperationName } from '#model/api.ts'
import { permissions } from '#model/permissions.ts'
import type { Context, Plan } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import type { MoreConditions } from './conditions.ts'
import { keyCheck } from './conditions.ts'
import type { KeyForms, KeyRef, Naming } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'

/** How an operation names its key: the permission table knows whether other accounts may call it. */
export function naming(operation: OperationName, forms: KeyForms, action = `kms:${operation}`): Naming {
  return { forms, action, crossAccount: permissions[operation].crossAccount }
}

type Work<N extends OperationName> = Pick<Plan<N>, 'run' | 'fit'>

/**
 * The plan of an operation on exactly one key that it names by id or ARN: its check is `kms:<operation>`, and
 * the key's state must allow it.
 */
export async function onKey<N extends OperationName>(
  operation: N,
  keyId: string,
  context: Context,
  work: (record: KeyRecord, ref: KeyRef) => Work<N>,
  more?: MoreConditions | ((record: KeyRecord) => Promise<MoreConditions>),
): Promise<Plan<N>> {
  const ref = await resolveKey(keyId, naming(operation, 'key'), context)
  const conditions = typeof more === 'function' ? await more(ref.record) : more
  return {
    checks: [keyCheck(`kms:${operation}`, ref, context, conditions)],
    states: [ref.record],
    ...work(ref.record, ref),
  }
}
