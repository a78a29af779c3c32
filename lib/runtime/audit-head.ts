import { type Checkpoint, openCheckpoint } from '#audit/checkpoint.ts'
import { rootAt } from '#audit/merkle.ts'
import { isSignedByCheckpointKey } from '#crypto/checkpoint-key.ts'
import { fromBase64 } from '#kernel/bytes.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Store } from '#kms/ports.ts'

/** How far a log goes, and what was signed of it last. */
export interface AuditHead {
  /** Durable events. */
  readonly events: number
  /** The newest checkpoint; absent before the first. */
  readonly signed?: Checkpoint
  /**
   * Whether the checkpoint is signed by this installation's key and names the root that the log's tree has at that size.
   * That is no verification of the events themselves.
   */
  readonly holds: boolean
}

type HeadStore = Pick<Store, 'treeHeads' | 'checkpoint' | 'subtree'>

/** Reads the head of a sandbox's log. Leaves no event: it tells nothing of what is in the log. */
export async function auditHead(store: HeadStore, sandbox: SandboxId, publicKey: string): Promise<AuditHead> {
  const events = store.treeHeads().find((head) => head.sandbox === sandbox)?.size ?? 0
  const newest = await store.checkpoint(sandbox)
  if (!newest) return { events, holds: true }
  const key = fromBase64(publicKey)
  const signed = key && openCheckpoint(newest.text, key, isSignedByCheckpointKey)
  if (!signed || signed.size > events) return { events, holds: false }
  const root = await rootAt(signed.size, (subtree) => store.subtree(sandbox, subtree))
  return { events, signed, holds: root.equals(signed.root) }
}
