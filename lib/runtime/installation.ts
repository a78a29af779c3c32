import { ExportError } from '#audit/export/export-error.ts'
import { type CheckpointKey, createCheckpointKey, openCheckpointKey } from '#crypto/checkpoint-key.ts'
import { createExportKey, type ExportKey, openExportKey } from '#crypto/export-key.ts'
import { createInstance, type Instance, openInstance, wrapCurrent } from '#crypto/instance-key.ts'
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
  /** Whether its logs have been signed since they began. */
  readonly isSigned: boolean
  readonly checkpointKey: CheckpointKey
}

interface Sources {
  readonly store: Store
  readonly rootKeyFile: string
  readonly ids: Ids
  readonly secrets: Secrets
}

/** Rows that whoever checks the log without the root key reads. */
export const INSTANCE_ID = 'instance-id'
/** In the clear, 32 bytes. */
export const CHECKPOINT_PUBLIC_KEY = 'checkpoint-public-key'

/** The names of the rows that say what an installation is. */
const ROW = {
  id: INSTANCE_ID,
  rootId: 'root-id',
  key: 'instance-key',
  checkpointKey: 'checkpoint-key',
  checkpointPublicKey: CHECKPOINT_PUBLIC_KEY,
  exportKey: 'export-key',
} as const

type Rows = ReadonlyMap<string, Uint8Array>

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
  const { record, key, isSealed, isSigned } = await createInstance(root, id, secrets)
  const wrappedCheckpointKey = await createCheckpointKey(root, secrets)
  const checkpointKey = await openCheckpointKey(root, wrappedCheckpointKey)
  await insertRows(store, {
    [ROW.id]: utf8(id),
    [ROW.rootId]: utf8(record.rootId),
    [ROW.key]: record.wrapped,
    [ROW.checkpointKey]: wrappedCheckpointKey,
    [ROW.checkpointPublicKey]: rawPublicKey(checkpointKey),
    [ROW.exportKey]: await createExportKey(root),
  })
  return { id, root, key, isSealed, isSigned, checkpointKey }
}

async function reopenInstallation(rows: Rows, { store, rootKeyFile, secrets }: Sources): Promise<Installation> {
  const { id, root, key, isSealed, isSigned } = await openRoot(rows, rootKeyFile, secrets)
  const checkpointKey = await openCheckpointKey(root, valueIn(rows, ROW.checkpointKey))
  const publicKey = rows.get(ROW.checkpointPublicKey)
  if (publicKey && !rawPublicKey(checkpointKey).equals(publicKey))
    throw changedByHand('holds another', ROW.checkpointPublicKey)
  // Installations of earlier versions have neither of them.
  await insertRows(store, {
    ...(!publicKey && { [ROW.checkpointPublicKey]: rawPublicKey(checkpointKey) }),
    ...(!rows.has(ROW.exportKey) && { [ROW.exportKey]: await createExportKey(root) }),
  })
  return { id, root, key, isSealed, isSigned, checkpointKey }
}

/** What signs an exported trail, and the id of its instance; from the rows of a database that is only read. */
export async function openTrailSigner(
  rows: Rows,
  rootKeyFile: string,
  secrets: Secrets,
): Promise<{ readonly instanceId: string; readonly exportKey: ExportKey }> {
  const { id: instanceId, root } = await openRoot(rows, rootKeyFile, secrets)
  const wrapped = rows.get(ROW.exportKey)
  if (wrapped) return { instanceId, exportKey: await openExportKey(root, wrapped) }
  throw new ExportError('The database has no export key yet: start the server on it once, which makes one.')
}

/** The root that the rows were made under, and what opens with it first. */
async function openRoot(rows: Rows, rootKeyFile: string, secrets: Secrets) {
  const text = (name: string) => fromUtf8(valueIn(rows, name)) ?? ''
  const root = await openRootKeyFile(rootKeyFile, secrets)
  const record = { instanceId: text(ROW.id), rootId: text(ROW.rootId), wrapped: valueIn(rows, ROW.key) }
  const { key, isSealed, isSigned } = await openInstance(root, record)
  return { id: record.instanceId, root, key, isSealed, isSigned }
}

function valueIn(rows: Rows, name: string): Uint8Array {
  const found = rows.get(name)
  if (found) return found
  throw changedByHand('lacks', name)
}

function changedByHand(how: string, name: string): Error {
  return new Error(`The database ${how} ${name}: it was changed by hand. Restore it from a backup.`)
}

function rawPublicKey({ publicKey }: CheckpointKey): Buffer {
  return Buffer.from(publicKey, 'base64')
}

async function insertRows(store: Store, values: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const writes = Object.entries(values).map(([name, value]) => insert('instance', { name, value }))
  if (writes.length > 0) await store.commit({ writes, events: [] })
}

/**
 * Notes for good that every row has its MAC and every log its checkpoint: from then on one without is refused.
 */
export async function declareCurrent({ id, root, key }: Installation, store: Store): Promise<void> {
  const row = (await store.instance()).find(({ name }) => name === ROW.key)
  if (!row) throw changedByHand('lacks', ROW.key)
  const value = await wrapCurrent(root, id, key)
  await store.commit({ writes: [update('instance', row, { value })], events: [] })
}
