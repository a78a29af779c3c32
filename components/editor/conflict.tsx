'use client'

import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { JsonEditor } from './json-editor.tsx'

interface ConflictProps {
  /** What was saved meanwhile; empty where the policy was deleted. */
  readonly theirs: string
  readonly mine: string
  readonly takeTheirs: () => void
  readonly keepMine: () => void
}

/** Another policy was saved while this one was being edited: both are there, and a person decides. */
export function Conflict({ theirs, mine, takeTheirs, keepMine }: ConflictProps) {
  return (
    <Card
      title={theirs === '' ? 'Deleted meanwhile' : 'Saved meanwhile'}
      {...(theirs !== '' && { aside: 'from theirs to yours' })}
      actions={
        <>
          <Button size="small" onClick={takeTheirs}>
            {theirs === '' ? 'Let it go' : 'Take theirs'}
          </Button>
          <Button size="small" onClick={keepMine}>
            Keep mine
          </Button>
        </>
      }
    >
      <p className={`px-4 pt-3 text-ink-2 ${theirs === '' ? 'pb-3' : ''}`}>
        {theirs === '' ? (
          'The policy was deleted while you were editing. Keep yours to go on: saving makes the policy anew.'
        ) : (
          <>
            Someone saved another policy while you were editing. Red is theirs, green is yours. Keep yours to go on from
            there: lines that differ from theirs stay marked, and saving replaces theirs.
          </>
        )}
      </p>
      {theirs !== '' && (
        <JsonEditor
          key={theirs}
          label="Their policy and yours"
          value={mine}
          base={theirs}
          unified
          height="min-h-44 max-h-96"
        />
      )}
    </Card>
  )
}
