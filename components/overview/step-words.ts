'use client'

import { plural } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useNow } from '../hooks/frame.tsx'
import { rate, rateText, type Step, type Unit } from './request-series.ts'

const A_DAY = 86_400_000

/** Says what happened in a step: `14:20 to 14:35 · 41.2 per minute · 3 denied`. */
export function useStepWords(unit: Unit): (step: Step | undefined) => string {
  const { clockParts, day } = useTimes()
  const now = useNow()
  return (step) => {
    if (!step) return 'No requests'
    const clock = (time: number) => clockParts(time)[0].slice(0, 5)
    const started = now - step.from > A_DAY ? `${day(step.from).slice(5)} ` : ''
    const parts = [
      `${started}${clock(step.from)} to ${clock(step.to)}`,
      `${rateText(rate(step, unit.millis))} per ${unit.name}`,
      plural(step.all, 'request'),
      ...(step.denied > 0 ? [`${step.denied} denied`] : []),
      ...(step.failed > 0 ? [`${step.failed} failed`] : []),
    ]
    return parts.join(' · ')
  }
}
