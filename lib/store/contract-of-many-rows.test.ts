import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { Store } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { freshScope, samplesIn } from '#testing/rows.ts'

const MANY = 40

describe.each(implementations)('many rows in one transaction on $name', ({ open }) => {
  let folder: string
  let store: Store

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keystead-store-'))
    store = await open(folder)
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    ['plain', (n: number) => `text ${n} "quoted" \\ ü 🔑`],
    ['with a character that JSON in SQLite cannot hold', (n: number) => `a\u0000b ${n}`],
  ])('are inserted, changed and removed as they are, %s', async (_, textOf) => {
    const { scope, keyRow, materialRow, policyRow } = samplesIn(freshScope())
    const numbers = Array.from({ length: MANY }, (_, n) => n)
    await store.commit({
      writes: numbers.flatMap((n) => [
        insert('key', keyRow(n, { description: textOf(n) })),
        insert('policy', policyRow(n)),
        insert('material', materialRow(n, n % 2 === 0 ? {} : { wrapped: null })),
      ]),
      events: [],
    })
    const before = await store.keyRecords(scope)
    expect(before.map(({ key }) => key.description)).toEqual(numbers.map(textOf))
    expect(before.map(({ materials: [material] }) => material?.wrapped && [...material.wrapped])).toEqual(
      numbers.map((n) => (n % 2 === 0 ? [...(materialRow(n).wrapped ?? [])] : null)),
    )

    const changed = before.flatMap(({ key, materials }) => [
      update('key', key, { description: `${key.description}!` }),
      ...materials.map((row) => remove('material', row)),
    ])
    expect(await store.commit({ writes: changed, events: [] })).toBe('committed')
    const after = await store.keyRecords(scope)
    expect(after.map(({ key }) => key.description)).toEqual(numbers.map((n) => `${textOf(n)}!`))
    expect(after.flatMap(({ materials }) => materials)).toEqual([])
    expect(await store.commit({ writes: changed, events: [] })).toBe('stale')
  })
})
