import { sha256 } from '#kernel/hash.ts'

/** A SHA-256 hash in the tree of a log (RFC 6962 section 2.1). */
export type Hash = Buffer

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Hash = sha256('')

const NODE = Buffer.of(1)

/** Of an event's text: SHA-256(00 ‖ text). */
export function leafHash(text: string): Hash {
  return sha256(`\0${text}`)
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  return sha256(Buffer.concat([NODE, left, right]))
}

/** A perfect subtree of 2^level leaves; `index` counts those of its level from the left. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** The root of a perfect subtree of 2^level leaves. */
export interface Peak {
  readonly level: number
  readonly hash: Hash
}

/**
 * A tree that only grows, held as the roots of the perfect subtrees it is made of, largest first. Nothing in it changes:
 * `append` gives another tree.
 */
export class Tree {
  readonly size: number
  /** What it is made of, largest first. */
  readonly peaks: readonly Peak[]

  private constructor(size: number, peaks: readonly Peak[]) {
    this.size = size
    this.peaks = peaks
  }

  static readonly empty = new Tree(0, [])

  /**
   * The tree with one more leaf, or one more perfect subtree of `level`, whose place the size must fit. `complete` is
   * told of the subtree of each level that this completes.
   */
  append(hash: Hash, complete: (level: number, hash: Hash) => void = ignore, level = 0): Tree {
    if (this.size % 2 ** level !== 0) throw new RangeError(`a subtree of level ${level} does not fit at ${this.size}`)
    const peaks = [...this.peaks]
    let grown: Peak = { level, hash }
    complete(level, hash)
    for (let last = peaks.at(-1); last?.level === grown.level; last = peaks.at(-1)) {
      peaks.pop()
      grown = { level: grown.level + 1, hash: nodeHash(last.hash, grown.hash) }
      complete(grown.level, grown.hash)
    }
    return new Tree(this.size + 2 ** level, [...peaks, grown])
  }

  root(): Hash {
    const [last, ...others] = this.peaks.map(({ hash }) => hash).reverse()
    return last === undefined ? EMPTY_ROOT : others.reduce((root, peak) => nodeHash(peak, root), last)
  }
}

function ignore(): void {}

/** Where hashes of perfect subtrees come from. */
export type Subtrees = (subtree: Subtree) => Promise<Hash>

/** The path that proves a leaf of a tree of `size` leaves (RFC 6962 section 2.1.1). Throws RangeError. */
export async function inclusionProof(index: number, size: number, subtrees: Subtrees): Promise<Hash[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`)
  const path = async (from: number, to: number): Promise<Hash[]> => {
    if (to - from === 1) return []
    const split = from + splitOf(to - from)
    return index < split
      ? [...(await path(from, split)), await rangeHash(split, to, subtrees)]
      : [...(await path(split, to)), await rangeHash(from, split, subtrees)]
  }
  return path(0, size)
}

/** What proves that a tree of `older` leaves is the beginning of one of `size` (RFC 6962 section 2.1.2). Throws RangeError. */
export async function consistencyProof(older: number, size: number, subtrees: Subtrees): Promise<Hash[]> {
  if (!(older >= 1 && older <= size)) throw new RangeError(`a tree of ${size} leaves has no beginning of ${older}`)
  const proof = async (from: number, to: number, isWhole: boolean): Promise<Hash[]> => {
    if (older === to) return isWhole ? [] : [await rangeHash(from, to, subtrees)]
    const split = from + splitOf(to - from)
    return older <= split
      ? [...(await proof(from, split, isWhole)), await rangeHash(split, to, subtrees)]
      : [...(await proof(split, to, false)), await rangeHash(from, split, subtrees)]
  }
  return proof(0, size, true)
}

/** The root of a tree's first `size` leaves. */
export function rootAt(size: number, subtrees: Subtrees): Promise<Hash> {
  return size === 0 ? Promise.resolve(EMPTY_ROOT) : rangeHash(0, size, subtrees)
}

/** The hash over leaves `from` to before `to`, where `from` begins a perfect subtree at least as large. */
async function rangeHash(from: number, to: number, subtrees: Subtrees): Promise<Hash> {
  const count = to - from
  const level = Math.log2(count)
  if (Number.isInteger(level)) return subtrees({ level, index: from / count })
  const split = from + splitOf(count)
  return nodeHash(await rangeHash(from, split, subtrees), await rangeHash(split, to, subtrees))
}

/** The root of a perfect subtree from all hashes of one of its levels. */
export function subtreeRoot(hashes: readonly Hash[]): Hash {
  return hashes.reduce((tree, hash) => tree.append(hash), Tree.empty).root()
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1))
}

export interface Inclusion {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Whether a leaf is where it is said to be (RFC 9162 section 2.1.3.2). */
export function isIncluded({ index, size, leaf, proof, root }: Inclusion): boolean {
  if (!(index >= 0 && index < size) || leaf.length !== EMPTY_ROOT.length) return false
  let [at, last] = [index, size - 1]
  let hash: Uint8Array = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && Buffer.compare(hash, root) === 0
}

export interface Consistency {
  readonly older: number
  readonly size: number
  readonly olderRoot: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether one tree is the beginning of the other (RFC 9162 section 2.1.4.2). Never of an empty one, which says nothing. */
export function isConsistent({ older, size, olderRoot, root, proof }: Consistency): boolean {
  if (older < 1 || older > size) return false
  if (older === size) return proof.length === 0 && Buffer.compare(olderRoot, root) === 0
  let [at, last] = [older - 1, size - 1]
  while (isOdd(at)) [at, last] = [half(at), half(last)]
  const [first, ...path] = at === 0 ? [olderRoot, ...proof] : proof
  if (first === undefined) return false
  let [oldHash, newHash]: [Uint8Array, Uint8Array] = [first, first]
  for (const sibling of path) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      ;[oldHash, newHash] = [nodeHash(sibling, oldHash), nodeHash(sibling, newHash)]
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      newHash = nodeHash(newHash, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && Buffer.compare(oldHash, olderRoot) === 0 && Buffer.compare(newHash, root) === 0
}

/** Sizes exceed the 32 bits of JavaScript's shifts. */
const isOdd = (value: number) => value % 2 === 1
const half = (value: number) => Math.floor(value / 2)
