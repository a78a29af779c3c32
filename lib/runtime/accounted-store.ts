import type { EventDraft } from '#audit/event.ts'
import { systemEvent } from '#audit/system-event.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import { GLOBAL_REGION, type Scope } from '#kernel/scope.ts'
import type { Clocks, Store, Write } from '#kms/ports.ts'
import { isAccounted, logOf } from '#store/row-digests.ts'

export interface Accounting {
  readonly ids: Ids
  readonly clocks: Clocks
  /** In whose log stands what belongs to no account. */
  readonly scope: Scope
}

/**
 * A store that leaves no change of a row without an event in the log that accounts for it: what comes with none gets one
 * of its own, because the digests of rows ride in events. That a session was seen again is the one change that needs none.
 */
export function accountedStore(store: Store, accounting: Accounting): Store {
  return {
    ...store,
    commit(transaction) {
      const { writes, events } = transaction
      const told = new Set(events.map(({ sandbox }) => sandbox))
      const bare = Map.groupBy(writes.filter(needsEvent), logOf)
      const added = [...bare].flatMap(([log, of]) => (told.has(log) ? [] : [recordRows(log, of, accounting)]))
      return store.commit(added.length > 0 ? { ...transaction, events: [...events, ...added] } : transaction)
    },
  }
}

function needsEvent(write: Write): boolean {
  if (write.act === 'expect' || !isAccounted(write.table)) return false
  return !(write.act === 'put' && write.table === 'session' && write.version > 0 && write.row.revokedAt === null)
}

function recordRows(sandbox: SandboxId, writes: readonly Write[], { ids, clocks, scope }: Accounting): EventDraft {
  const [subject = {}] = writes.map((write) => (write.act === 'put' ? write.row : write.key))
  // What the log of `main` tells of another sandbox is of no account of its own.
  const own = Reflect.get(subject, 'sandbox') === sandbox ? subject : {}
  const place: Scope = { ...scope, sandbox, ...part(own, 'account'), ...part(own, 'region') }
  return systemEvent({
    ...place,
    eventId: ids.uuid(),
    eventName: 'RecordRows',
    time: clocks.of(sandbox).now(),
    wallTime: clocks.wall.now(),
    details: {},
  })
}

function part(subject: object, name: keyof Scope): Partial<Scope> {
  const value: unknown = Reflect.get(subject, name)
  return typeof value === 'string' && value !== GLOBAL_REGION ? { [name]: value } : {}
}
