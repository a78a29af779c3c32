import type { KeyRowDto, MaterialStateDto } from '#console/dto/keys.ts'

/** What the deletion of a material comes to. */
interface DeletionWords {
  readonly whole: string
  /** Once it is done. */
  readonly after: string
  /** What becomes of it in the other Regions of its key, where there are any. */
  readonly regions: string | undefined
  /** Whether anything may be encrypted with it. */
  readonly encrypts: boolean
}

/**
 * Material that was in use belongs to its key for good: without it the key waits. What waits for its rotation is
 * forgotten, in all Regions where the primary gives it up.
 */
export function deletionWords(
  state: MaterialStateDto,
  { regionality, regions }: Pick<KeyRowDto, 'regionality' | 'regions'>,
): DeletionWords {
  const others = (words: string) => (regions.length > 1 ? words : undefined)
  if (state === 'current' || state === 'former') {
    return {
      whole: 'The whole key cannot be used from then on, at once, until the same material is imported again.',
      after: 'The key waits for the same material again.',
      regions: others('Its other Regions keep theirs.'),
      encrypts: true,
    }
  }
  const after = 'The key goes on with the material that it has.'
  return regionality === 'REPLICA'
    ? {
        whole: 'It is not in use yet, and cannot be in any Region until it is imported here again.',
        after,
        regions: others('Its other Regions keep theirs.'),
        encrypts: false,
      }
    : {
        whole: 'It is not in use yet, and no longer can be.',
        after,
        regions: others('Its other Regions forget it too.'),
        encrypts: false,
      }
}
