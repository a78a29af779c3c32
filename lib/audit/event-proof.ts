import { toBase64 } from '#kernel/bytes.ts'
import { checkpointSize } from './checkpoint.ts'
import type { AuditEvent } from './event.ts'
import { inclusionProof, type Subtrees } from './merkle.ts'

/** What shows that an event is in a log that was signed, as `keystead prove` prints it; hashes in base64. */
export interface EventProof {
  /** A signed note: see `./checkpoint.ts`. */
  readonly checkpoint: string
  /** The event's text, whose hash is the leaf. */
  readonly event: string
  /** Of the leaf, from 0. */
  readonly index: number
  /** RFC 6962 section 2.1.1. */
  readonly inclusion: readonly string[]
}

/** Undefined when the checkpoint is of an earlier log than the event's. */
export async function eventProof(
  { seq, text }: AuditEvent,
  checkpoint: string,
  subtrees: Subtrees,
): Promise<EventProof | undefined> {
  const size = checkpointSize(checkpoint)
  if (size < seq) return undefined
  const index = seq - 1
  const inclusion = await inclusionProof(index, size, subtrees)
  return { checkpoint, event: text, index, inclusion: inclusion.map((hash) => toBase64(hash)) }
}
