import { longDay, plural } from '../format.ts'
import type { Geometry, Lane } from './geometry.ts'
import { stateWords } from './lane-words.tsx'

/** The drawing in words, for those who do not see it. */
export function describe({ lanes, zone }: Geometry): string {
  return lanes.map((lane) => laneWords(lane, zone)).join(' ')
}

function laneWords({ life, marks, opened }: Lane, zone: string): string {
  const happened = marks.map(({ title, at }) => `${title} ${longDay(at, zone)}`).join(', ')
  const used = opened ? `, opened ${plural(opened.total, 'ciphertext')}` : ''
  return `Material ${life.number}, ${stateWords(life).toLowerCase()}${happened && `: ${happened}`}${used}.`
}
