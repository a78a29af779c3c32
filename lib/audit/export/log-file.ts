import { utf8 } from '#kernel/bytes.ts'
import { runningSha256 } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { TrailFolder } from './folder.ts'
import { logFilePath, type TrailPlace } from './layout.ts'
import type { TrailRecord } from './trail-record.ts'

/** A log file as its digest names it; the hash is of what is compressed. */
export interface LogFileEntry {
  readonly path: string
  readonly sha256: string
  readonly newestEventTime: string
  readonly oldestEventTime: string
}

const HEAD = '{"Records":['
const TAIL = ']}'
/** What is gathered before it is compressed. */
const CHUNK = 64 * 1024

/** A log file that is being written: `{"Records":[…]}`, the records as they stand in the log. */
export class LogFile {
  readonly #place: TrailPlace
  readonly #draft: ReturnType<TrailFolder['draft']>
  readonly #hash = runningSha256()
  #chunk = HEAD
  #bytes = HEAD.length
  #records = 0
  #newest = ''
  #oldest = ''
  #time: EpochMillis

  /** Its name tells the minute of its last record, but none before `start`. */
  constructor(place: TrailPlace, folder: TrailFolder, start: EpochMillis) {
    this.#place = place
    this.#draft = folder.draft()
    this.#time = start
  }

  /** Uncompressed. */
  get bytes(): number {
    return this.#bytes
  }

  async add({ text, eventTime, time }: TrailRecord): Promise<void> {
    const part = this.#records === 0 ? text : `,${text}`
    this.#records++
    this.#bytes += Buffer.byteLength(part)
    this.#chunk += part
    if (time > this.#time) this.#time = time
    if (eventTime > this.#newest) this.#newest = eventTime
    if (this.#oldest === '' || eventTime < this.#oldest) this.#oldest = eventTime
    if (this.#chunk.length >= CHUNK) await this.#flush()
  }

  async finish(): Promise<LogFileEntry> {
    this.#chunk += TAIL
    await this.#flush()
    const sha256 = this.#hash.hex()
    const path = logFilePath(this.#place, this.#time, sha256)
    await this.#draft.publish(path)
    return { path, sha256, newestEventTime: this.#newest, oldestEventTime: this.#oldest }
  }

  discard(): Promise<void> {
    return this.#draft.discard()
  }

  async #flush(): Promise<void> {
    const bytes = utf8(this.#chunk)
    this.#chunk = ''
    this.#hash.update(bytes)
    await this.#draft.append(bytes)
  }
}
