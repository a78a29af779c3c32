import { openCheckpoint, originOf, splitCheckpoints } from '#audit/checkpoint.ts'
import type { LogSource } from '#audit/verify/source.ts'
import type { Fault, KnownCheckpoint, SoundLog } from '#audit/verify/verify-log.ts'
import { verifyLog } from '#audit/verify/verify-log.ts'
import { RowLedger } from '#audit/verify/verify-rows.ts'
import { isSignedByCheckpointKey } from '#crypto/checkpoint-key.ts'
import { fromUtf8 } from '#kernel/bytes.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { type LogFile, openLogFile } from '#store/prisma/log-file.ts'
import { isTooLong } from './checkpoints.ts'
import { CHECKPOINT_PUBLIC_KEY, INSTANCE_ID } from './installation.ts'
import { publicKeyIn, readOperatorFile, VERDICT, type Verification, VerifyError } from './verify-files.ts'
import { readParts } from './verify-parts.ts'

export interface VerifyRequest {
  /** The database file: a running server's, or a copy. */
  readonly database: string
  /** A file with the public key that was printed at the first start; the database's own otherwise. */
  readonly publicKey?: string | undefined
  /** A file of checkpoints that were kept elsewhere. */
  readonly fromCheckpoint?: string | undefined
  /** Whether every row is compared with what the log says of it. */
  readonly rows: boolean
}

/**
 * Checks a database's audit logs against their trees and what was signed of them, offline. `progress` is told how many
 * events of how many were read. Throws VerifyError or StoreError for what cannot be read.
 */
export async function verify(
  request: VerifyRequest,
  progress: (read: number, all: number) => void,
): Promise<Verification> {
  const file = openLogFile(request.database)
  try {
    return await verifyFile(file, request, progress)
  } finally {
    file.close()
  }
}

async function verifyFile(
  file: LogFile,
  { database, publicKey, fromCheckpoint, rows }: VerifyRequest,
  progress: (read: number, all: number) => void,
): Promise<Verification> {
  const key = keyOf(file, publicKey)
  const lines = [publicKey === undefined ? 'public key: taken from this database' : `public key: from ${publicKey}`]
  const instanceId = fromUtf8(file.instance().get(INSTANCE_ID) ?? Buffer.alloc(0)) ?? ''
  const kept = fromCheckpoint === undefined ? [] : keptCheckpoints(fromCheckpoint, instanceId, key)
  const sandboxes = new Set([...file.sandboxes(), ...kept.map(({ sandbox }) => sandbox)])
  const logs = [...sandboxes].map((sandbox) => file.log(sandbox, { indexes: rows }))
  const all = logs.reduce((sum, { lastSeq }) => sum + lastSeq, 0)
  const ledger = new RowLedger()
  let read = 0
  for (const log of logs) {
    const stored = storedCheckpoints(log.checkpoints(), originOf(instanceId, log.sandbox), key)
    if (!stored) return bad(lines, VERDICT.tampered, unsigned(log.sandbox))
    const known = [...stored, ...kept.filter(({ sandbox }) => sandbox === log.sandbox)]
    const before = read
    const result = await verifyLog({
      log,
      known: known.sort((a, b) => a.checkpoint.size - b.checkpoint.size),
      readParts: (parts) => readParts({ file: database, sandbox: log.sandbox, indexes: rows }, parts),
      follow(findings) {
        ledger.follow(findings)
        read = before + findings.end
        progress(read, all)
      },
    })
    if ('kind' in result) return faulty(lines, log.sandbox, result)
    const tail = longTail(log, result)
    if (tail !== undefined) return bad(lines, VERDICT.tampered, `log ${log.sandbox}, event ${tail}: ${LONG_TAIL}`)
    lines.push(...soundLines(log.sandbox, result))
  }
  if (!rows) return { code: VERDICT.sound, lines: [...lines, 'sound'] }
  const uses = logs.flatMap((log) => log.uses())
  const [first, ...others] = ledger.compare(file.rows(), uses)
  if (first) {
    const more = others.length > 0 ? `, and ${others.length} more rows are wrong` : ''
    const message = `event ${first.seq}: the row ${first.row}: ${first.reason}${more}`
    return bad(lines, VERDICT.tampered, message)
  }
  return { code: VERDICT.sound, lines: [...lines, `rows: ${ledger.size} are as the log says`, 'sound'] }
}

function keyOf(file: LogFile, from: string | undefined): Buffer {
  if (from === undefined) {
    const own = file.instance().get(CHECKPOINT_PUBLIC_KEY)
    if (own) return Buffer.from(own)
    throw new VerifyError('The database holds no public key: name the file of one with --public-key.')
  }
  return publicKeyIn(from)
}

interface KeptCheckpoint extends KnownCheckpoint {
  readonly sandbox: SandboxId
}

/** Those of this installation; a file may hold others too. */
function keptCheckpoints(file: string, instanceId: string, key: Buffer): KeptCheckpoint[] {
  const prefix = originOf(instanceId, '')
  const kept = splitCheckpoints(readOperatorFile(file)).flatMap((text): KeptCheckpoint[] => {
    const checkpoint = openCheckpoint(text, key, isSignedByCheckpointKey)
    if (!checkpoint?.origin.startsWith(prefix)) return []
    return [{ checkpoint, where: file, sandbox: checkpoint.origin.slice(prefix.length) as SandboxId }]
  })
  if (kept.length > 0) return kept
  throw new VerifyError(`${file} holds no checkpoint of this installation that the public key has signed.`)
}

/** Undefined when one of them is not signed by the key, or speaks of another log. */
function storedCheckpoints(texts: readonly string[], origin: string, key: Buffer): KnownCheckpoint[] | undefined {
  const opened = texts.map((text) => openCheckpoint(text, key, isSignedByCheckpointKey))
  const own = opened.filter((checkpoint) => checkpoint?.origin === origin)
  if (own.length < texts.length) return undefined
  return own.flatMap((checkpoint) => (checkpoint ? [{ checkpoint, where: 'the database' }] : []))
}

const LONG_TAIL = 'from here on nothing is signed, which is more than a crash leaves: checkpoints were taken away'

/** The first unsigned event, where there are more than a crash can leave. */
function longTail(log: LogSource, { signed }: SoundLog): number | undefined {
  const from = signed?.size ?? 0
  return isTooLong(log.tail(from)) ? from + 1 : undefined
}

function soundLines(sandbox: string, { size, pruned, checkpoints, signed, uncompared }: SoundLog): string[] {
  const unsignedTail = size - (signed?.size ?? 0)
  return [
    `log ${sandbox}: ${size} events, ${checkpoints} checkpoints, the last of ${signed?.time ?? 'never'}`,
    ...(pruned > 0 ? [`  the first ${pruned} were taken away by retention; their tree is there`] : []),
    ...(uncompared > 0 ? [`  ${uncompared} checkpoints speak of sizes within those, and were not compared`] : []),
    ...(unsignedTail > 0 ? [`  the last ${unsignedTail} are not signed yet: no signature speaks for them`] : []),
  ]
}

function faulty(lines: readonly string[], sandbox: string, fault: Fault): Verification {
  if (fault.kind === 'tampered')
    return bad(lines, VERDICT.tampered, `log ${sandbox}, event ${fault.seq}: ${fault.reason}`)
  const { size, known, by } = fault
  return bad(lines, VERDICT.cut, `log ${sandbox}: it ends with event ${size}, but ${by} knows of event ${known}`)
}

function unsigned(sandbox: string): string {
  return `log ${sandbox}: it holds a checkpoint that the public key has not signed`
}

function bad(lines: readonly string[], code: Verification['code'], message: string): Verification {
  return { code, lines: [...lines, `${code === VERDICT.cut ? 'CUT OFF' : 'TAMPERED'}: ${message}`] }
}
