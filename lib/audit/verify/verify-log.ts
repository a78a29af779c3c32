import type { Checkpoint } from '../checkpoint.ts'
import { Tree } from '../merkle.ts'
import { SEGMENT, SEGMENT_LEVEL } from '../segment.ts'
import type { Part, PartFindings } from './read-part.ts'
import type { LogSource, SegmentRoot } from './source.ts'

/** What is wrong with a log. */
export type Fault =
  /** `seq` is the first event that is not as it was written, or from which on something is wrong. */
  | { readonly kind: 'tampered'; readonly seq: number; readonly reason: string }
  /** The log ends before `known`, which something else still knows. */
  | { readonly kind: 'cut'; readonly size: number; readonly known: number; readonly by: string }

/** What was found of a log that is sound. */
export interface SoundLog {
  readonly size: number
  /** Events that were taken away by retention: their tree is there. */
  readonly pruned: number
  readonly checkpoints: number
  /** The last of them. */
  readonly signed: Checkpoint | undefined
  /** Those that speak of a size within what was taken away, so that nothing is left to compare. */
  readonly uncompared: number
}

/** A checkpoint whose signature holds, and where it was found. */
export interface KnownCheckpoint {
  readonly checkpoint: Checkpoint
  readonly where: string
}

export interface LogCheck {
  readonly log: LogSource
  /** In order of their size. */
  readonly known: readonly KnownCheckpoint[]
  /** What becomes of parts, in order; each may be read elsewhere. */
  readParts(parts: readonly Part[]): AsyncIterable<PartFindings>
  /** Told of each part that is sound. */
  readonly follow?: (findings: PartFindings) => void
}

/** Events in a part. */
const PART = 32 * SEGMENT

class Found extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.kind)
    this.fault = fault
  }
}

const tampered = (seq: number, reason: string) => new Found({ kind: 'tampered', seq, reason })

/** Reads a log from its beginning and compares it with its own tree and with what was signed of it. */
export async function verifyLog(check: LogCheck): Promise<SoundLog | Fault> {
  try {
    return await read(check)
  } catch (error) {
    if (error instanceof Found) return error.fault
    throw error
  }
}

async function read({ log, known, readParts, follow }: LogCheck): Promise<SoundLog> {
  const { first = 1, last = 0 } = log.range() ?? {}
  const segments = log.segments()
  const start = startTree(first - 1, segments)
  const comparison = new Comparison(start, known, segments)
  const parts = partsOf(first, last, known)
  let pruning: PartFindings['pruning']
  let index = 0
  for await (const read of readParts(parts)) {
    const part = parts[index++]
    // Read by another moment's view, as where events are taken away meanwhile; what is seen here is what counts.
    const findings = read.fault && part ? log.read(part) : read
    comparison.take(findings)
    if ((findings.pruning?.through ?? 0) > (pruning?.through ?? 0)) pruning = findings.pruning
    follow?.(findings)
  }
  const { size, shown } = comparison
  assertEnd(size, log, known, segments)
  const signed = known.at(-1)?.checkpoint
  if (size > 0 && !signed) throw tampered(1, 'no checkpoint vouches for the log')
  if (start.size > 0) assertPruned(start.size, pruning, shown)
  const uncompared = known.filter(({ checkpoint }) => checkpoint.size < start.size).length
  return { size, pruned: start.size, checkpoints: known.length, signed, uncompared }
}

/** That the log itself tells of what was taken away, in an event that a signature speaks for. */
function assertPruned(size: number, pruning: PartFindings['pruning'], shown: number): void {
  if (!pruning || pruning.through < size) {
    throw tampered(1, `the first ${size} events are missing, and the log tells of no pruning`)
  }
  if (pruning.seq <= shown) return
  throw tampered(1, `the first ${size} events are missing, and no checkpoint vouches for what tells of their pruning`)
}

function partsOf(first: number, last: number, known: readonly KnownCheckpoint[]): Part[] {
  const count = Math.max(0, Math.ceil((last - first + 1) / PART))
  const ofPart = Map.groupBy(
    known.map(({ checkpoint }) => checkpoint.size),
    (size) => Math.floor((size - first) / PART),
  )
  return Array.from({ length: count }, (_, index) => {
    const from = first + index * PART
    return { first: from, last: Math.min(last, from + PART - 1), sizes: ofPart.get(index) ?? [] }
  })
}

/** The tree of the events that retention took away: the roots of their segments stand in for them. */
function startTree(size: number, segments: readonly SegmentRoot[]): Tree {
  const roots = segments.slice(0, Math.floor(size / SEGMENT))
  const isWhole = roots.length * SEGMENT === size && roots.every(({ segment }, at) => segment === at)
  if (!isWhole) throw tampered(1, `the first ${size} events are missing`)
  return roots.reduce((tree, { root }) => tree.append(Buffer.from(root), undefined, SEGMENT_LEVEL), Tree.empty)
}

/** The tree as it grows from part to part, held against signatures and the roots of segments. */
class Comparison {
  /** Of whole segments. */
  #tree: Tree
  readonly #segments: readonly SegmentRoot[]
  readonly #waiting: KnownCheckpoint[]
  /** The end of what a signature has shown to be sound. */
  shown = 0
  size: number

  constructor(start: Tree, known: readonly KnownCheckpoint[], segments: readonly SegmentRoot[]) {
    this.#tree = start
    this.size = start.size
    this.#segments = segments
    this.#waiting = known.filter(({ checkpoint }) => checkpoint.size >= start.size && checkpoint.size > 0)
    this.#compare(start)
  }

  take({ end, segments, within, fault }: PartFindings): void {
    const compareWithin = (from: number, to: number) => {
      for (const [size, peaks] of within) {
        if (size <= from || size >= to) continue
        const grow = (tree: Tree, { level, hash }: { level: number; hash: Uint8Array }) =>
          tree.append(Buffer.from(hash), undefined, level)
        this.#compare(peaks.reduce(grow, this.#tree))
      }
    }
    for (const { segment, root } of segments) {
      compareWithin(segment * SEGMENT, (segment + 1) * SEGMENT)
      this.#compareSegment(segment, root)
      this.#tree = this.#tree.append(Buffer.from(root), undefined, SEGMENT_LEVEL)
      this.#compare(this.#tree)
    }
    compareWithin(this.#tree.size, Number.POSITIVE_INFINITY)
    this.size = end
    if (fault) throw tampered(fault.seq, fault.reason)
  }

  #compare(tree: Tree): void {
    for (let next = this.#waiting[0]; next?.checkpoint.size === tree.size; next = this.#waiting[0]) {
      const [from, to] = [this.shown + 1, tree.size]
      if (!tree.root().equals(next.checkpoint.root)) {
        const signed = `a checkpoint in ${next.where} has another root`
        throw tampered(from, `events ${from} to ${to} are not those that were signed: ${signed}`)
      }
      this.shown = tree.size
      this.#waiting.shift()
    }
  }

  #compareSegment(segment: number, root: Uint8Array): void {
    const stored = this.#segments[segment]
    if (stored?.segment === segment && Buffer.compare(root, stored.root) === 0) return
    const first = segment * SEGMENT + 1
    throw tampered(first, `events ${first} to ${first + SEGMENT - 1} do not have the root of their segment`)
  }
}

/** That nothing knows of more events than there are. */
function assertEnd(
  size: number,
  { lastSeq }: LogSource,
  known: readonly KnownCheckpoint[],
  segments: readonly SegmentRoot[],
): void {
  const cut = (knows: number, by: string) => new Found({ kind: 'cut', size, known: knows, by })
  const last = known.at(-1)
  if (last && last.checkpoint.size > size) throw cut(last.checkpoint.size, `a checkpoint in ${last.where}`)
  if (lastSeq > size) throw cut(lastSeq, "the log's counter")
  if (lastSeq < size) throw tampered(lastSeq + 1, 'the counter of the log does not know it')
  if (segments.length * SEGMENT > size) throw cut(segments.length * SEGMENT, 'the root of a segment')
}
