import type { EventDraft } from '#audit/event.ts'
import { systemEvent } from '#audit/system-event.ts'
import type { Ids } from '#kernel/random.ts'
import { GLOBAL_REGION, type Scope } from '#kernel/scope.ts'
import type { Clocks, Store, Write } from '#kms/ports.ts'
import { isAccounted } from '#store/row-digests.ts'

export interface Accounting {
  readonly ids: Ids
  readonly clocks: Clocks
  /** In whose log stands what belongs to no account. */
  readonly scope: Scope
}

/**
 * A store that leaves no change of a row without an event: what comes with none gets one of its own, because the
 * digests of rows ride in events. That a session was seen again is the one change that needs none.
 */
export function accountedStore(store: Store, accounting: Accounting): Store {
  return {
    ...store,
    commit(transaction) {
      const { writes, events } = transaction
      const isBare = events.length === 0 && writes.some(needsEvent)
      return store.commit(isBare ? { ...transaction, events: [recordRows(writes, accounting)] } : transaction)
    },
  }
}

function needsEvent(write: Write): boolean {
  if (write.act === 'expect' || !isAccounted(write.table)) return false
  return !(write.act === 'put' && write.table === 'session' && write.version > 0 && write.row.revokedAt === null)
}

function recordRows(writes: readonly Write[], { ids, clocks, scope }: Accounting): EventDraft {
  const [subject = {}] = writes.map((write) => (write.act === 'put' ? write.row : write.key))
  const place: Scope = { ...scope, ...part(subject, 'account'), ...part(subject, 'region') }
  return systemEvent({
    ...place,
    eventId: ids.uuid(),
    eventName: 'RecordRows',
    time: clocks.of(scope.sandbox).now(),
    wallTime: clocks.wall.now(),
    details: {},
  })
}

function part(subject: object, name: keyof Scope): Partial<Scope> {
  const value: unknown = Reflect.get(subject, name)
  return typeof value === 'string' && value !== GLOBAL_REGION ? { [name]: value } : {}
}
