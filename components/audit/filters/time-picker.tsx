'use client'

import { type FormEvent, useState } from 'react'
import { useTimes } from '../../hooks/display.tsx'
import { useClock } from '../../hooks/frame.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { FROM_THE_START } from '../list-params.ts'
import { addressText, fieldText, PRESETS, rangeText, timeOf } from './time-range.ts'

/** When: a span back from now, or from and to. */
export function TimePicker() {
  const { params, set } = useUrlState()
  const { zone } = useTimes()
  const [open, setOpen] = useState(false)
  const range = params.get('range')
  const [from, to] = [timeOf(params.get('from')), timeOf(params.get('to'))]
  const text = useClock((now) => rangeText({ range, from, to }, now, zone))
  const isSpan = from === undefined && to === undefined

  function choose(value: string | undefined) {
    set({ range: value, from: undefined, to: undefined, ...FROM_THE_START })
    setOpen(false)
  }
  return (
    <Popover
      label="Time"
      open={open}
      onOpenChange={setOpen}
      className="w-64"
      trigger={
        <button
          type="button"
          aria-label={`Time: ${text}`}
          className="inline-flex h-7 items-center gap-1.5 rounded-m border border-line-strong bg-page px-2 font-medium text-md whitespace-nowrap hover:bg-hover max-sm:h-[34px]"
        >
          <Icon name="clock" className="size-3.5 text-ink-3" />
          {text}
        </button>
      }
    >
      <ul>
        {[...PRESETS, { value: undefined, label: 'All time' }].map(({ value, label }) => (
          <li key={label}>
            <button
              type="button"
              aria-pressed={isSpan && (range ?? undefined) === value}
              onClick={() => choose(value)}
              className="flex h-8 w-full items-center gap-2 rounded-m px-2 hover:bg-hover focus-visible:-outline-offset-2 aria-pressed:[&>svg]:visible max-sm:h-10"
            >
              <Icon name="check" className="invisible size-3.5 text-accent" />
              {label}
            </button>
          </li>
        ))}
      </ul>
      <Custom from={from} to={to} done={() => setOpen(false)} />
    </Popover>
  )
}

interface CustomProps {
  readonly from: number | undefined
  readonly to: number | undefined
  readonly done: () => void
}

const FIELD =
  'h-8 w-full rounded-m border border-line-strong bg-page px-2 tabular-nums focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent'

function Custom({ from, to, done }: CustomProps) {
  const { set } = useUrlState()
  const { zone, zoneText } = useTimes()
  const [start, setStart] = useState(fieldText(from, zone))
  const [end, setEnd] = useState(fieldText(to, zone))
  const isReversed = start !== '' && end !== '' && start > end
  function submit(event: FormEvent) {
    event.preventDefault()
    if (isReversed) return
    set({ range: undefined, from: addressText(start, zone), to: addressText(end, zone), ...FROM_THE_START })
    done()
  }
  return (
    <form onSubmit={submit} className="mt-2 grid gap-2 border-line border-t px-1 pt-2">
      <label className="grid gap-1 font-medium text-md">
        From, {zoneText}
        <input
          type="datetime-local"
          step={1}
          value={start}
          onChange={(e) => setStart(e.target.value)}
          className={FIELD}
        />
      </label>
      <label className="grid gap-1 font-medium text-md">
        To, {zoneText}
        <input type="datetime-local" step={1} value={end} onChange={(e) => setEnd(e.target.value)} className={FIELD} />
      </label>
      <Button type="submit" size="small" reason={isReversed ? 'It ends before it begins.' : undefined}>
        Show this time
      </Button>
    </form>
  )
}
