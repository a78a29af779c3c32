'use client'

import { useMemo, useState } from 'react'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
import { useSaveShortcut } from '../hooks/use-shortcut.ts'
import { isAwsManaged } from '../keys/actions.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { Icon } from '../ui/icon.tsx'
import { Json } from '../ui/json.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { readPolicy } from './policy-document.ts'
import { PolicyText } from './policy-text.tsx'
import { Statements } from './statements.tsx'

type SavePolicy = Action<[keyId: string, document: string, base: string]>

interface PolicyTabProps {
  readonly keyId: string
  readonly savePolicy: SavePolicy
}

export function PolicyTab({ keyId, savePolicy }: PolicyTabProps) {
  const { data: key } = useConsoleQuery('key', { id: keyId })
  const { data, error } = useConsoleQuery('policy', { id: keyId })
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  if (key && isAwsManaged(key)) return <Reading document={data.document} />
  return <Editor keyId={keyId} saved={data.document} savePolicy={savePolicy} />
}

/** The policy of an AWS managed key: its service keeps it. */
function Reading({ document }: { readonly document: string }) {
  const reading = useMemo(() => readPolicy(document), [document])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 max-lg:grid-cols-1">
      <Card title="Key policy" aside="kept by AWS, read only">
        <CodeBlock label="Policy document" className="px-4 py-3">
          <Json text={document} />
        </CodeBlock>
      </Card>
      <Card title="What it says">
        <Statements {...reading} />
      </Card>
    </div>
  )
}

interface EditorProps extends PolicyTabProps {
  /** The policy in force, as last read. */
  readonly saved: string
}

/** A change of the saved policy, and the policy it was begun from. */
interface Edit {
  readonly text: string
  readonly base: string
}

function Editor({ keyId, saved, savePolicy }: EditorProps) {
  const [edit, setEdit] = useState<Edit>()
  const text = edit?.text ?? saved
  const reading = useMemo(() => readPolicy(text), [text])
  const problem = reading.problems[0]
  const stale = edit !== undefined && edit.base !== saved
  const { run, busy, error, reset } = useAction(savePolicy, {
    quiet: true,
    done: () => ({ title: 'Key policy saved' }),
    onDone: () => setEdit(undefined),
  })
  const reason = edit === undefined || text === saved ? 'Nothing has changed' : problem?.message

  function change(next: string) {
    reset()
    setEdit(next === saved ? undefined : { text: next, base: edit?.base ?? saved })
  }
  function save() {
    if (edit && reason === undefined) run(keyId, edit.text, edit.base)
  }
  useSaveShortcut(save)

  return (
    <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 max-lg:grid-cols-1">
      <Card
        title="Key policy"
        aside={<span className="max-sm:hidden">JSON, kept byte for byte</span>}
        actions={
          <>
            {edit && (
              <Button size="small" onClick={() => change(saved)}>
                Discard
              </Button>
            )}
            <Button size="small" variant="primary" busy={busy} reason={reason} onClick={save}>
              Save policy
            </Button>
          </>
        }
      >
        <PolicyText label="Policy document" value={text} onChange={change} problem={problem} />
      </Card>
      <div className="grid gap-4">
        {error && <ErrorPanel error={error} />}
        {stale && <Conflict saved={saved} load={() => change(saved)} keep={() => setEdit({ text, base: saved })} />}
        <Card title="What it says">
          <Statements {...reading} />
        </Card>
        <LockoutNote />
      </div>
    </div>
  )
}

interface ConflictProps {
  readonly saved: string
  readonly load: () => void
  readonly keep: () => void
}

/** Another policy was saved while this one was being edited: both are there, and a person decides. */
function Conflict({ saved, load, keep }: ConflictProps) {
  return (
    <Card
      title="Saved meanwhile"
      actions={
        <>
          <Button size="small" onClick={load}>
            Take it
          </Button>
          <Button size="small" onClick={keep}>
            Replace it with mine
          </Button>
        </>
      }
    >
      <pre className="code max-h-72 overflow-auto px-4 py-3">
        <Json text={saved} />
      </pre>
    </Card>
  )
}

function LockoutNote() {
  return (
    <p className="flex gap-3 rounded-l border border-line px-4 py-3 text-ink-2 text-md">
      <Icon name="shield" className="mt-0.5 size-4 text-enabled" />
      <span>
        <b className="block font-strong text-base text-ink">You cannot lock yourself out</b>A policy that would keep you
        from changing it again is refused.
      </span>
    </p>
  )
}
