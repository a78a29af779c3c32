import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inclusionProof, isIncluded, leafHash, rootAt, Tree } from '#audit/merkle.ts'
import { rowDigest } from '#audit/row-digest.ts'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { Store, TreeHead } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { aliasNameOf, freshScope, samplesIn } from '#testing/rows.ts'

/** More than a segment, and no multiple of one. */
const EVENTS = 520

describe.each(implementations)('the tree of a log on $name', ({ open }) => {
  let folder: string
  let store: Store
  let samples: ReturnType<typeof samplesIn>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keystead-store-'))
    store = await open(folder)
  })
  beforeEach(() => {
    samples = samplesIn(freshScope())
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const append = (...ids: string[]) => store.commit({ writes: [], events: ids.map((id) => samples.eventDraft(id)) })
  const headOf = (heads: readonly TreeHead[]) => heads.find(({ sandbox }) => sandbox === samples.scope.sandbox)
  const textOf = async (id: string) => (await store.event(samples.scope.sandbox, `event-${id}`))?.text ?? ''

  it('has the head that its events make, and each log its own', async () => {
    expect(headOf(store.treeHeads())).toBeUndefined()
    await append('a', 'b')
    await append('c')
    const texts = await Promise.all(['a', 'b', 'c'].map(textOf))
    const tree = texts.reduce((grown, text) => grown.append(leafHash(text)), Tree.empty)
    expect(headOf(store.treeHeads())).toEqual({ sandbox: samples.scope.sandbox, size: 3, root: tree.root() })
  })

  it('tells of its new head before a commit is answered', async () => {
    const told: (TreeHead | undefined)[] = []
    store.onAppend((heads) => told.push(headOf(heads)))
    await append('a', 'b')
    expect(told.at(-1)?.size).toBe(2)
    expect(told.at(-1)).toEqual(headOf(store.treeHeads()))
  })

  it('proves each event, across segments', async () => {
    const { sandbox } = samples.scope
    await append(...Array.from({ length: EVENTS }, (_, n) => String(n)))
    const head = headOf(store.treeHeads())
    const root = head?.root ?? Buffer.alloc(0)
    const subtrees = (subtree: { level: number; index: number }) => store.subtree(sandbox, subtree)
    expect(await rootAt(EVENTS, subtrees)).toEqual(root)
    for (const index of [0, 300, 511, 512, 519]) {
      const proof = await inclusionProof(index, EVENTS, subtrees)
      const leaf = leafHash(await textOf(String(index)))
      expect(isIncluded({ index, size: EVENTS, leaf, proof, root })).toBe(true)
      expect(isIncluded({ index, size: EVENTS, leaf: leafHash('forged'), proof, root })).toBe(false)
    }
  })

  it('accounts for the rows of a transaction in its first event, and only there', async () => {
    const { aliasRow, eventDraft, scope } = samples
    const row = aliasRow('a', 1)
    await store.commit({ writes: [insert('alias', row)], events: [eventDraft('put'), eventDraft('beside')] })
    const stored = await store.alias(scope, aliasNameOf('a'))
    if (!stored) throw new Error('the alias is not there')
    const moved = { ...row, updatedAt: (row.updatedAt + 1) as typeof row.updatedAt }
    await store.commit({ writes: [update('alias', stored, moved)], events: [eventDraft('moved')] })
    const again = await store.alias(scope, aliasNameOf('a'))
    if (!again) throw new Error('the alias is not there')
    await store.commit({ writes: [remove('alias', again)], events: [eventDraft('removed')] })

    const rowsOf = async (id: string) => JSON.parse(await textOf(id)).rows
    const key = [scope.sandbox, scope.account, scope.region, row.name]
    expect(await rowsOf('put')).toEqual([{ table: 'alias', key, sha256: rowDigest('alias', row) }])
    expect(await rowsOf('beside')).toBeUndefined()
    expect(await rowsOf('moved')).toEqual([{ table: 'alias', key, sha256: rowDigest('alias', moved) }])
    expect(await rowsOf('removed')).toEqual([{ table: 'alias', key, sha256: null }])
  })

  it('keeps its checkpoints, and gives the last one up to a size', async () => {
    const { sandbox } = samples.scope
    for (const size of [3, 10, 200]) {
      await store.commit({ writes: [insert('checkpoint', { sandbox, size, text: `of ${size}` })], events: [] })
    }
    expect(await store.checkpoint(sandbox)).toMatchObject({ size: 200, text: 'of 200' })
    expect(await store.checkpoint(sandbox, 199)).toMatchObject({ size: 10 })
    expect(await store.checkpoint(sandbox, 2)).toBeUndefined()
  })
})
