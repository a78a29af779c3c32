import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import { lengthPrefixed, utf8 } from '#kernel/bytes.ts'
import type { Secrets } from '#kernel/random.ts'
import { CryptoError } from './crypto-error.ts'
import type { RootProvider } from './root/provider.ts'

const INSTANCE_KEY_BYTES = 32

/** What is known for good of an instance, bound into its wrapped key, by the label that it is wrapped with. */
const LABELS = [
  { label: 'keystead instance key v3', isSealed: true, isSigned: true },
  // Of instances made before logs were signed.
  { label: 'keystead instance key v2', isSealed: true, isSigned: false },
  // Of instances made before rows had MACs.
  { label: 'keystead instance key v1', isSealed: false, isSigned: false },
] as const
const [CURRENT] = LABELS

/** The one record of an instance: its id, and its key under the root of that id. */
export interface InstanceRecord {
  /** A UUID. */
  readonly instanceId: string
  readonly rootId: string
  /** The instance key, wrapped by the root. */
  readonly wrapped: Uint8Array
}

/** An instance whose key is open. The key is never rotated: every KeyMaterialId is made with it. */
export interface Instance {
  readonly record: InstanceRecord
  readonly key: KeyObject
  /**
   * Whether every row that needs a MAC has one. It is bound into the wrapped key, so that nobody without the root can
   * make rows without a MAC pass for older ones.
   */
  readonly isSealed: boolean
  /** Whether its logs have been signed since they began, so that one without a checkpoint was changed by hand. */
  readonly isSigned: boolean
}

/** Makes the key of an instance whose id is a UUID. The record must be durable before the key is used. */
export async function createInstance(root: RootProvider, instanceId: string, secrets: Secrets): Promise<Instance> {
  const bytes = secrets.bytes(INSTANCE_KEY_BYTES)
  const wrapped = await root.wrap(bytes, aadOf(CURRENT.label, instanceId, root.id))
  return { record: { instanceId, rootId: root.id, wrapped }, key: keyOf(bytes), isSealed: true, isSigned: true }
}

/** The wrapped key of an older instance, once all of its rows have their MACs and its logs are signed. */
export async function wrapCurrent(root: RootProvider, instanceId: string, key: KeyObject): Promise<Buffer> {
  const bytes = key.export()
  const wrapped = await root.wrap(bytes, aadOf(CURRENT.label, instanceId, root.id))
  bytes.fill(0)
  return wrapped
}

/** Opens the instance key. CryptoError RootMismatch, naming both instances, when the root is another one's. */
export async function openInstance(root: RootProvider, record: InstanceRecord): Promise<Instance> {
  const { instanceId, rootId, wrapped } = record
  if (root.id !== rootId) {
    const remedy = 'Give the root key that belongs to this database, or the database that belongs to this root key.'
    throw new CryptoError(
      'RootMismatch',
      `The database is of instance ${instanceId}, the root key of instance ${root.madeFor ?? 'unknown'} (root key ${root.id} instead of ${rootId}). ${remedy}`,
    )
  }
  for (const { label, isSealed, isSigned } of LABELS) {
    const bytes = await root.unwrap(wrapped, aadOf(label, instanceId, rootId))
    if (bytes?.length === INSTANCE_KEY_BYTES) return { record, key: keyOf(bytes), isSealed, isSigned }
  }
  throw new CryptoError(
    'InstanceKeyDamaged',
    `The key of instance ${instanceId} does not open under its own root key ${rootId}. Restore the database from a backup.`,
  )
}

function aadOf(label: string, instanceId: string, rootId: string): Buffer {
  return Buffer.concat([utf8(label), lengthPrefixed(instanceId), lengthPrefixed(rootId)])
}

function keyOf(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
