'use client'

import { count } from '../format.ts'
import { Button } from './button.tsx'

interface ProgressProps {
  /** What is under way: "Verifying the log". */
  readonly label: string
  readonly done: number
  /** Undefined while it is not known how much there is. */
  readonly total: number | undefined
  /** What is counted, in the plural. */
  readonly noun?: string
  /** Stops it; what is done stays done. */
  readonly onCancel?: () => void
}

/** How far something has come that takes a while. */
export function Progress({ label, done, total, noun = '', onCancel }: ProgressProps) {
  const part = total === undefined ? 0.3 : total === 0 ? 1 : Math.min(1, done / total)
  const counted = total === undefined ? count(done) : `${count(done)} of ${count(total)}`
  const figures = `${counted}${noun === '' ? '' : ` ${noun}`}`
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <p className="mb-1.5 flex justify-between gap-3">
          <span className="truncate">{label}</span>
          <span className="flex-none text-ink-3 tabular-nums">{figures}</span>
        </p>
        <div
          role="progressbar"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={total === undefined ? undefined : done}
          aria-valuetext={figures}
          className="h-1.5 overflow-hidden rounded-full bg-active"
        >
          <div
            className={`h-full rounded-full bg-accent motion-safe:duration-[120ms] motion-safe:transition-[width] ${total === undefined ? 'motion-safe:animate-pulse' : ''}`}
            style={{ width: `${part * 100}%` }}
          />
        </div>
      </div>
      {onCancel && (
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </div>
  )
}
