import { appendFile, readFile } from 'node:fs/promises'
import type { Checkpoint } from '#audit/checkpoint.ts'
import { checkpointText, openCheckpoint, originOf, splitCheckpoints } from '#audit/checkpoint.ts'
import { rootAt } from '#audit/merkle.ts'
import { type CheckpointKey, isSignedByCheckpointKey } from '#crypto/checkpoint-key.ts'
import { type Clock, isoMillis } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { insert, type Store, type TreeHead } from '#kms/ports.ts'
import type { Log } from './log.ts'

/** A log is signed when it has grown by this much since, or this long after it began to. */
const EVENTS = 1000
const MILLIS = 1000

/** The log is not what was signed. The message is for the operator. */
export class AuditLogError extends Error {
  override readonly name = 'AuditLogError'
}

export interface CheckpointParts {
  readonly store: Store
  readonly instanceId: string
  readonly key: CheckpointKey
  readonly clock: Clock
  /** Each checkpoint is appended to this file too. */
  readonly file: string | undefined
  readonly log: Log
}

/** Signs the logs as they grow. */
export interface Checkpoints {
  /** Signs what is not signed yet, and ends. */
  close(): Promise<void>
}

/**
 * Compares the logs with what was last signed of them, then signs them as they grow. Throws AuditLogError when one is
 * not the log that was signed: nothing is signed or served then.
 */
export async function startCheckpoints(parts: CheckpointParts): Promise<Checkpoints> {
  const { store, file, log } = parts
  const signed = new Map<SandboxId, number>()
  for (const known of [...(await inStore(parts)), ...(await inFile(parts))]) {
    await assertSame(parts, known)
    signed.set(known.sandbox, Math.max(known.checkpoint.size, signed.get(known.sandbox) ?? 0))
  }

  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let closed = false

  const unsigned = () => store.treeHeads().filter(({ sandbox, size }) => size > (signed.get(sandbox) ?? 0))
  const signAll = async () => {
    for (const head of unsigned()) {
      const text = await sign(parts, head)
      signed.set(head.sandbox, head.size)
      if (file !== undefined) await appendTo(file, text, log)
    }
  }
  const run = () => {
    clearTimeout(timer)
    timer = undefined
    running = running.then(signAll).catch((error: unknown) => {
      // Calls fail too while the store cannot be written; what is not signed stays so for a while longer.
      log.error('the audit log could not be signed and will be tried again', error)
      wait()
    })
  }
  const wait = () => {
    if (closed) return
    timer ??= setTimeout(run, MILLIS)
    timer.unref()
  }
  store.onAppend((heads) => {
    if (heads.some(({ sandbox, size }) => size - (signed.get(sandbox) ?? 0) >= EVENTS)) run()
    else wait()
  })
  await signAll()
  return {
    async close() {
      closed = true
      run()
      await running
    },
  }
}

interface Known {
  readonly sandbox: SandboxId
  readonly checkpoint: Checkpoint
  /** Where it was found. */
  readonly where: string
}

async function inStore(parts: CheckpointParts): Promise<Known[]> {
  const known = await Promise.all(
    parts.store.treeHeads().map(async ({ sandbox }): Promise<Known[]> => {
      const row = await parts.store.checkpoint(sandbox)
      if (!row) return []
      const checkpoint = openOwn(row.text, parts)
      if (checkpoint) return [{ sandbox, checkpoint, where: 'the database' }]
      throw new AuditLogError(
        `The last checkpoint of the audit log of ${sandbox} is not signed by this installation: the database was changed by hand. Restore it from a backup.`,
      )
    }),
  )
  return known.flat()
}

/** The largest checkpoint of each log of this installation in the file where they are kept; of others it may hold any. */
async function inFile(parts: CheckpointParts): Promise<Known[]> {
  const { file, instanceId } = parts
  if (file === undefined) return []
  const largest = new Map<string, Checkpoint>()
  for (const text of splitCheckpoints(await textOf(file))) {
    const checkpoint = openOwn(text, parts)
    if (checkpoint && checkpoint.size >= (largest.get(checkpoint.origin)?.size ?? 0)) {
      largest.set(checkpoint.origin, checkpoint)
    }
  }
  const prefix = originOf(instanceId, '')
  return [...largest.values()]
    .filter(({ origin }) => origin.startsWith(prefix))
    .map((checkpoint) => ({ sandbox: checkpoint.origin.slice(prefix.length) as SandboxId, checkpoint, where: file }))
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw new AuditLogError(
      `KEYSTEAD_CHECKPOINT_FILE ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function openOwn(text: string, { key }: CheckpointParts): Checkpoint | undefined {
  return openCheckpoint(text, Buffer.from(key.publicKey, 'base64'), isSignedByCheckpointKey)
}

async function assertSame({ store }: CheckpointParts, { sandbox, checkpoint, where }: Known): Promise<void> {
  const size = store.treeHeads().find((head) => head.sandbox === sandbox)?.size ?? 0
  const remedy = 'Nothing was changed. Run keystead verify to see where, and restore the database from a backup.'
  if (size < checkpoint.size) {
    const message = `The audit log of ${sandbox} has ${size} events, but a checkpoint in ${where} speaks of ${checkpoint.size}: events were taken away, or the database is an older copy.`
    throw new AuditLogError(`${message} ${remedy}`)
  }
  const root = await rootAt(checkpoint.size, (subtree) => store.subtree(sandbox, subtree))
  if (root.equals(checkpoint.root)) return
  throw new AuditLogError(
    `The first ${checkpoint.size} events of the audit log of ${sandbox} are not those that were signed in ${where}: events were changed. ${remedy}`,
  )
}

async function sign({ store, instanceId, key, clock }: CheckpointParts, head: TreeHead): Promise<string> {
  const { sandbox, size, root } = head
  const signer = { publicKey: Buffer.from(key.publicKey, 'base64'), sign: key.sign }
  const checkpoint = { origin: originOf(instanceId, sandbox), size, root, time: isoMillis(clock.now()) }
  const text = checkpointText(checkpoint, signer)
  await store.commit({ writes: [insert('checkpoint', { sandbox, size, text })], events: [] })
  return text
}

/** That it cannot be written does not stop the calls: the database has the checkpoint. */
async function appendTo(file: string, text: string, log: Log): Promise<void> {
  try {
    await appendFile(file, `${text}\n`, { mode: 0o600, flush: true })
  } catch (error) {
    log.error(`the checkpoint could not be appended to ${file}`, error)
  }
}
