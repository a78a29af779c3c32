'use client'

import type { ReactNode } from 'react'
import type { ByteRange } from './layout.ts'
import { TONES } from './tones.ts'

interface LegendProps {
  readonly ranges: readonly ByteRange[]
  /** What is known of a range beyond its form: the name of the key, the number of the rotation. */
  readonly noteOf: (range: ByteRange) => ReactNode
  readonly marked: number | undefined
  readonly onMark: (range: number | undefined) => void
  /** The range that stays marked. */
  readonly pinned: number | undefined
  readonly onPin: (range: number | undefined) => void
}

/** The fields of the bytes in words. A pressed one stays marked. */
export function Legend({ ranges, noteOf, marked, onMark, pinned, onPin }: LegendProps) {
  return (
    <ol aria-label="Fields" className="grid content-start px-2 py-2.5">
      {ranges.map((range, index) => (
        <li
          key={range.start}
          onPointerEnter={() => onMark(index)}
          onPointerLeave={() => onMark(undefined)}
          className={`relative grid grid-cols-[12px_64px_minmax(0,1fr)_auto] items-baseline gap-x-2 rounded-s px-2 py-1 text-md/[17px] ${
            marked === index ? 'bg-hover' : ''
          }`}
        >
          <span
            className={`size-3 self-center rounded-[3px] outline outline-line-strong -outline-offset-1 ${TONES[range.tone]}`}
          />
          <span className="text-[11.5px] text-ink-3 tabular-nums">{span(range)}</span>
          <button
            type="button"
            aria-pressed={pinned === index}
            onClick={() => onPin(pinned === index ? undefined : index)}
            className="text-left font-strong after:absolute after:inset-0"
          >
            {range.name}
          </button>
          <span className="text-ink-3 tabular-nums">{range.end - range.start} B</span>
          <span className="relative z-1 col-span-2 col-start-3 justify-self-start text-[11.5px]/[15px] text-ink-3 wrap-anywhere">
            {noteOf(range)}
          </span>
        </li>
      ))}
    </ol>
  )
}

function span({ start, end }: ByteRange): string {
  return end - start === 1 ? String(start) : `${start}–${end - 1}`
}
