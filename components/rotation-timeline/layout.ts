/** Where things stand in a drawing; its own coordinates. */
export interface Layout {
  readonly kind: 'wide' | 'narrow'
  readonly width: number
  /** Where the time axis begins and ends. */
  readonly left: number
  readonly right: number
  /** Where the grid begins: the clock's flag stands above it. */
  readonly top: number
}

/** Names to the left of the axis, figures to its right. */
const WIDE: Layout = { kind: 'wide', width: 1118, left: 152, right: 952, top: 30 }
/** For phones: names and figures stand above each line. */
const NARROW: Layout = { kind: 'narrow', width: 358, left: 2, right: 356, top: 30 }

export const LAYOUTS = { wide: WIDE, narrow: NARROW } as const

/** How far lanes are from one another: closer when there are many; `crowded` ones have words below their line. */
export function laneHeight({ kind }: Layout, lanes: number, crowded: boolean): number {
  if (kind === 'narrow') return lanes > 8 ? 46 : 58
  if (lanes <= 8) return crowded ? 62 : 46
  return lanes <= 14 ? 36 : 28
}

/** How high the areas on lanes may be: below the words of their own lane, and of the one above. */
export function ridgeHeight({ kind }: Layout, lane: number): number {
  return kind === 'narrow' ? lane - 38 : Math.min(36, lane - 10)
}

/** How much of the axis words to the left of a mark take, and words to the right of one that is to come. */
export function room({ kind }: Layout, tight: boolean): { readonly left: number; readonly right: number } {
  if (kind === 'narrow') return { left: 14, right: 14 }
  return { left: tight ? 172 : 112, right: 176 }
}

/** Whether a lane has room for one line of text only. */
export function isTight({ kind }: Layout, height: number): boolean {
  return kind === 'wide' && height < 40
}
