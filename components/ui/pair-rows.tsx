'use client'

import { Button, IconButton } from './button.tsx'

export interface Pair {
  readonly key: string
  readonly value: string
}

interface PairRowsProps {
  readonly legend: string
  /** What a row is: its fields are `Key of tag 1` and the like. */
  readonly noun: string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
  /** What is wrong with one among the others. */
  readonly problemOf?: (pair: Pair, others: readonly Pair[]) => string | undefined
}

const INPUT =
  'h-9 min-w-0 rounded-m border border-line-strong bg-page px-3 focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent aria-invalid:border-deletion'

/** Pairs of key and value, a row each. */
export function PairRows({ legend, noun, pairs, onChange, problemOf }: PairRowsProps) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-md">{legend}</legend>
      {pairs.map((pair, index) => {
        const set = (change: Partial<Pair>) => onChange(pairs.with(index, { ...pair, ...change }))
        const problem = problemOf?.(pair, pairs.toSpliced(index, 1))
        const number = index + 1
        return (
          <div key={number} className="grid grid-cols-[1fr_1fr_36px] items-center gap-2">
            <input
              aria-label={`Key of ${noun} ${number}`}
              aria-invalid={problem ? true : undefined}
              placeholder="Key"
              value={pair.key}
              onChange={(event) => set({ key: event.target.value })}
              className={INPUT}
            />
            <input
              aria-label={`Value of ${noun} ${number}`}
              placeholder="Value"
              value={pair.value}
              onChange={(event) => set({ value: event.target.value })}
              className={INPUT}
            />
            <IconButton
              icon="cross"
              label={`Remove ${noun} ${number}`}
              className="size-9"
              onClick={() => onChange(pairs.toSpliced(index, 1))}
            />
            {problem && (
              <p role="alert" className="col-span-3 text-deletion text-sm">
                {problem}
              </p>
            )}
          </div>
        )
      })}
      <Button
        variant="ghost"
        size="small"
        icon="plus"
        className="-ml-2.5 justify-self-start text-ink-2"
        onClick={() => onChange([...pairs, { key: '', value: '' }])}
      >
        Add {noun}
      </Button>
    </fieldset>
  )
}
