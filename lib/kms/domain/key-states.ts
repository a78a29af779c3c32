import type { KeyArn } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { OperationName } from '#model/api.ts'
import type { Footnote, KeyStateCell } from '#model/key-states.ts'
import { keyStateTable } from '#model/key-states.ts'
import { disabled, invalidState, pendingImport, unsupported, wrongOrigin } from '../errors.ts'
import { arnOf } from './arn.ts'
import type { StoredKey } from './key-store.ts'
import { isInKeyStore, stateOf } from './key-store.ts'
import type { KeyRow } from './rows.ts'

/** Operations with a row in the key-state table: those with a key. */
export type StatefulOperation = keyof typeof keyStateTable & OperationName

/** Which error each footnote of the table stands for. Footnotes that are no errors are absent. */
const ERRORS: Partial<Record<Footnote, (arn: KeyArn, key: KeyRow) => ServiceError>> = {
  1: disabled,
  3: (arn, key) => invalidState(`${arn} is ${pending(key)}.`),
  4: (arn) => invalidState(`${arn} is not pending deletion.`),
  5: pendingImport,
  6: (arn) => wrongOrigin(arn, 'EXTERNAL'),
  7: () => unsupported(),
  // A key that can have imported material gets this far only when its deletion is pending.
  9: (arn, key) =>
    key.origin === 'EXTERNAL' ? invalidState(`${arn} is ${pending(key)}.`) : wrongOrigin(arn, key.origin),
  11: (arn) => invalidState(`${arn} is unavailable.`),
  14: (arn) => invalidState(`${arn} is creating.`),
  15: (arn) => invalidState(`${arn} is updating.`),
}

function pending(key: KeyRow): string {
  return key.state === 'PendingReplicaDeletion' ? 'pending replica deletion' : 'pending deletion'
}

/** Throws AWS's exception when the table forbids the operation in the key's state. */
export function assertState(operation: OperationName, record: StoredKey): void {
  const error = isStateful(operation) ? stateError(keyStateTable[operation][stateOf(record)], record.key) : undefined
  if (error) throw error
}

function isStateful(operation: OperationName): operation is StatefulOperation {
  return operation in keyStateTable
}

function stateError(cell: KeyStateCell, key: KeyRow): ServiceError | undefined {
  switch (cell.outcome) {
    case 'succeeds':
    case 'cannot-occur':
      return undefined
    case 'conditional':
      return conditionError(cell, key)
    case 'fails': {
      // Where the table offers two errors for a pending deletion, calls in the field see footnote 3.
      const chosen = cell.footnotes.find((footnote) => ERRORS[footnote])
      if (chosen === undefined) throw new Error(`key-state footnotes ${cell.footnotes} name no error`)
      return ERRORS[chosen]?.(arnOf(key), key)
    }
  }
}

/** Footnote 9 is judged before the state, with all that makes a key fit or not. */
function conditionError({ footnotes }: KeyStateCell, key: KeyRow): ServiceError | undefined {
  if (footnotes.includes(7) && isInKeyStore(key)) return unsupported()
  // A key that an alias goes to must not be pending deletion; the one that it leaves is not asked.
  return footnotes.includes(10) ? ERRORS[3]?.(arnOf(key), key) : undefined
}
