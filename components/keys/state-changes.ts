import { plural } from '../format.ts'
import type { KeyActions } from './actions.ts'

export type Change = keyof KeyActions

interface Words {
  readonly doing: string
  readonly done: string
  /** What takes it back; absent where nothing does. */
  readonly undo?: Change
  /** What surprises about it. */
  readonly note?: string
}

/** The changes of state in words. */
export const CHANGES: Readonly<Record<Change, Words>> = {
  enableKeys: { doing: 'Enabling', done: 'enabled', undo: 'disableKeys' },
  disableKeys: { doing: 'Disabling', done: 'disabled', undo: 'enableKeys' },
  scheduleDeletion: {
    doing: 'Scheduling the deletion of',
    done: 'scheduled for deletion',
    undo: 'cancelDeletion',
  },
  cancelDeletion: {
    doing: 'Cancelling the deletion of',
    done: 'kept: deletion cancelled',
    note: 'What was to be deleted stays disabled until someone enables it.',
  },
}

/** `Key disabled`, `2 keys disabled`. */
export function changed(change: Change, keys: number): string {
  const { done } = CHANGES[change]
  return keys === 1 ? `Key ${done}` : `${plural(keys, 'key')} ${done}`
}
