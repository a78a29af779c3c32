import type { KeyArn } from '#kernel/ids.ts'
import type { DueChange, DueKind } from '#kms/ports.ts'

/** How many keys of one kind are named. */
export const MOST_NAMED = 20

/** What fell due of one kind. */
export interface DueChanges {
  readonly kind: DueKind
  /** How often: one key may rotate many times. */
  readonly times: number
  /** On how many keys. */
  readonly keyCount: number
  /** Their ARNs, those that fell due first; at most 20. */
  readonly keys: readonly KeyArn[]
}

/** In which order they are told. */
const KINDS: readonly DueKind[] = ['rotated', 'expired', 'deleted', 'ready']

/** Counts what falls due. */
export class DueTally {
  readonly #kinds = new Map<DueKind, { times: number; readonly keys: Set<KeyArn> }>()

  readonly add = ({ kind, key }: DueChange): void => {
    const { times, keys } = this.#kinds.get(kind) ?? { times: 0, keys: new Set() }
    this.#kinds.set(kind, { times: times + 1, keys: keys.add(key) })
  }

  /** Kinds of which nothing fell due are left out. */
  told(): readonly DueChanges[] {
    return KINDS.flatMap((kind) => {
      const found = this.#kinds.get(kind)
      if (!found) return []
      const { times, keys } = found
      return [{ kind, times, keyCount: keys.size, keys: [...keys].slice(0, MOST_NAMED) }]
    })
  }
}
