import type { Life } from './lives.ts'

/**
 * What a material does along its lane: `encrypts` until the next one, `decrypts` ever after; `ahead` and `planned` have
 * not happened yet; `waits` is imported and not in use; `gap` is not here, so nothing of it opens.
 */
export type SegmentKind = 'encrypts' | 'current' | 'ahead' | 'decrypts' | 'planned' | 'waits' | 'gap'

export interface Segment {
  readonly kind: SegmentKind
  readonly x1: number
  readonly x2: number
}

interface Frame {
  readonly now: number
  readonly right: number
  readonly xOf: (time: number) => number
}

const NEVER = Number.POSITIVE_INFINITY

export function segmentsOf(life: Life, { now, xOf, right }: Frame): readonly Segment[] {
  const { since = NEVER, until = NEVER, expiresAt = NEVER, state } = life
  const x = (time: number) => (time === NEVER ? right : xOf(time))
  const segments: Segment[] = []
  const add = (kind: SegmentKind, from: number, to: number) => {
    const [x1, x2] = [x(from), x(to)]
    if (x2 - x1 > 0.5) segments.push({ kind, x1, x2 })
  }
  if (state === 'planned') {
    add('planned', since, until)
    return segments
  }
  const live = state === 'current' ? 'current' : 'encrypts'
  for (const presence of life.presences) {
    const end = presence.to ?? NEVER
    add('waits', presence.from, Math.min(since, end))
    add(live, Math.max(presence.from, Math.min(since, now)), Math.min(until, end, now))
    const isHere = presence.to === undefined
    if (isHere && state === 'current') add('ahead', now, Math.min(until, expiresAt))
    add('decrypts', Math.max(presence.from, until), isHere ? expiresAt : end)
  }
  for (const [index, { to }] of life.presences.entries()) {
    if (to !== undefined) add('gap', to, Math.min(life.presences[index + 1]?.from ?? now, now))
  }
  return segments
}
