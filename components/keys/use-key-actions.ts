'use client'

import type { BatchDto } from '#console/dto/changes.ts'
import { plural } from '../format.ts'
import { useAction } from '../hooks/use-action.ts'
import type { Notice } from '../ui/toast.tsx'
import type { KeyActions } from './actions.ts'

/** The changes of state with their toasts; what can be taken back offers to. */
export function useKeyActions(actions: KeyActions, onDone?: () => void) {
  const after = onDone ? { onDone } : {}
  const enable = useAction(actions.enableKeys, {
    ...after,
    done: (batch) => notice('enabled', batch, () => disable.run(batch.done)),
  })
  const disable = useAction(actions.disableKeys, {
    ...after,
    done: (batch) => notice('disabled', batch, () => enable.run(batch.done)),
  })
  const scheduleDeletion = useAction(actions.scheduleDeletion, {
    ...after,
    done: (batch) => notice('scheduled for deletion', batch, () => cancelDeletion.run(batch.done)),
  })
  const cancelDeletion = useAction(actions.cancelDeletion, {
    ...after,
    done: (batch) => ({ ...notice('kept: deletion cancelled', batch), ...keptDisabled(batch) }),
  })
  return { enable, disable, scheduleDeletion, cancelDeletion }
}

function notice(what: string, batch: BatchDto, undo?: () => void): Notice {
  const { length } = batch.done
  const title = length === 1 ? `Key ${what}` : `${plural(length, 'key')} ${what}`
  const [first] = batch.failed
  if (first) {
    const detail = `${plural(batch.failed.length, 'key')} failed: ${first.error.code}. ${first.error.message}`
    return { title, detail, tone: 'error', error: first.error }
  }
  return undo ? { title, action: { label: 'Undo', run: undo } } : { title }
}

/** AWS leaves such a key disabled, which surprises. */
function keptDisabled(batch: BatchDto): Partial<Notice> {
  return batch.failed.length === 0 ? { detail: 'It stays disabled until someone enables it.' } : {}
}
