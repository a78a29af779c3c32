import type { EpochMillis } from '#kernel/ids.ts'
import { type DigestLink, type DigestSigner, digestMetadata, signedDigest } from './digest.ts'
import type { TrailFolder } from './folder.ts'
import { metadataPath, type TrailNames, type TrailPlace } from './layout.ts'
import { LogFile, type LogFileEntry } from './log-file.ts'
import type { TrailRecord } from './trail-record.ts'

/** What the chains of an export share. */
export interface ChainParts {
  readonly folder: TrailFolder
  readonly signer: DigestSigner
  readonly names: TrailNames
  /** The size of a log file, uncompressed, at which another one begins. */
  readonly maxBytes: number
}

/** The log files and digests of one account and Region, hour by hour. */
export class Chain {
  readonly place: TrailPlace
  readonly #parts: ChainParts
  #previous: DigestLink | null
  #open: LogFile | undefined
  #files: LogFileEntry[] = []

  constructor(place: TrailPlace, parts: ChainParts, previous: DigestLink | null = null) {
    this.place = place
    this.#parts = parts
    this.#previous = previous
  }

  /** The newest digest. */
  get previous(): DigestLink | null {
    return this.#previous
  }

  /** Adds a record to the log file of the hour that is open. */
  async add(record: TrailRecord, hour: EpochMillis): Promise<void> {
    this.#open ??= new LogFile(this.place, this.#parts.folder, hour)
    await this.#open.add(record)
    if (this.#open.bytes >= this.#parts.maxBytes) await this.#finishFile()
  }

  /** Ends the hour with its digest. Answers how many log files it has. */
  async close(hour: EpochMillis): Promise<number> {
    await this.#finishFile()
    const { folder, names, signer } = this.#parts
    const logFiles = this.#files
    const digest = signedDigest({ place: this.place, names, hour, logFiles, previous: this.#previous }, signer)
    const { path, sha256, signature, text } = digest
    await Promise.all([
      folder.write(path, text),
      folder.write(metadataPath(path), `${JSON.stringify(digestMetadata(digest))}\n`),
    ])
    this.#previous = { path, sha256, signature }
    this.#files = []
    return logFiles.length
  }

  /** Leaves nothing of a log file that is not finished. */
  async discard(): Promise<void> {
    await this.#open?.discard()
  }

  async #finishFile(): Promise<void> {
    if (this.#open) this.#files.push(await this.#open.finish())
    this.#open = undefined
  }
}
