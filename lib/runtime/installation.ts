import { type CheckpointKey, createCheckpointKey, openCheckpointKey } from '#crypto/checkpoint-key.ts'
import { createInstance, type Instance, openInstance, wrapSealed } from '#crypto/instance-key.ts'
import { createRootKeyFile, openRootKeyFile, rootKeyFileExists } from '#crypto/root/file.ts'
import type { RootProvider } from '#crypto/root/provider.ts'
import { fromUtf8, utf8 } from '#kernel/bytes.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import { insert, update } from '#kms/domain/writes.ts'
import type { Store } from '#kms/ports.ts'

/** What makes a database and a root key one installation. */
export interface Installation {
  /** A UUID. */
  readonly id: string
  readonly root: RootProvider
  readonly key: Instance['key']
  /** Whether every row that needs a MAC has one. */
  readonly isSealed: boolean
  readonly checkpointKey: CheckpointKey
}

interface Sources {
  readonly store: Store
  readonly rootKeyFile: string
  readonly ids: Ids
  readonly secrets: Secrets
}

/** The names of the rows that say what an installation is. */
const ROW = { id: 'instance-id', rootId: 'root-id', key: 'instance-key', checkpointKey: 'checkpoint-key' } as const

/**
 * Opens what the database says it is, or makes it in an empty one. A database that knows its root key is never given
 * another: CryptoError when the file is missing, damaged, or not the one it was made with.
 */
export async function openInstallation(sources: Sources): Promise<Installation> {
  const rows = new Map((await sources.store.instance()).map(({ name, value }) => [name, value]))
  return rows.size === 0 ? makeInstallation(sources) : reopenInstallation(rows, sources)
}

async function makeInstallation({ store, rootKeyFile, ids, secrets }: Sources): Promise<Installation> {
  const id = ids.uuid()
  const root = (await rootKeyFileExists(rootKeyFile))
    ? await openRootKeyFile(rootKeyFile, secrets)
    : await createRootKeyFile(rootKeyFile, id, secrets)
  const { record, key, isSealed } = await createInstance(root, id, secrets)
  const checkpointKey = await createCheckpointKey(root, secrets)
  const values = {
    [ROW.id]: utf8(id),
    [ROW.rootId]: utf8(record.rootId),
    [ROW.key]: record.wrapped,
    [ROW.checkpointKey]: checkpointKey,
  }
  const writes = Object.entries(values).map(([name, value]) => insert('instance', { name, value }))
  await store.commit({ writes, events: [] })
  return { id, root, key, isSealed, checkpointKey: await openCheckpointKey(root, checkpointKey) }
}

async function reopenInstallation(
  rows: ReadonlyMap<string, Uint8Array>,
  { rootKeyFile, secrets }: Sources,
): Promise<Installation> {
  const value = (name: string): Uint8Array => {
    const found = rows.get(name)
    if (found) return found
    throw new Error(`The database lacks ${name}: it was changed by hand. Restore it from a backup.`)
  }
  const text = (name: string) => fromUtf8(value(name)) ?? ''
  const root = await openRootKeyFile(rootKeyFile, secrets)
  const record = { instanceId: text(ROW.id), rootId: text(ROW.rootId), wrapped: value(ROW.key) }
  const { key, isSealed } = await openInstance(root, record)
  const checkpointKey = await openCheckpointKey(root, value(ROW.checkpointKey))
  return { id: record.instanceId, root, key, isSealed, checkpointKey }
}

/** Notes for good that every row has its MAC: from then on one without is refused. */
export async function declareSealed({ id, root, key }: Installation, store: Store): Promise<void> {
  const row = (await store.instance()).find(({ name }) => name === ROW.key)
  if (!row) throw new Error(`The database lacks ${ROW.key}: it was changed by hand. Restore it from a backup.`)
  const value = await wrapSealed(root, id, key)
  await store.commit({ writes: [update('instance', row, { value })], events: [] })
}
