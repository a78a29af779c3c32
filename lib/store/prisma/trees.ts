import { type Hash, type Subtree, subtreeRoot, Tree } from '#audit/merkle.ts'
import { SEGMENT, SEGMENT_LEVEL } from '#audit/segment.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { StoreError } from '../errors.ts'
import { seqCounter } from './append.ts'
import type { Db } from './tables.ts'

interface Hashed {
  readonly sandbox: string
  readonly hash: Uint8Array
}

/** The trees of all logs, from the roots of complete segments and the leaves of the one that is open. */
export async function loadTrees(db: Db): Promise<Map<string, Tree>> {
  const roots = await db.$queryRaw<Hashed[]>`
    SELECT "sandbox", "root" AS "hash" FROM "segments" ORDER BY "sandbox", "segment"`
  const open = await db.$queryRaw<Hashed[]>`
    SELECT e."sandbox", e."leaf" AS "hash" FROM "counters" c
    CROSS JOIN "events" e ON e."sandbox" = substr(c."name", 5) AND e."seq" > c."value" - c."value" % ${SEGMENT}
    WHERE c."name" LIKE 'seq/%' ORDER BY e."sandbox", e."seq"`
  return grown(roots, open)
}

/** The tree of one log, as its rows are; undefined where there are none. */
export async function loadTree(db: Db, sandbox: string): Promise<Tree | undefined> {
  const roots = await db.$queryRaw<Hashed[]>`
    SELECT "sandbox", "root" AS "hash" FROM "segments" WHERE "sandbox" = ${sandbox} ORDER BY "segment"`
  const open = await db.$queryRaw<Hashed[]>`
    SELECT "sandbox", "leaf" AS "hash" FROM "events"
    WHERE "sandbox" = ${sandbox} AND "seq" > ${roots.length * SEGMENT} ORDER BY "seq"`
  return grown(roots, open).get(sandbox)
}

function grown(roots: readonly Hashed[], open: readonly Hashed[]): Map<string, Tree> {
  const trees = new Map<string, Tree>()
  const grow = ({ sandbox, hash }: Hashed, level: number) =>
    trees.set(sandbox, (trees.get(sandbox) ?? Tree.empty).append(Buffer.from(hash), undefined, level))
  for (const root of roots) grow(root, SEGMENT_LEVEL)
  for (const leaf of open) grow(leaf, 0)
  return trees
}

/** Throws StoreError `corrupt` unless each log has as many events as its counter says. */
export function assertComplete(trees: ReadonlyMap<string, Tree>, counters: ReadonlyMap<string, number>): void {
  const logs = new Set([...trees.keys(), ...[...counters.keys()].flatMap(sandboxOf)])
  for (const sandbox of logs) {
    const [size, last] = [trees.get(sandbox)?.size ?? 0, counters.get(seqCounter(sandbox)) ?? 0]
    if (size === last) continue
    const message = `the audit log of ${sandbox} has ${size} events in its tree and ${last} by its counter`
    throw new StoreError('corrupt', `${message}: it was changed by hand. Run keystead verify, or restore a backup.`)
  }
}

function sandboxOf(counter: string): string[] {
  return counter.startsWith(seqCounter('')) ? [counter.slice(seqCounter('').length)] : []
}

/** See `Reads.subtree`: from segment roots where it is at least a segment, else from the leaves. */
export async function findSubtree(db: Db, sandbox: SandboxId, { level, index }: Subtree): Promise<Hash> {
  const isSegments = level >= SEGMENT_LEVEL
  const count = 2 ** (isSegments ? level - SEGMENT_LEVEL : level)
  const hashes = await (isSegments ? roots(db, sandbox, index, count) : leaves(db, sandbox, index, count))
  if (hashes.length === count) return subtreeRoot(hashes)
  throw new StoreError('corrupt', `the audit log of ${sandbox} lacks events that its tree has: run keystead verify`)
}

async function roots(db: Db, sandbox: SandboxId, index: number, count: number): Promise<Hash[]> {
  const segment = { gte: index * count, lt: (index + 1) * count }
  const rows = await db.segment.findMany({ where: { sandbox, segment }, orderBy: { segment: 'asc' } })
  return rows.map(({ root }) => Buffer.from(root))
}

async function leaves(db: Db, sandbox: SandboxId, index: number, count: number): Promise<Hash[]> {
  const seq = { gt: index * count, lte: (index + 1) * count }
  const rows = await db.event.findMany({ where: { sandbox, seq }, orderBy: { seq: 'asc' }, select: { leaf: true } })
  return rows.map(({ leaf }) => Buffer.from(leaf))
}
