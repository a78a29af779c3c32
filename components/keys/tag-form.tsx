'use client'

import { type FormEvent, useState } from 'react'
import type { KeyDto, TagDto } from '#console/dto/keys.ts'
import { type Action, useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { CopyCall } from './copy-call.tsx'
import { tagProblem } from './name-rules.ts'

interface TagFormProps {
  readonly setTag: Action<[keyId: string, key: string, value: string]>
  readonly keyDto: KeyDto
  readonly tag: TagDto | 'new'
  readonly close: () => void
}

/** Adds a tag, or changes the value of one. */
export function TagForm({ keyDto, tag, setTag, close }: TagFormProps) {
  const isNew = tag === 'new'
  const [draft, setDraft] = useState<TagDto>(isNew ? { key: '', value: '' } : tag)
  const others = isNew ? keyDto.tags : []
  const problem = tagProblem(draft, others)
  const { run, busy, error } = useAction(setTag, {
    quiet: true,
    done: () => ({ title: isNew ? 'Tag added' : 'Tag saved' }),
    onDone: close,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem && draft.key !== '') run(keyDto.keyId, draft.key, draft.value)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <TextField
          label="Key"
          value={draft.key}
          readOnly={!isNew}
          onChange={(event) => setDraft({ ...draft, key: event.target.value })}
          error={problem}
        />
        <TextField
          label="Value"
          value={draft.value}
          onChange={(event) => setDraft({ ...draft, value: event.target.value })}
        />
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <CopyCall
          call={{
            operation: 'TagResource',
            input: { KeyId: keyDto.keyId, Tags: [{ TagKey: draft.key, TagValue: draft.value }] },
          }}
        />
        <Button onClick={close}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          reason={problem ?? (draft.key === '' ? 'A tag needs a key' : undefined)}
        >
          {isNew ? 'Add tag' : 'Save tag'}
        </Button>
      </DialogFooter>
    </form>
  )
}
