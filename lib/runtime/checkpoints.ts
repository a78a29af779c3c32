import { appendFile, open } from 'node:fs/promises'
import type { Checkpoint } from '#audit/checkpoint.ts'
import { checkpointSize, checkpointText, openCheckpoint, originOf, splitCheckpoints } from '#audit/checkpoint.ts'
import { rootAt } from '#audit/merkle.ts'
import { type CheckpointKey, isSignedByCheckpointKey } from '#crypto/checkpoint-key.ts'
import { type Clock, isoMillis } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { type CheckpointRow, expect, insert, type LogTail, type Store, type TreeHead } from '#kms/ports.ts'
import { isStoreError } from '#store/errors.ts'
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
  /** Whether the installation may have logs that were never signed, because they are older than that. */
  readonly isUpgrade?: boolean
}

/** Signs the logs as they grow. */
export interface Checkpoints {
  /** Signs what is not signed yet. */
  sign(): Promise<void>
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
  for (const known of await inStore(parts)) {
    await assertSame(parts, known)
    signed.set(known.sandbox, known.checkpoint.size)
  }
  for (const known of await inFile(parts)) {
    await assertKept(parts, known)
    signed.set(known.sandbox, Math.max(known.checkpoint.size, signed.get(known.sandbox) ?? 0))
  }
  if (!parts.isUpgrade) await assertShortTails(parts, signed)

  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let closed = false

  /** Logs that were put back or taken away: what is signed of them is looked up again. */
  const rewound = new Set<SandboxId>()
  store.onRewind((sandbox) => {
    rewound.add(sandbox)
    run()
  })
  const lookUp = async () => {
    for (const sandbox of [...rewound]) {
      rewound.delete(sandbox)
      const row = await store.checkpoint(sandbox)
      if (row) signed.set(sandbox, row.size)
      else signed.delete(sandbox)
    }
  }
  const unsigned = () => store.treeHeads().filter(({ sandbox, size }) => size > (signed.get(sandbox) ?? 0))
  const signAll = async () => {
    await lookUp()
    for (const head of unsigned()) {
      const made = await sign(parts, head)
      if (!made) {
        rewound.add(head.sandbox)
        wait()
        continue
      }
      signed.set(head.sandbox, made.size)
      // A log that can be put back goes on in another way after that: only the one of `main` is held to the file.
      if (file !== undefined && head.sandbox === MAIN_SANDBOX) await appendTo(file, made.text, log)
    }
  }
  const signNow = () => {
    const done = running.then(signAll)
    running = done.catch(() => undefined)
    return done
  }
  const run = () => {
    clearTimeout(timer)
    timer = undefined
    signNow().catch((error: unknown) => {
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
    // At once also where a log begins: until something is signed of it, nothing vouches for it.
    if (heads.some(({ sandbox, size }) => !signed.get(sandbox) || size - (signed.get(sandbox) ?? 0) >= EVENTS)) run()
    else wait()
  })
  await signAll()
  return {
    sign: signNow,
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
    // The log of `main` is looked for even where nothing is left of it but its checkpoints.
    [...new Set([MAIN_SANDBOX, ...parts.store.treeHeads().map(({ sandbox }) => sandbox)])].map(async (sandbox) => {
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

/**
 * The last checkpoint of each log of this installation in the file where they are kept; of others it may hold any. The
 * file is read from its end, as far as it takes: it grows for good.
 */
async function inFile(parts: CheckpointParts): Promise<Known[]> {
  const { file, instanceId } = parts
  if (file === undefined) return []
  const prefix = originOf(instanceId, '')
  for (let bytes = FIRST_LOOK; ; bytes *= GROWTH) {
    const { text, isWhole } = await endOf(file, bytes)
    const opened = splitCheckpoints(text).flatMap((each) => openOwn(each, parts) ?? [])
    const own = opened.filter(({ origin }) => origin.startsWith(prefix)).sort((a, b) => a.size - b.size)
    const largest = new Map(own.map((checkpoint) => [checkpoint.origin, checkpoint]))
    if (largest.size === 0 && !isWhole) continue
    return [...largest.values()].map((checkpoint) => ({
      sandbox: checkpoint.origin.slice(prefix.length) as SandboxId,
      checkpoint,
      where: file,
    }))
  }
}

/** How much of the end of that file is read first, and how much more each time. */
const [FIRST_LOOK, GROWTH] = [64 * 1024, 16]

async function endOf(file: string, bytes: number): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  try {
    return await readEnd(file, bytes)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { text: '', isWhole: true }
    throw new AuditLogError(
      `KEYSTEAD_CHECKPOINT_FILE ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

async function readEnd(file: string, bytes: number) {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, bytes)
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return { text: buffer.toString('utf8'), isWhole: length === size }
  } finally {
    await handle.close()
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

/** What was kept elsewhere may speak of a size that lies within what retention has taken away since: nothing is left to compare. */
async function assertKept(parts: CheckpointParts, known: Known): Promise<void> {
  try {
    await assertSame(parts, known)
  } catch (error) {
    const own = await parts.store.checkpoint(known.sandbox)
    const isOlder = checkpointSize(own?.text ?? '') > known.checkpoint.size
    if (!(isOlder && isStoreError(error) && error.code === 'corrupt')) throw error
    parts.log.warn('the last checkpoint that was kept lies in the part of the log that was pruned', {
      file: known.where,
      size: known.checkpoint.size,
    })
  }
}

/**
 * A crash leaves a second of events unsigned, and what waited to be written. Seconds are counted, not spanned: a clock
 * that was set in between is no reason to refuse a log.
 */
export const LONGEST_TAIL = { events: 20_000, seconds: 60 } as const

/** Whether there are more unsigned events than a crash can leave: then they were put in place of signed ones. */
export const isTooLong = ({ events, seconds }: LogTail) =>
  events > LONGEST_TAIL.events || seconds > LONGEST_TAIL.seconds

async function assertShortTails({ store }: CheckpointParts, signed: ReadonlyMap<SandboxId, number>): Promise<void> {
  for (const { sandbox } of store.treeHeads()) {
    const tail = await store.tail(sandbox, signed.get(sandbox) ?? 0)
    if (!isTooLong(tail)) continue
    throw new AuditLogError(
      `The last ${tail.events} events of the audit log of ${sandbox} are not signed, which is more than a crash leaves: checkpoints were taken away. Run keystead verify to see, and restore the database from a backup.`,
    )
  }
}

/** Undefined when something was done to the sandbox meanwhile: its log may not be that one any more. */
async function sign(
  parts: CheckpointParts,
  { sandbox }: TreeHead,
): Promise<Pick<CheckpointRow, 'size' | 'text'> | undefined> {
  const { store, instanceId, key, clock } = parts
  const row = sandbox === MAIN_SANDBOX ? undefined : await store.sandbox(sandbox)
  const head = store.treeHeads().find((each) => each.sandbox === sandbox)
  if (!head || (sandbox !== MAIN_SANDBOX && !row)) return undefined
  const { size, root } = head
  const signer = { publicKey: Buffer.from(key.publicKey, 'base64'), sign: key.sign }
  const checkpoint = { origin: originOf(instanceId, sandbox), size, root, time: isoMillis(clock.now()) }
  const text = checkpointText(checkpoint, signer)
  const unmoved = row ? [expect<'sandbox'>('sandbox', row)] : []
  const answer = await store.commit({ writes: [...unmoved, insert('checkpoint', { sandbox, size, text })], events: [] })
  if (answer === 'committed') return { size, text }
  if (row) return undefined
  throw new AuditLogError(`The audit log of ${sandbox} has a checkpoint of ${size} events already, of other ones.`)
}

/** That it cannot be written does not stop the calls: the database has the checkpoint. */
async function appendTo(file: string, text: string, log: Log): Promise<void> {
  try {
    await appendFile(file, `${text}\n`, { mode: 0o600, flush: true })
  } catch (error) {
    log.error(`the checkpoint could not be appended to ${file}`, error)
  }
}
