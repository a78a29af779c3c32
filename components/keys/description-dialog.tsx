'use client'

import { type FormEvent, useState } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { count } from '../format.ts'
import { type Action, useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { CopyCall } from './copy-call.tsx'

interface DescriptionDialogProps {
  readonly keyDto: KeyDto
  readonly describe: Action<[keyId: string, description: string]>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function DescriptionDialog({ open, onOpenChange, ...rest }: DescriptionDialogProps) {
  return (
    <Dialog title="Edit description" open={open} onOpenChange={onOpenChange}>
      <Form {...rest} close={() => onOpenChange(false)} />
    </Dialog>
  )
}

interface FormProps extends Pick<DescriptionDialogProps, 'keyDto' | 'describe'> {
  readonly close: () => void
}

function Form({ keyDto, describe, close }: FormProps) {
  const [text, setText] = useState(keyDto.description)
  const { run, busy, error } = useAction(describe, {
    quiet: true,
    done: () => ({ title: 'Description saved' }),
    onDone: close,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    run(keyDto.keyId, text)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <TextAreaField
          label="Description"
          rows={4}
          maxLength={8192}
          value={text}
          onChange={(event) => setText(event.target.value)}
          hint={`${count(text.length)} of 8,192 characters. It stands in plain text in the audit log: no secrets here.`}
        />
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <CopyCall call={{ operation: 'UpdateKeyDescription', input: { KeyId: keyDto.keyId, Description: text } }} />
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Save
        </Button>
      </DialogFooter>
    </form>
  )
}
