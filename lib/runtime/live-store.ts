import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Store, Transaction, Write } from '#kms/ports.ts'
import { insert } from '#kms/ports.ts'
import { StoreError } from '#store/errors.ts'
import { idOf } from '#store/plan.ts'
import type { Sandboxes } from './sandboxes.ts'

/**
 * A store that appends to no log of a sandbox that is gone: a call that was under way when its sandbox was deleted fails
 * with StoreError `no-sandbox`, and leaves nothing for the next one of that name, however long it was under way. It
 * stands right before the store, so that nothing comes between.
 */
export function liveStore(store: Store, sandboxes: Pick<Sandboxes, 'get' | 'generation' | 'cameAs'>): Store {
  /** Deletions that wait to be written: what comes after them comes too late. */
  const going = new Map<SandboxId, number>()
  /** Transactions under way that bring something of which the log of `main` tells, by sandbox. */
  const bringing = new Map<SandboxId, Set<Promise<unknown>>>()

  const isLive = (sandbox: SandboxId, { writes }: Transaction) =>
    sandbox === MAIN_SANDBOX ||
    (sandboxes.get(sandbox) !== undefined && !going.has(sandbox)) ||
    writes.some((write) => write.table === 'sandbox' && write.act === 'put' && write.row.id === sandbox)

  /** Whether it is of a call that began in an earlier sandbox of that name: its credentials are gone. */
  const isLate = (sandbox: SandboxId, { events, generation }: Transaction) =>
    generation !== undefined && events[0]?.sandbox === sandbox && sandboxes.cameAs(sandbox) > generation

  async function bring(transaction: Transaction, owners: ReadonlySet<SandboxId>) {
    const written = store.commit(transaction)
    for (const owner of owners) bringing.set(owner, (bringing.get(owner) ?? new Set()).add(written))
    try {
      return await written
    } finally {
      for (const owner of owners) {
        bringing.get(owner)?.delete(written)
        if (bringing.get(owner)?.size === 0) bringing.delete(owner)
      }
    }
  }

  /** Stale where something came since it was planned whose removal the log of `main` would not tell. */
  async function erase(transaction: Transaction, sandbox: SandboxId) {
    going.set(sandbox, (going.get(sandbox) ?? 0) + 1)
    try {
      await Promise.allSettled(bringing.get(sandbox) ?? [])
      const removed = new Set(transaction.writes.filter(({ act }) => act === 'remove').map(idOf))
      const there = await toldByMain(sandbox, store)
      return there.every((write) => removed.has(idOf(write))) ? await store.commit(transaction) : 'stale'
    } finally {
      const left = (going.get(sandbox) ?? 1) - 1
      if (left > 0) going.set(sandbox, left)
      else going.delete(sandbox)
    }
  }

  return {
    ...store,
    generation: () => sandboxes.generation(),
    async commit(transaction) {
      const owners = new Set(transaction.writes.flatMap(ownerOf))
      const all = [...transaction.events.map(({ sandbox }) => sandbox), ...owners]
      const gone = all.find((sandbox) => !isLive(sandbox, transaction) || isLate(sandbox, transaction))
      if (gone !== undefined) throw new StoreError('no-sandbox', `there is no sandbox ${gone}`)
      if (transaction.whole?.act === 'erase') return erase(transaction, transaction.whole.sandbox)
      return owners.size > 0 ? bring(transaction, owners) : store.commit(transaction)
    },
  }
}

/** The sandbox to which a domain key or a snapshot is brought. The log of `main` accounts for both. */
function ownerOf(write: Write): readonly SandboxId[] {
  if (write.act !== 'put') return []
  if (write.table === 'domainKey') return [write.row.sandbox]
  return write.table === 'snapshot' ? [write.row.sandboxId] : []
}

async function toldByMain(sandbox: SandboxId, store: Store): Promise<readonly Write[]> {
  const domainKeys = (await store.domainKeys()).filter((row) => row.sandbox === sandbox)
  const snapshots = await store.snapshots(sandbox)
  return [...domainKeys.map((row) => insert('domainKey', row)), ...snapshots.map((row) => insert('snapshot', row))]
}
