'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { KeyAccessDto, SubjectsDto } from '#console/dto/access.ts'
import type { ReadError } from '../hooks/queries.tsx'
import { Gaps } from '../policy/gaps.tsx'
import { Skeleton } from '../ui/states.tsx'
import { AccessCard } from './access-card.tsx'
import { accessDiff } from './analysis.ts'
import { ControlCard } from './control-card.tsx'
import { lineOfStatement, type PlacedFinding } from './findings.ts'
import { LintCard } from './lint-card.tsx'
import { type Replay, ReplayCard } from './replay-card.tsx'

interface EffectsProps {
  readonly keyId: string
  readonly usage: string
  readonly saved: string
  /** The draft, once typing has paused. */
  readonly text: string
  /** The draft as it is now. */
  readonly typed: string
  readonly access: UseQueryResult<KeyAccessDto, ReadError>
  readonly subjects: UseQueryResult<SubjectsDto, ReadError>
  readonly findings: readonly PlacedFinding[]
  readonly goTo: (line: number) => void
  readonly bypass: boolean
  readonly setBypass: (bypass: boolean) => void
  readonly replay: Replay
}

/** Beside the policy: what it does to everybody, and to its author. */
export function Effects(props: EffectsProps) {
  const { keyId, usage, saved, text, typed, access, subjects, findings, goTo, bypass, setBypass, replay } = props
  const key = access.data
  const isKnown = subjects.data !== undefined || subjects.error !== null
  const diff = useMemo(
    () => (key && isKnown ? accessDiff(key, subjects.data, saved, text) : undefined),
    [key, isKnown, subjects.data, saved, text],
  )
  // Between two letters a draft is seldom a policy: what the last one came to stays, so that nothing jumps.
  const [shown, setShown] = useState(diff)
  if (diff && diff !== shown) setShown(diff)
  const noPolicy = key && isKnown && !diff ? 'The draft is no policy yet' : undefined
  const keepsControl = diff?.control.keeps === 'yes'
  // What is not asked any more is not answered: it would be skipped unseen, and for the next policy too.
  useEffect(() => {
    if (keepsControl) setBypass(false)
  }, [keepsControl, setBypass])
  const gaps = [
    ...(access.error ? [{ what: 'the key itself', error: access.error.error }] : []),
    ...(subjects.error ? [{ what: 'the IAM users and roles of this account', error: subjects.error.error }] : []),
    ...(key?.grantsError ? [{ what: 'all grants of this key', error: key.grantsError }] : []),
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Gaps gaps={gaps} />
      {shown ? (
        <>
          <AccessCard diff={shown} usage={usage} keyId={keyId} noPolicy={noPolicy} />
          {diff && (
            <ControlCard
              control={diff.control}
              line={lineOf(text, diff.control)}
              goTo={goTo}
              bypass={bypass}
              setBypass={setBypass}
            />
          )}
        </>
      ) : (
        key === undefined && !access.error && <Skeleton />
      )}
      <LintCard findings={findings} goTo={goTo} noPolicy={noPolicy} />
      {key && <ReplayCard keyArn={key.arn} text={typed} reason={noPolicy} replay={replay} />}
    </div>
  )
}

function lineOf(text: string, { sid, statement }: { readonly sid?: string; readonly statement?: number }) {
  if (statement === undefined) return undefined
  return lineOfStatement(text, sid || String(statement + 1))
}
