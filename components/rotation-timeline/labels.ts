import type { Layout } from './layout.ts'

/** Words beside a mark. */
export interface LabelText {
  readonly title: string
  readonly when: string
}

export interface Label extends LabelText {
  readonly x: number
  readonly y: number
  readonly end: boolean
  /** Both on one line. */
  readonly oneLine: boolean
}

interface Box {
  readonly x1: number
  readonly x2: number
  readonly y1: number
  readonly y2: number
}

/** A mark that may have a label. */
export interface Place {
  readonly x: number
  readonly y: number
  /** Undefined for a mark that goes without. */
  readonly text: LabelText | undefined
  /** It has not happened yet: its words stand ahead of it. */
  readonly ahead: boolean
  /** Its lane has several marks: words stand above and below the line. */
  readonly crowded: boolean
}

const RADIUS = 11
const GAP = 7
/** Of a letter in the sans font at 12 px; rather too wide. */
const LETTER = 6.3

type Side = 'left' | 'right' | 'above' | 'below'

/**
 * Labels for marks in their order, none over another, over a mark, or over the line of the clock where that can be
 * helped. A mark that has no room goes without.
 */
export function placeLabels(
  places: readonly Place[],
  { left, right }: Layout,
  tight: boolean,
  nowX: number,
): readonly (Label | undefined)[] {
  const taken: Box[] = places.map(({ x, y }) => boxAround(x, y))
  const clock: Box = { x1: nowX - 3, x2: nowX + 3, y1: Number.NEGATIVE_INFINITY, y2: Number.POSITIVE_INFINITY }
  const isFree = (box: Box, others: readonly Box[]) =>
    box.x1 >= left + 2 && box.x2 <= right && !others.some((other) => overlaps(box, other))
  return places.map((place) => {
    const { text } = place
    if (!text) return undefined
    const choices = sidesFor(place).map((side) => labelAt(side, place, text, tight))
    const choice =
      choices.find((label) => isFree(boxOf(label), [...taken, clock])) ??
      choices.find((label) => isFree(boxOf(label), taken))
    if (choice) taken.push(boxOf(choice))
    return choice
  })
}

function sidesFor({ ahead, crowded }: Place): readonly Side[] {
  if (crowded) return ahead ? ['right', 'below', 'left'] : ['below', 'above', 'left']
  return ahead ? ['right', 'left', 'above'] : ['left', 'right', 'below']
}

function labelAt(side: Side, { x, y }: Place, text: LabelText, tight: boolean): Label {
  switch (side) {
    case 'left':
      return { ...text, x: x - RADIUS - GAP, y: tight ? y + 4 : y - 3, end: true, oneLine: tight }
    case 'right':
      return { ...text, x: x + RADIUS + GAP, y: tight ? y - 5 : y - 7, end: false, oneLine: tight }
    case 'above':
      return { ...text, x: x - RADIUS + 4, y: y - 15, end: false, oneLine: true }
    case 'below':
      return { ...text, x: x - RADIUS + 4, y: y + 23, end: false, oneLine: true }
  }
}

/** How much lower the second line stands: those ahead leave room for the line between. */
export function secondLine({ end }: Label): number {
  return end ? 14 : 23
}

export function boxOf(label: Label): Box {
  const { title, when, x, y, end, oneLine } = label
  const letters = oneLine ? title.length + when.length + 1 : Math.max(title.length, when.length)
  const width = letters * LETTER
  const [x1, x2] = end ? [x - width, x] : [x, x + width]
  return { x1, x2, y1: y - 11, y2: oneLine ? y + 4 : y + secondLine(label) + 3 }
}

function boxAround(x: number, y: number): Box {
  return { x1: x - RADIUS, x2: x + RADIUS, y1: y - RADIUS, y2: y + RADIUS }
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2
}
