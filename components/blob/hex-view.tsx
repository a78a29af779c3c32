'use client'

import { spacedHex } from '../bytes.ts'
import { GROUP, groupsOf, type Run } from './hex-rows.ts'
import type { ByteRange } from './layout.ts'
import { TONES } from './tones.ts'

interface HexViewProps {
  readonly bytes: Uint8Array
  readonly ranges: readonly ByteRange[]
  /** How many bytes are drawn. */
  readonly shown: number
  readonly marked: number | undefined
  readonly onMark: (range: number | undefined) => void
}

/** Bytes in lines of sixteen, on phones of eight. What it shows in colours the legend beside it says in words. */
export function HexView({ bytes, ranges, shown, marked, onMark }: HexViewProps) {
  const groups = groupsOf(ranges, 0, Math.min(shown, bytes.length))
  return (
    <div
      role="img"
      aria-label={`Hex dump of ${bytes.length} bytes, coloured by field`}
      onPointerLeave={() => onMark(undefined)}
      className="grid grid-cols-[40px_24ch_24ch] font-mono text-sm/[24px] max-sm:grid-cols-[40px_24ch]"
    >
      {groups.map((runs, index) => (
        <Group
          key={runs[0]?.start}
          runs={runs}
          bytes={bytes}
          ranges={ranges}
          marked={marked}
          onMark={onMark}
          odd={index % 2 === 1}
        />
      ))}
    </div>
  )
}

interface GroupProps extends Omit<HexViewProps, 'shown'> {
  readonly runs: readonly Run[]
  /** The right half of a line of sixteen. */
  readonly odd: boolean
}

function Group({ runs, bytes, ranges, marked, onMark, odd }: GroupProps) {
  const offset = (runs[0]?.start ?? 0).toString(16).padStart(4, '0')
  return (
    <>
      <span className={`text-[11px] text-ink-3 ${odd ? 'sm:hidden' : ''}`}>{offset}</span>
      <span className="flex h-[26px]" style={{ width: `${GROUP * 3}ch` }}>
        {runs.map((run) => (
          <span
            key={run.start}
            data-range={run.range}
            onPointerEnter={() => onMark(run.range)}
            className={`h-6 px-[0.5ch] whitespace-pre motion-safe:duration-[120ms] motion-safe:transition-opacity ${
              TONES[ranges[run.range]?.tone ?? 'head']
            } ${run.first ? 'rounded-l-s' : ''} ${run.last ? 'rounded-r-s' : ''} ${
              marked === undefined || marked === run.range ? '' : 'opacity-35'
            }`}
          >
            {spacedHex(bytes.subarray(run.start, run.end))}
          </span>
        ))}
      </span>
    </>
  )
}
