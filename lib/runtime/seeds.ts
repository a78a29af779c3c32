import { sandboxExists } from '#admin/errors.ts'
import type { Keyring } from '#crypto/keyring.ts'
import type { Seed } from '#crypto/seed.ts'
import { openSeed } from '#crypto/seed.ts'
import { fromUtf8 } from '#kernel/bytes.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import { GLOBAL_REGION } from '#kernel/scope.ts'
import type { DrawRow, Identifiers, SandboxRow, Store, Stored } from '#kms/ports.ts'
import { insert, SEED_PURPOSE, update } from '#kms/ports.ts'

/** The opened seeds of the sandboxes that have one. */
export interface Seeds {
  of(sandbox: SandboxId): Seed | undefined
  /** Runs work that draws from the seed of a sandbox which is not there yet. One work at a time for each id. */
  during<T>(sandbox: SandboxRow, work: () => Promise<T>): Promise<T>
}

/** Opens the seeds that the store has, once its domain keys are adopted, and follows what it commits. */
export async function openSeeds(
  store: Pick<Store, 'sandbox' | 'sandboxes' | 'onCommit'>,
  keyring: Keyring,
): Promise<Seeds> {
  const seeds = new Map<SandboxId, Seed>()
  const follow = ({ id, account, seed: sealed }: SandboxRow) => {
    if (sealed === null || seeds.has(id)) return
    const text = keyring.openSecret({ sandbox: id, account, region: GLOBAL_REGION }, SEED_PURPOSE, sealed)
    if (!text) throw new Error(`the seed of the sandbox ${id} does not open: the database was changed`)
    const seed = openSeed(fromUtf8(text) ?? '')
    text.fill(0)
    seeds.set(id, seed)
    keyring.adoptSandbox(id, seed.instanceKey)
  }
  store.onCommit((writes) => {
    for (const write of writes) {
      if (write.table !== 'sandbox') continue
      if (write.act === 'put') follow(write.row)
      if (write.act === 'remove') seeds.delete(write.key.id)
    }
  })
  for (const row of await store.sandboxes()) follow(row)
  const underway = new Set<SandboxId>()
  return {
    of: (sandbox) => seeds.get(sandbox),
    async during(row, work) {
      if (underway.has(row.id) || seeds.has(row.id)) throw sandboxExists(row.id)
      underway.add(row.id)
      follow(row)
      try {
        return await work()
      } finally {
        // The commit makes it known again, for good; and so does that of another who was faster.
        underway.delete(row.id)
        seeds.delete(row.id)
        keyring.dropSandbox(row.id)
        const there = await store.sandbox(row.id)
        if (there) follow(there)
      }
    },
  }
}

/** Identifiers from the system's generator, and in a sandbox with a seed those that its seed gives, one after the other. */
export function createIdentifiers(store: Pick<Store, 'draw'>, ids: Ids, seeds: Seeds): Identifiers {
  return {
    async draw({ sandbox, account, region }, kind) {
      const seed = seeds.of(sandbox)
      if (!seed) return { uuid: ids.uuid(), writes: [] }
      const place = { sandbox, account, region }
      const drawn = await store.draw(place, kind)
      const count = (drawn?.count ?? 0) + 1
      return {
        uuid: seed.uuid(place, kind, count),
        writes: [drawn ? counted(drawn, count) : insert('draw', { ...place, kind, count })],
      }
    },
  }
}

const counted = (drawn: Stored<DrawRow>, count: number) => update<'draw'>('draw', drawn, { count })
