import type { BatchDto } from '#console/dto/changes.ts'
import type { ActionResult, ErrorDto } from '#console/dto/result.ts'

/** How far an act on many keys has come. */
export interface Progress {
  readonly total: number
  readonly done: readonly string[]
  readonly failed: BatchDto['failed']
}

const FEWEST = 5
const MOST = 100
/** So many steps show that something moves. */
const STEPS = 40

/** Keys in parts that are asked for one after the other: small enough to show progress, large enough to be quick. */
export function batchesOf(keyIds: readonly string[]): readonly (readonly string[])[] {
  const size = Math.min(MOST, Math.max(FEWEST, Math.ceil(keyIds.length / STEPS)))
  return Array.from({ length: Math.ceil(keyIds.length / size) }, (_, index) =>
    keyIds.slice(index * size, (index + 1) * size),
  )
}

/** What came of one part, added to what came before. A part that was refused as a whole failed for each of its keys. */
export function added(progress: Progress, part: readonly string[], result: ActionResult<BatchDto>): Progress {
  if (!result.ok) {
    return { ...progress, failed: [...progress.failed, ...part.map((keyId) => ({ keyId, error: result.error }))] }
  }
  const { done, failed } = result.value
  return { ...progress, done: [...progress.done, ...done], failed: [...progress.failed, ...failed] }
}

const ABOUT_NO_KEY: ReadonlySet<string> = new Set(['SignedOut', 'Forbidden', 'ForeignOrigin', 'PrincipalChanged'])

/** Whether to go on after an error: one that says nothing about keys will come again for the next. */
export function endsAll(error: ErrorDto): boolean {
  return ABOUT_NO_KEY.has(error.code)
}
