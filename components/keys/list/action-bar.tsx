'use client'

import { Toolbar } from 'radix-ui'
import { lazy, useState } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { count } from '../../format.ts'
import { useAllowed } from '../../hooks/use-allowed.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import type { IconName } from '../../ui/icons.ts'
import { WhenOpen } from '../../ui/when-open.tsx'
import { whyNot } from '../actions.ts'
import { keyName } from '../key-name.ts'
import type { Change } from '../state-changes.ts'
import { BulkProgress, FailuresDialog } from './bulk-progress.tsx'
import { CopyCommands } from './copy-commands.tsx'
import type { useBulk } from './use-bulk.ts'

const DeletionDialog = lazy(async () => ({ default: (await import('../deletion-dialog.tsx')).DeletionDialog }))

interface ActionBarProps {
  readonly keys: readonly KeyRowDto[]
  readonly bulk: ReturnType<typeof useBulk>
  readonly clear: () => void
}

/** What can be done to the selected keys at once, and how far it has come. */
export function ActionBar({ keys, bulk, clear }: ActionBarProps) {
  const [deleting, setDeleting] = useState(false)
  const { job } = bulk
  const nameOf = (keyId: string) => {
    const key = keys.find((each) => each.keyId === keyId)
    return key ? keyName(key) : keyId
  }
  return (
    <>
      {(keys.length > 0 || job?.running) && (
        <Toolbar.Root
          aria-label="Selected keys"
          className="sticky bottom-4 z-10 mx-auto mt-4 flex w-max max-w-full items-center gap-1 overflow-x-auto rounded-l bg-raised p-1.5 shadow-float max-sm:fixed max-sm:inset-x-2 max-sm:bottom-[calc(68px+var(--dock))] max-sm:w-auto max-sm:[&>[aria-disabled]]:hidden max-sm:[&>button:not([aria-label])>svg]:hidden"
        >
          {job?.running ? (
            <BulkProgress job={job} stop={bulk.stop} />
          ) : (
            <Acts keys={keys} run={bulk.run} clear={clear} schedule={() => setDeleting(true)} />
          )}
        </Toolbar.Root>
      )}
      <WhenOpen open={deleting}>
        <DeletionDialog
          keys={keys}
          schedule={(days) => {
            setDeleting(false)
            bulk.run('scheduleDeletion', idsOf(keys), days)
          }}
          close={() => setDeleting(false)}
        />
      </WhenOpen>
      {job && !job.running && <FailuresDialog job={job} nameOf={nameOf} close={bulk.dismiss} />}
    </>
  )
}

interface ActsProps {
  readonly keys: readonly KeyRowDto[]
  readonly run: (change: Change, keyIds: readonly string[]) => void
  readonly clear: () => void
  readonly schedule: () => void
}

const OPERATIONS: Readonly<Record<Change, string>> = {
  enableKeys: 'EnableKey',
  disableKeys: 'DisableKey',
  scheduleDeletion: 'ScheduleKeyDeletion',
  cancelDeletion: 'CancelKeyDeletion',
}

/** Of more keys what the session may do is found out by doing it. */
const MOST_ASKED = 50

const ACTS: readonly { readonly change: Change; readonly label: string; readonly icon?: IconName }[] = [
  { change: 'enableKeys', label: 'Enable', icon: 'checkRing' },
  { change: 'disableKeys', label: 'Disable', icon: 'denied' },
  { change: 'scheduleDeletion', label: 'Schedule deletion…', icon: 'bin' },
  { change: 'cancelDeletion', label: 'Cancel deletion' },
]

function Acts({ keys, run, clear, schedule }: ActsProps) {
  const refusal = useAllowed(...idsOf(keys).slice(0, MOST_ASKED))
  const acts = ACTS.map((act) => ({ ...act, reason: reasonFor(act.change, keys) ?? refusal(OPERATIONS[act.change]) }))
  return (
    <>
      <span className="mr-1 border-line border-r pr-3 pl-2.5 font-strong leading-7 whitespace-nowrap tabular-nums">
        {count(keys.length)} selected
      </span>
      {acts.map(({ change, label, icon, reason }) => (
        <Button
          key={change}
          size="small"
          variant={change === 'scheduleDeletion' ? 'danger-ghost' : 'ghost'}
          {...(icon ? { icon } : {})}
          reason={reason}
          onClick={() => (change === 'scheduleDeletion' ? schedule() : run(change, idsOf(keys)))}
        >
          {label}
        </Button>
      ))}
      {/* Phones leave out what cannot be done. */}
      {acts.every(({ reason }) => reason) && (
        <span className="px-2 text-ink-2 sm:hidden">No change fits all of them</span>
      )}
      <CopyCommands keys={keys} />
      <IconButton icon="cross" label="Clear selection" className="ml-auto size-7" onClick={clear} />
    </>
  )
}

function idsOf(keys: readonly KeyRowDto[]): readonly string[] {
  return keys.map((key) => key.keyId)
}

/** The first reason that holds for one of the keys, said for all of them. */
function reasonFor(change: Change, keys: readonly KeyRowDto[]): string | undefined {
  const blocked = keys.flatMap((key) => whyNot(change, key.state) ?? [])
  if (blocked.length === 0) return undefined
  return keys.length === 1 ? blocked[0] : `${blocked.length} of ${keys.length}: ${blocked[0]}`
}
