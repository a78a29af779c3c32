import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#kernel/hash.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import {
  consistencyProof,
  EMPTY_ROOT,
  type Hash,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootAt,
  type Subtree,
  Tree,
} from './merkle.ts'

interface Vectors {
  readonly inclusion: readonly {
    readonly file: string
    readonly leafIdx: number
    readonly treeSize: number
    readonly root: string
    readonly leafHash: string
    readonly proof: readonly string[] | null
    readonly wantErr: boolean
  }[]
  readonly consistency: readonly {
    readonly file: string
    readonly size1: number
    readonly size2: number
    readonly root1: string
    readonly root2: string
    readonly proof: readonly string[] | null
    readonly wantErr: boolean
  }[]
}

const VECTORS = 'vectors/merkle/rfc6962-proof-vectors.json'
const bytes = (text: string | null | undefined) => Buffer.from(text ?? '', 'base64')
const all = (proof: readonly string[] | null) => (proof ?? []).map(bytes)

describe.skipIf(!hasShared(VECTORS))('published proofs of RFC 6962 trees', () => {
  const { inclusion, consistency } = readSharedJson(VECTORS) as Vectors

  it('are judged as they must be: inclusion', () => {
    expect(inclusion.length).toBe(98)
    const judged = inclusion.map(({ leafIdx, treeSize, root, leafHash: leaf, proof }) =>
      isIncluded({ index: leafIdx, size: treeSize, leaf: bytes(leaf), proof: all(proof), root: bytes(root) }),
    )
    const wrong = inclusion.filter(({ wantErr }, index) => judged[index] === wantErr)
    expect(wrong.map(({ file }) => file)).toEqual([])
  })

  it('are judged as they must be: consistency', () => {
    expect(consistency.length).toBe(98)
    const judged = consistency.map(({ size1, size2, root1, root2, proof }) =>
      isConsistent({ older: size1, size: size2, olderRoot: bytes(root1), root: bytes(root2), proof: all(proof) }),
    )
    const wrong = consistency.filter(({ wantErr }, index) => judged[index] === wantErr)
    expect(wrong.map(({ file }) => file)).toEqual([])
  })
})

const LARGEST = 70
const leaves = Array.from({ length: LARGEST }, (_, index) => leafHash(`event ${index}`))

/** As RFC 6962 section 2.1 defines it, word by word. */
function definedRoot(of: readonly Hash[]): Hash {
  const [only, ...others] = of
  if (only === undefined) return EMPTY_ROOT
  if (others.length === 0) return only
  let k = 1
  while (k * 2 < of.length) k *= 2
  return nodeHash(definedRoot(of.slice(0, k)), definedRoot(of.slice(k)))
}

const subtrees = async ({ level, index }: Subtree) =>
  definedRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
const grown = (size: number) => leaves.slice(0, size).reduce((tree, leaf) => tree.append(leaf), Tree.empty)
const sizes = fc.integer({ min: 1, max: LARGEST })

describe('a tree that grows', () => {
  it('hashes leaves and nodes apart', () => {
    expect(leafHash('')).toEqual(sha256(Buffer.of(0)))
    expect(nodeHash(EMPTY_ROOT, EMPTY_ROOT)).toEqual(sha256(Buffer.concat([Buffer.of(1), EMPTY_ROOT, EMPTY_ROOT])))
  })

  it('has at every size the root that the RFC defines', async () => {
    for (let size = 0; size <= LARGEST; size++) {
      const defined = definedRoot(leaves.slice(0, size))
      expect(grown(size).root()).toEqual(defined)
      expect(await rootAt(size, subtrees)).toEqual(defined)
    }
  })

  it('tells of each perfect subtree when it is complete', () => {
    const told: string[] = []
    let tree = Tree.empty
    for (const leaf of leaves.slice(0, 8)) {
      tree = tree.append(leaf, (level, hash) => told.push(`${level} ${hash.toString('hex')}`))
    }
    const quad = definedRoot(leaves.slice(4, 8)).toString('hex')
    expect(told.filter((each) => each.startsWith('2 '))).toHaveLength(2)
    expect(told.at(-2)).toBe(`2 ${quad}`)
    expect(told.at(-1)).toBe(`3 ${tree.root().toString('hex')}`)
  })

  it('grows by whole subtrees too, and refuses one that does not fit', () => {
    const four = Tree.empty.append(definedRoot(leaves.slice(0, 4)), undefined, 2)
    expect(four.append(leaves[4] ?? EMPTY_ROOT).root()).toEqual(grown(5).root())
    expect(() => grown(3).append(EMPTY_ROOT, undefined, 1)).toThrow(RangeError)
  })
})

describe('proofs', () => {
  it('of inclusion hold for every leaf of every size, and for no other leaf, place, size or root', async () => {
    const check = async (size: number, pick: number, other: number) => {
      const index = pick % size
      const proof = await inclusionProof(index, size, subtrees)
      const root = grown(size).root()
      const claim = { index, size, leaf: leaves[index] ?? EMPTY_ROOT, proof, root }
      expect(isIncluded(claim)).toBe(true)
      const elsewhere = other % size
      if (elsewhere !== index) expect(isIncluded({ ...claim, index: elsewhere })).toBe(false)
      expect(isIncluded({ ...claim, leaf: leafHash('forged') })).toBe(false)
      expect(isIncluded({ ...claim, root: EMPTY_ROOT })).toBe(false)
      if (proof.length > 0) expect(isIncluded({ ...claim, proof: proof.slice(1) })).toBe(false)
    }
    await fc.assert(fc.asyncProperty(sizes, fc.nat(LARGEST), fc.nat(LARGEST), check), { numRuns: 300 })
  })

  it('of consistency hold between any two sizes, and not for a rewritten past', async () => {
    const check = async (one: number, two: number) => {
      const [older, size] = [Math.min(one, two), Math.max(one, two)]
      const proof = await consistencyProof(older, size, subtrees)
      const claim = { older, size, olderRoot: grown(older).root(), root: grown(size).root(), proof }
      expect(isConsistent(claim)).toBe(true)
      expect(isConsistent({ ...claim, olderRoot: sha256('another past') })).toBe(false)
      if (older < size) expect(isConsistent({ ...claim, root: sha256('another present') })).toBe(false)
    }
    await fc.assert(fc.asyncProperty(sizes, sizes, check), { numRuns: 300 })
  })

  it('are not made for what the tree does not have', async () => {
    await expect(inclusionProof(5, 5, subtrees)).rejects.toThrow(RangeError)
    await expect(consistencyProof(6, 5, subtrees)).rejects.toThrow(RangeError)
    await expect(consistencyProof(0, 5, subtrees)).rejects.toThrow(RangeError)
  })
})
