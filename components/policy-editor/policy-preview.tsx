'use client'

import { type ReactNode, useMemo, useState } from 'react'
import type { Caret } from '../editor/editor-props.ts'
import { JsonEditor } from '../editor/json-editor.tsx'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useSettled } from '../hooks/use-settled.ts'
import { principalOf } from '../lab/lab-state.ts'
import { Gaps } from '../policy/gaps.tsx'
import { Card } from '../ui/card.tsx'
import { AccessCard } from './access-card.tsx'
import { accessDiff } from './analysis.ts'
import { completePolicy } from './complete.ts'
import { EditorFooter } from './editor-footer.tsx'
import { findingsIn, lintSummary, marksIn } from './findings.ts'
import { readPolicy } from './policy-document.ts'

interface PolicyPreviewProps {
  readonly policy: string
  readonly onChange: (policy: string) => void
  /** Of the key that is to be: which operations matter. */
  readonly usage: string
  /** Beside its title. */
  readonly aside: ReactNode
  readonly actions: ReactNode
}

/** The policy of a key that is not there yet: its text, and who could do what with the key. */
export function PolicyPreview({ policy, onChange, usage, aside, actions }: PolicyPreviewProps) {
  const scope = useScope()
  const { principalArn } = scope
  const subjects = useConsoleQuery('subjects')
  const settled = useSettled(policy)
  const reading = useMemo(() => readPolicy(policy), [policy])
  const [caret, setCaret] = useState<Caret>()
  const key = useMemo(() => {
    const arn = `arn:aws:kms:${scope.region}:${scope.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
    const you = principalOf(principalArn, arn, subjects.data)
    return you && { arn, account: scope.account, awsManaged: false, you, policy: settled, grants: [], facts: {} }
  }, [scope, principalArn, subjects.data, settled])
  const findings = useMemo(() => findingsIn(settled, key), [settled, key])
  const diff = useMemo(() => key && accessDiff(key, subjects.data, settled, settled), [key, subjects.data, settled])
  const gaps = subjects.error ? [{ what: 'the IAM users and roles of this account', error: subjects.error.error }] : []
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Card title="Key policy" aside={aside} actions={actions} className="group">
        <JsonEditor
          label="Policy document"
          value={policy}
          onChange={onChange}
          onCaret={setCaret}
          complete={completePolicy((subjects.data?.subjects ?? []).map(({ arn }) => arn))}
          lint={(typed) => marksIn(typed, findings)}
        />
        <EditorFooter text={policy} caret={caret} problem={reading.problems[0]} summary={lintSummary(findings)} />
      </Card>
      <Gaps gaps={gaps} />
      {diff && <AccessCard diff={diff} usage={usage} title="Who can use the key" />}
    </div>
  )
}
