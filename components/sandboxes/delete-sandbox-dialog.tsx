'use client'

import { usePathname, useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { SandboxDto } from '#console/dto/sandboxes.ts'
import { plural } from '../format.ts'
import { useFrame } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { inSandbox } from './in-sandbox.ts'
import { useSandboxActions } from './sandbox-actions.tsx'

interface DeleteSandboxDialogProps {
  readonly sandbox: SandboxDto
  readonly close: () => void
}

/** Asks for the name before a sandbox goes with all that is in it. Who is in it goes to `main`. */
export function DeleteSandboxDialog({ sandbox: { id, name, accounts, keys }, close }: DeleteSandboxDialogProps) {
  const [typed, setTyped] = useState('')
  const { home } = useFrame()
  const path = usePathname()
  const router = useRouter()
  const { deleteSandbox } = useSandboxActions()
  const { run, busy, error } = useAction(deleteSandbox, {
    quiet: true,
    keepsReads: true,
    done: () => ({ title: `Sandbox ${id} deleted` }),
    onDone: () => {
      router.push(inSandbox(path, home))
      router.refresh()
    },
  })
  const reason = typed.trim() === name ? undefined : `Type ${name} first`
  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason === undefined) run(id)
  }
  return (
    <Dialog title="Delete sandbox" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <p className="text-ink-2">
            It goes with all that is in it: {plural(accounts, 'account')}, {plural(keys, 'key')}, its log and its
            snapshots. What was encrypted in it never opens again, and nothing brings it back. That it was here stays in
            the log of main.
          </p>
          <TextField
            label={`Type ${name} to confirm`}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Keep</Button>
          <Button type="submit" variant="danger" icon="bin" busy={busy} reason={reason}>
            Delete sandbox
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
