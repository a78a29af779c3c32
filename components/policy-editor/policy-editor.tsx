'use client'

import { lazy, Suspense, useMemo, useState } from 'react'
import { Conflict } from '../editor/conflict.tsx'
import { LeaveGuard } from '../editor/leave-guard.tsx'
import { useDraft } from '../editor/use-draft.ts'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
import { useAllowed } from '../hooks/use-allowed.ts'
import { useModifier } from '../hooks/use-modifier.ts'
import { useSettled } from '../hooks/use-settled.ts'
import { useSaveShortcut } from '../hooks/use-shortcut.ts'
import { Button } from '../ui/button.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { findingsIn } from './findings.ts'
import { readPolicy } from './policy-document.ts'
import { PolicyPane, usePane } from './policy-pane.tsx'
import type { Replay } from './replay-card.tsx'

export interface PolicyActions {
  readonly savePolicy: Action<[keyId: string, document: string, base: string, bypass: boolean]>
  readonly replay: Replay
}

const Effects = lazy(async () => ({ default: (await import('./effects.tsx')).Effects }))

interface PolicyEditorProps {
  readonly keyId: string
  /** The policy in force, as last read. */
  readonly saved: string
  readonly usage: string
  readonly actions: PolicyActions
}

/** A key policy to be changed, with what the change does to everybody before it is saved. */
export function PolicyEditor({ keyId, saved: read, usage, actions }: PolicyEditorProps) {
  const { sandbox, account, region } = useScope()
  const own = useDraft(`${sandbox}/${account}/${region}/${keyId}`, read)
  const { text, saved, draft, isStale } = own
  const settled = useSettled(text)
  const reading = useMemo(() => readPolicy(text), [text])
  const key = useConsoleQuery('keyAccess', { id: keyId })
  const subjects = useConsoleQuery('subjects')
  const findings = useMemo(() => findingsIn(settled, key.data), [settled, key.data])
  const [bypass, setBypass] = useState(false)
  const pane = usePane(text)
  const refusal = useAllowed(keyId)
  const modifier = useModifier()
  const { run, busy, error, reset } = useAction(actions.savePolicy, {
    quiet: true,
    done: () => ({ title: 'Key policy saved' }),
    onDone: (_, [, document]) => {
      own.onSaved(document)
      setBypass(false)
    },
  })
  const reason = draft === undefined ? 'Nothing has changed' : (reading.problems[0]?.message ?? refusal('PutKeyPolicy'))

  /** What was said of the text before no longer holds; a save that runs is still waited for. */
  function edit(change: () => void) {
    if (!busy) reset()
    change()
  }
  function discard() {
    edit(own.discard)
    setBypass(false)
  }
  function save() {
    if (draft && reason === undefined && !busy) run(keyId, draft.text, draft.base, bypass)
  }
  useSaveShortcut(save)

  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,560px)] items-start gap-4 max-lg:grid-cols-1">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {error && error.code !== 'PolicyChanged' && <ErrorPanel error={error} />}
        {isStale && draft && (
          <div className="grid gap-4">
            {error?.code === 'PolicyChanged' && <ErrorPanel error={error} />}
            <Conflict theirs={saved} mine={text} takeTheirs={discard} keepMine={own.rebase} />
          </div>
        )}
        <PolicyPane
          pane={pane}
          text={text}
          saved={saved}
          reading={reading}
          findings={findings}
          principals={(subjects.data?.subjects ?? []).map(({ arn }) => arn)}
          onChange={(next) => edit(() => own.change(next))}
          actions={
            <>
              {draft && (
                <Button size="small" onClick={discard}>
                  Discard
                </Button>
              )}
              <Button size="small" variant="primary" busy={busy} reason={reason} onClick={save}>
                Save policy
                <span className="kbd" aria-hidden="true">
                  {modifier === '⌘' ? '⌘S' : 'Ctrl S'}
                </span>
              </Button>
            </>
          }
        />
      </div>
      <Suspense fallback={<Skeleton />}>
        <Effects
          keyId={keyId}
          usage={usage}
          saved={saved}
          text={settled}
          typed={text}
          access={key}
          subjects={subjects}
          findings={findings}
          goTo={pane.goTo}
          bypass={bypass}
          setBypass={setBypass}
          replay={actions.replay}
        />
      </Suspense>
      <LeaveGuard active={draft !== undefined} />
    </div>
  )
}
