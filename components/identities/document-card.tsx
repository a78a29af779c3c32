'use client'

import type { ReactNode } from 'react'
import type { IdentityChangeDto } from '#console/dto/identities.ts'
import { Conflict } from '../editor/conflict.tsx'
import { JsonEditor } from '../editor/json-editor.tsx'
import { LeaveGuard } from '../editor/leave-guard.tsx'
import { useDraft } from '../editor/use-draft.ts'
import { useScope } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { useSaveShortcut } from '../hooks/use-shortcut.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { Notice } from '../ui/toast.tsx'
import type { IdentityActions } from './actions.ts'

type DocumentChange = Extract<IdentityChangeDto, { readonly document: string }>

interface DocumentCardProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly title: ReactNode
  /** Its name for assistive technology. */
  readonly label: string
  readonly aside?: ReactNode
  /** Tells its draft from those of the account's other policies. */
  readonly name: string
  /** Empty: it was deleted, and is shown as long as there is a draft of it. */
  readonly document: string
  /** The change that saves a text; `base` is what its draft was begun from. Absent: it cannot be changed here. */
  readonly changeOf?: (document: string, base: string) => DocumentChange
  /** What to tell when it is saved. */
  readonly saved: Notice
  readonly actions?: ReactNode
}

/** A policy that is read, and edited in its place. */
export function DocumentCard(props: DocumentCardProps) {
  const { title, label, aside, name, document, changeOf, saved, changeIdentity, actions } = props
  const { sandbox, account } = useScope()
  const laidOut = pretty(document)
  const own = useDraft(`${sandbox}/${account}/${name}`, document, laidOut)
  const { text, draft, isStale, change, discard, rebase } = own
  const { run, busy, error, reset } = useAction(changeIdentity, {
    quiet: true,
    done: () => saved,
    onDone(_, [sent]) {
      if ('document' in sent) own.onSaved(sent.document)
    },
  })
  const problem = problemOf(text, laidOut)
  function keep() {
    if (draft && changeOf && !problem && !busy) run(changeOf(text, draft.base))
  }
  useSaveShortcut(keep)
  /** What was told of the last attempt goes with the text that it was about; an attempt that is going on stays. */
  function go(on: () => void) {
    on()
    if (!busy) reset()
  }
  if (document === '' && !draft) return null
  return (
    <>
      {isStale && <Conflict theirs={laidOut} mine={text} takeTheirs={() => go(discard)} keepMine={() => go(rebase)} />}
      <Card
        title={title}
        aside={aside}
        actions={
          <>
            {actions}
            <CopyButton text={document || text} label={`Copy ${label}`} className="size-7" />
          </>
        }
      >
        <JsonEditor
          label={label}
          value={text}
          {...(changeOf && { onChange: (next: string) => go(() => change(next)), base: laidOut })}
          height="min-h-24 max-h-96"
        />
        {draft && (
          <footer className="grid gap-3 border-line border-t bg-sunken px-4 py-2.5">
            {error && <ErrorPanel error={error} />}
            <div className="flex items-center justify-end gap-2">
              <span className="mr-auto text-ink-3">{problem ?? 'Not saved yet'}</span>
              <Button size="small" onClick={() => go(discard)}>
                Discard
              </Button>
              <Button size="small" variant="primary" reason={problem} busy={busy} onClick={keep}>
                Save policy
              </Button>
            </div>
          </footer>
        )}
      </Card>
      <LeaveGuard active={draft !== undefined} />
    </>
  )
}

function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), null, 2)
  } catch {
    return document
  }
}

/** Why a text is not worth saving: it is none yet, or says what is saved. */
function problemOf(text: string, saved: string): string | undefined {
  try {
    JSON.parse(text)
  } catch {
    return 'It is no JSON yet'
  }
  return pretty(text) === saved ? 'Only spaces and line breaks have changed' : undefined
}
