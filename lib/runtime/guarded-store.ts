import { systemEvent } from '#audit/system-event.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { insert, remove, type Store, type Transaction, update, type Write } from '#kms/ports.ts'
import { isStoreError, reasonOf, type StoreErrorCode } from '#store/errors.ts'
import { Listeners } from '#store/listeners.ts'
import type { Accounting } from './accounted-store.ts'
import type { Log } from './log.ts'

/** How often a log that cannot be written is tried again. */
const RETRY = 1000

/** A store that knows whether its log can be written. */
export interface GuardedStore extends Store {
  /** Why calls fail now, in words for the operator; undefined while the log can be written. */
  blocked(): string | undefined
}

interface Trouble {
  readonly since: EpochMillis
  reason: string
  /** Transactions that were refused. */
  refused: number
}

/**
 * While the log cannot be written every call fails, because none is answered before its event is durable. The store is
 * tried again by itself, by an event that says for how long that was; nobody has to call for it to heal.
 */
export function guardedStore(store: Store, { ids, clocks, scope }: Accounting, log: Log): GuardedStore {
  const listeners = new Listeners<readonly Write[]>()
  const rewinds = new Listeners<SandboxId>()
  /** What may have been written although its transaction was refused. */
  let doubtful: readonly Transaction[] = []
  let trouble: Trouble | undefined
  let retry: NodeJS.Timeout | undefined

  async function commit(transaction: Transaction) {
    try {
      return await store.commit(transaction)
    } catch (error) {
      if (isInDoubt(error)) doubtful = [...doubtful, transaction]
      if (isOutage(error)) note(reasonOf(error))
      throw error
    }
  }

  function note(reason: string): void {
    if (trouble) {
      trouble.reason = reason
      trouble.refused += 1
      return
    }
    trouble = { since: clocks.wall.now(), reason, refused: 1 }
    log.error('the audit log cannot be written: calls fail until it can', undefined, { reason })
    schedule()
  }

  function schedule(): void {
    retry = setTimeout(() => void resume(), RETRY)
    retry.unref()
  }

  async function resume(): Promise<void> {
    const present = trouble
    if (!present) return
    const { since, refused } = present
    const event = systemEvent({
      ...scope,
      eventId: ids.uuid(),
      eventName: 'ResumeAuditLog',
      time: clocks.of(scope.sandbox).now(),
      wallTime: clocks.wall.now(),
      details: { blockedSince: new Date(since).toISOString(), refusedTransactions: refused },
    })
    try {
      await store.commit({ writes: [], events: [event] })
      await tellDoubtful()
      trouble = undefined
      log.info('the audit log can be written again', { refused })
    } catch (error) {
      if (isStoreError(error) && error.code === 'closed') return
      present.reason = reasonOf(error)
      schedule()
    }
  }

  /**
   * Whoever remembers rows looks at them again. Sandboxes and domain keys are taken as they are told, so of those only
   * what there is is told.
   */
  async function tellDoubtful(): Promise<void> {
    const looked = doubtful
    const writes = looked.flatMap((transaction) => transaction.writes)
    const others = writes.filter(({ table }) => table !== 'domainKey' && table !== 'sandbox')
    const keys = writes.some(({ table }) => table === 'domainKey') ? await store.domainKeys() : []
    const ids = new Set(writes.flatMap(sandboxIn))
    const sandboxes = await Promise.all([...ids].map((id) => sandboxNow(id, store)))
    const told = [...others, ...sandboxes, ...keys.map((row) => insert('domainKey', row))]
    if (told.length > 0) listeners.tell(told)
    for (const { whole } of looked) {
      if (whole?.act === 'restore' || whole?.act === 'erase') rewinds.tell(whole.sandbox)
    }
    // Others may have come meanwhile.
    doubtful = doubtful.slice(looked.length)
  }

  return {
    ...store,
    commit,
    onCommit(listener) {
      listeners.add(listener)
      store.onCommit(listener)
    },
    onRewind(listener) {
      rewinds.add(listener)
      store.onRewind(listener)
    },
    blocked: () => trouble && `The audit log cannot be written: ${trouble.reason}`,
    async close() {
      clearTimeout(retry)
      await store.close()
    },
  }
}

function sandboxIn(write: Write): SandboxId[] {
  if (write.table !== 'sandbox') return []
  return [write.act === 'put' ? write.row.id : write.key.id]
}

/** What there is of a sandbox, as a write that brings it about. */
async function sandboxNow(id: SandboxId, store: Pick<Store, 'sandbox'>): Promise<Write> {
  const row = await store.sandbox(id)
  return row ? update<'sandbox'>('sandbox', row, {}) : remove('sandbox', { id, version: 0 })
}

/** What a transaction may fail by that has nothing to do with what it says. */
const OUTAGES: ReadonlySet<StoreErrorCode> = new Set(['write-failed', 'writer-crashed', 'moved'])

/** After these it is not known what was written. */
const DOUBTS: ReadonlySet<StoreErrorCode> = new Set(['writer-crashed', 'moved'])

function isInDoubt(error: unknown): boolean {
  return isStoreError(error) && DOUBTS.has(error.code)
}

function isOutage(error: unknown): boolean {
  return isStoreError(error) && OUTAGES.has(error.code)
}
