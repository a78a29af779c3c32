import type { MaterialUseDto } from '#console/dto/material-life.ts'

/** An area over a line, and its upper edge. */
export interface Ridge {
  readonly area: string
  readonly crest: string
}

interface Frame {
  /** The line it stands on, and how high the most of all lanes is. */
  readonly y: number
  readonly height: number
  readonly xOf: (time: number) => number
  /** The part of the axis that is drawn. */
  readonly from: number
  readonly to: number
  readonly bucket: number
  /** The most of all lanes in one bucket. */
  readonly most: number
}

/** So much of it is seen however small it is. */
const LEAST = 1.6

/** How many ciphertexts a material opened, by time. Undefined when it opened none in the part that is drawn. */
export function ridgeOf({ counts }: MaterialUseDto, frame: Frame): Ridge | undefined {
  const { y, height, xOf, from, to, bucket, most } = frame
  const seen = counts.filter(({ at }) => at + bucket > from && at <= to)
  if (seen.length === 0) return undefined
  const points: string[] = []
  let end = Number.NEGATIVE_INFINITY
  const add = (time: number, value: number) => {
    const rise = value === 0 ? 0 : Math.max(LEAST, (value / most) * height)
    points.push(`${round(xOf(Math.min(Math.max(time, from), to)))} ${round(y - rise)}`)
  }
  for (const { at, count } of seen) {
    if (at > end) {
      if (points.length > 0) add(end, 0)
      add(at, 0)
    }
    add(at + bucket / 2, count)
    end = at + bucket
  }
  add(end, 0)
  const line = `M${points.join('L')}`
  return { area: `${line}Z`, crest: line }
}

/** The most that any material opened in one bucket. */
export function mostOf(uses: readonly MaterialUseDto[]): number {
  return Math.max(1, ...uses.flatMap(({ counts }) => counts.map(({ count }) => count)))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
