'use client'

import { JsonEditor } from '../editor/json-editor.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'

interface ConflictProps {
  /** What was saved meanwhile. */
  readonly theirs: string
  readonly mine: string
  readonly takeTheirs: () => void
  readonly keepMine: () => void
}

/** Another policy was saved while this one was being edited: both are there, and a person decides. */
export function Conflict({ theirs, mine, takeTheirs, keepMine }: ConflictProps) {
  return (
    <Card
      title="Saved meanwhile"
      aside="from theirs to yours"
      actions={
        <>
          <Button size="small" onClick={takeTheirs}>
            Take theirs
          </Button>
          <Button size="small" onClick={keepMine}>
            Keep mine
          </Button>
        </>
      }
    >
      <p className="px-4 pt-3 text-ink-2">
        Someone saved another policy while you were editing. Red is theirs, green is yours. Keep yours to go on from
        there: lines that differ from theirs stay marked, and saving replaces theirs.
      </p>
      <JsonEditor label="Their policy and yours" value={mine} base={theirs} unified height="min-h-44 max-h-96" />
    </Card>
  )
}
