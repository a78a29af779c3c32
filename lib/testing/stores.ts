import type { Store, Transaction } from '#kms/ports.ts'

/** A store that a test can break: what `fault` gives for a transaction stands in place of committing it. */
export interface BrokenStore extends Store {
  fault: ((transaction: Transaction) => Promise<'committed' | 'stale'> | undefined) | undefined
}

export function breakable(store: Store): BrokenStore {
  const broken: BrokenStore = {
    ...store,
    fault: undefined,
    commit: (transaction) => broken.fault?.(transaction) ?? store.commit(transaction),
  }
  return broken
}
