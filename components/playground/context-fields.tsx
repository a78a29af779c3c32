'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { type Pair, PairRows } from '../ui/pair-rows.tsx'
import { pairProblem, parseContext } from './context.ts'

interface ContextFieldsProps {
  readonly legend: string
  /** What a row is: each has its own names. */
  readonly noun: string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
}

/** An encryption context, pair by pair or pasted as a whole. */
export function ContextFields({ legend, noun, pairs, onChange }: ContextFieldsProps) {
  const [pasting, setPasting] = useState(false)
  return (
    <div className="relative">
      <PairRows legend={legend} noun={noun} pairs={pairs} onChange={onChange} problemOf={pairProblem} />
      <span className="absolute top-0 right-0 text-ink-3 text-sm">recorded, not secret</span>
      {pasting ? (
        <Paste
          take={(taken) => {
            onChange(taken)
            setPasting(false)
          }}
          cancel={() => setPasting(false)}
        />
      ) : (
        <Button
          size="small"
          variant="ghost"
          className="absolute right-0 bottom-0 text-ink-2"
          onClick={() => setPasting(true)}
        >
          Paste JSON
        </Button>
      )}
    </div>
  )
}

interface PasteProps {
  readonly take: (pairs: readonly Pair[]) => void
  readonly cancel: () => void
}

function Paste({ take, cancel }: PasteProps) {
  const [text, setText] = useState('')
  const parsed = parseContext(text)
  const problem = 'problem' in parsed ? parsed.problem : undefined
  return (
    <div className="mt-2 grid gap-2 rounded-m border border-line bg-sunken p-2.5">
      <TextAreaField
        label="Context as JSON"
        mono
        rows={2}
        value={text}
        placeholder={'{"purpose":"settlement"} or purpose=settlement,tenant=acme'}
        onChange={(event) => setText(event.target.value)}
        error={text === '' ? undefined : problem}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={cancel}>
          Cancel
        </Button>
        <Button size="small" reason={problem} onClick={() => 'pairs' in parsed && take(parsed.pairs)}>
          Use it
        </Button>
      </div>
    </div>
  )
}
