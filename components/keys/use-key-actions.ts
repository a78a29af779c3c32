'use client'

import type { BatchDto } from '#console/dto/changes.ts'
import { useAction } from '../hooks/use-action.ts'
import type { Notice } from '../ui/toast.tsx'
import type { KeyActions } from './actions.ts'
import { CHANGES, type Change, changed } from './state-changes.ts'

/** The changes of state of one key with their toasts; what can be taken back offers to. */
export function useKeyActions(actions: KeyActions, onDone?: () => void) {
  const after = onDone ? { onDone } : {}
  const enable = useAction(actions.enableKeys, {
    ...after,
    done: (batch) => notice('enableKeys', () => disable.run(batch.done)),
  })
  const disable = useAction(actions.disableKeys, {
    ...after,
    done: (batch) => notice('disableKeys', () => enable.run(batch.done)),
  })
  const scheduleDeletion = useAction(actions.scheduleDeletion, {
    ...after,
    done: (batch: BatchDto) => notice('scheduleDeletion', () => cancelDeletion.run(batch.done)),
  })
  const cancelDeletion = useAction(actions.cancelDeletion, { ...after, done: () => notice('cancelDeletion') })
  return { enable, disable, scheduleDeletion, cancelDeletion }
}

function notice(change: Change, undo?: () => void): Notice {
  const { note } = CHANGES[change]
  return {
    title: changed(change, 1),
    ...(note ? { detail: note } : {}),
    ...(undo ? { action: { label: 'Undo', run: undo } } : {}),
  }
}
