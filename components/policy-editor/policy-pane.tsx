'use client'

import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Caret, Reveal } from '../editor/editor-props.ts'
import { JsonEditor } from '../editor/json-editor.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { IconButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Segments } from '../ui/segments.tsx'
import { completePolicy } from './complete.ts'
import { EditorFooter } from './editor-footer.tsx'
import { lineOfStatement, lintSummary, marksIn, type PlacedFinding } from './findings.ts'
import { LineChanges } from './line-changes.tsx'
import type { PolicyReading } from './policy-document.ts'
import { Statements } from './statements.tsx'

type View = 'default' | 'json' | 'diff'

const VIEWS = [
  { value: 'default', label: 'Default' },
  { value: 'json', label: 'JSON' },
  { value: 'diff', label: 'Diff' },
] as const

/** As high as the window lets it be, so that the effects stay beside it. */
const HEIGHT = 'min-h-72 max-h-[max(480px,calc(100vh-300px))]'

/** Which way of looking at the policy is open, and which line is wanted; in the address. */
export function usePane(text: string) {
  const { params, set } = useUrlState()
  const asked = params.get('view')
  const view: View = asked === 'default' || asked === 'diff' ? asked : 'json'
  const [reveal, setReveal] = useState<Reveal>()
  const wishes = useRef(0)
  const statement = params.get('statement')
  const line = useMemo(() => (statement === null ? undefined : lineOfStatement(text, statement)), [statement, text])
  const answered = useRef<string>(undefined)

  useEffect(() => {
    if (statement === null || line === undefined || answered.current === statement) return
    answered.current = statement
    wishes.current += 1
    setReveal({ line, at: wishes.current })
  }, [statement, line])

  return {
    view,
    reveal,
    show: (next: View) => set({ view: next === 'json' ? undefined : next, statement: undefined }),
    goTo: (wanted: number) => {
      if (view !== 'json') set({ view: undefined })
      wishes.current += 1
      setReveal({ line: wanted, at: wishes.current })
    },
  }
}

interface PolicyPaneProps {
  readonly pane: ReturnType<typeof usePane>
  readonly text: string
  readonly saved: string
  readonly reading: PolicyReading
  readonly findings: readonly PlacedFinding[]
  /** ARNs to offer. */
  readonly principals: readonly string[]
  readonly onChange: (text: string) => void
  readonly actions: ReactNode
}

/** The policy itself: in words, as JSON to be typed, or as what differs from the saved one. */
export function PolicyPane(props: PolicyPaneProps) {
  const { pane, text, saved, reading, findings, principals, onChange, actions } = props
  const [caret, setCaret] = useState<Caret>()
  const [find, setFind] = useState(0)
  const problem = reading.problems[0]
  return (
    <Card
      className="group"
      title={<span className="sr-only">Key policy</span>}
      aside={
        <span className="flex items-center gap-2">
          <Segments label="View" value={pane.view} options={VIEWS} onChange={pane.show} />
          {pane.view !== 'default' && (
            <IconButton icon="search" label="Find in the policy" className="size-7" onClick={() => setFind(find + 1)} />
          )}
          <LineChanges before={saved} after={text} />
        </span>
      }
      actions={actions}
    >
      {pane.view === 'default' && <Statements {...reading} />}
      {pane.view === 'json' && (
        <JsonEditor
          label="Policy document"
          value={text}
          base={saved}
          height={HEIGHT}
          onChange={onChange}
          onCaret={setCaret}
          complete={completePolicy(principals)}
          lint={(typed) => marksIn(typed, findings)}
          reveal={pane.reveal}
          find={find}
        />
      )}
      {pane.view === 'diff' && (
        <JsonEditor
          label="What differs from the saved policy"
          value={text}
          base={saved}
          unified
          find={find}
          height={HEIGHT}
        />
      )}
      <EditorFooter text={text} caret={caret} problem={problem} summary={lintSummary(findings)} />
    </Card>
  )
}
