import { join } from 'node:path'
import { ExportError } from '#audit/export/export-error.ts'
import type { TrailNames } from '#audit/export/layout.ts'
import { NO_KEYS, type PublicKeyList, type TrailKey, withKey } from '#audit/export/public-keys.ts'
import { exportTrail, type TrailFilter, type TrailRun, type TrailState } from '#audit/export/trail.ts'
import type { LoggedEvent } from '#audit/export/trail-record.ts'
import { utf8 } from '#kernel/bytes.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'
import { type EpochMillis, isAccountId, type SandboxId } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { findRegion } from '#model/regions.ts'
import { openLogFile } from '#store/prisma/log-file.ts'
import type { Config } from './config.ts'
import { openTrailSigner } from './installation.ts'
import { readText, removeDrafts, trailFolder, writeWhole } from './trail-folder.ts'
import { readTrailState, writeTrailState } from './trail-state.ts'

/** What an export reads of a database. */
export interface LogReader {
  instance(): ReadonlyMap<string, Uint8Array>
  /** The events of a sandbox behind a sequence number, in order. */
  events(sandbox: SandboxId, after: number): Iterable<LoggedEvent>
  /** Of a sandbox: the newest sequence number. */
  log(sandbox: SandboxId): { readonly lastSeq: number }
  close(): void
}

/** What an operator asks for. */
export interface ExportRequest {
  readonly folder: string
  readonly bucket?: string | undefined
  readonly account?: string | undefined
  readonly region?: string | undefined
}

interface ExportParts {
  readonly openLog?: (file: string) => LogReader
  readonly clock?: Clock
  /** Told how many events of the log were read, of how many. */
  readonly progress?: (read: number, all: number) => void
}

/** The keys of a trail, as ListPublicKeys gives them out. */
const PUBLIC_KEYS = 'public-keys.json'
const TRAIL = 'keystead'
const BUCKET = 'keystead-trail'
/** A call is written soon after it was made: what belongs to an hour is there by then. */
const GRACE = 5 * 60_000

/**
 * Writes the log of a configuration's database into a folder as CloudTrail would, and goes on with what is there. Reads
 * the database only, whether a server has it open or not. Throws ExportError, CryptoError or StoreError.
 */
export async function exportTrailTo(
  request: ExportRequest,
  config: Config,
  { openLog = openLogFile, clock = systemClock, progress }: ExportParts = {},
): Promise<TrailRun> {
  const { names, filter } = parse(request)
  const log = openLog(config.database)
  try {
    const { instanceId, exportKey } = await openTrailSigner(log.instance(), config.rootKey.path, systemSecrets)
    const subject = { instanceId, names, filter }
    const before = await readTrailState(request.folder, subject)
    const { lastSeq } = log.log(MAIN_SANDBOX)
    await removeDrafts(request.folder, clock.now())
    const run = await exportTrail({
      events: log.events(MAIN_SANDBOX, before?.seq ?? 0),
      state: before,
      filter,
      names,
      signer: exportKey,
      folder: trailFolder(request.folder, systemIds),
      now: () => clock.now(),
      isOver: (time) => clock.now() >= time + GRACE,
      progress: (seq) => progress?.(seq, lastSeq),
    })
    if (run.state !== undefined && run.state !== before) {
      await noteKey(request.folder, exportKey, before, run.state)
      await writeTrailState(request.folder, subject, run.state, systemIds)
    }
    return run
  } finally {
    log.close()
  }
}

function parse({ bucket = BUCKET, account, region }: ExportRequest): { names: TrailNames; filter: TrailFilter } {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new ExportError(
      `'${bucket}' cannot be the name of a bucket: 3 to 63 lower-case letters, digits, dots, dashes.`,
    )
  }
  if (account !== undefined && !isAccountId(account)) throw new ExportError('The account must be 12 digits.')
  const found = region === undefined ? undefined : findRegion(region)
  if (region !== undefined && !found) throw new ExportError(`'${region}' is not an AWS Region.`)
  const filter = { ...(account !== undefined && { account }), ...(found && { region: found.region }) }
  return { names: { bucket, trail: TRAIL }, filter }
}

async function noteKey(folder: string, key: TrailKey, before: TrailState | undefined, { since, until }: TrailState) {
  const text = await readText(folder, PUBLIC_KEYS)
  const known: PublicKeyList = text === undefined ? NO_KEYS : parseKeys(text, folder)
  const from: EpochMillis = before?.until ?? since
  const list = `${JSON.stringify(withKey(known, key, from, until), undefined, 2)}\n`
  await writeWhole(folder, PUBLIC_KEYS, utf8(list), systemIds)
}

function parseKeys(text: string, folder: string): PublicKeyList {
  try {
    const list: PublicKeyList = JSON.parse(text)
    if (Array.isArray(list.PublicKeyList)) return list
  } catch (cause) {
    throw new ExportError(`${join(folder, PUBLIC_KEYS)} is damaged. Export into an empty folder.`, { cause })
  }
  throw new ExportError(`${join(folder, PUBLIC_KEYS)} is damaged. Export into an empty folder.`)
}
