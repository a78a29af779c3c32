import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Region } from '#kernel/ids.ts'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { ServiceItemRow, Store } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { freshScope } from '#testing/rows.ts'

describe.each(implementations)('what services keep, on $name', ({ open }) => {
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

  it('comes back as it was put, those of a kind by the beginning of their ids and in order', async () => {
    const scope = freshScope()
    const row = (id: string, change: Partial<ServiceItemRow> = {}): ServiceItemRow => {
      return { ...scope, service: 's3', kind: 'object', id, body: '{"a":1}', data: Uint8Array.of(1, 255), ...change }
    }
    const rows = ['b/2', 'b/1/x', 'B/1', 'bb/1', 'b/é'].map((id) => row(id))
    const others = [
      row('b/1', { kind: 'bucket' }),
      row('b/1', { service: 'ec2' }),
      row('b/1', { region: 'eu-west-1' as Region }),
      { ...row('b/1'), ...freshScope() },
    ]
    await store.commit({ writes: [...rows, ...others].map((one) => insert('serviceItem', one)), events: [] })
    const kind = { ...scope, service: 's3', kind: 'object' }
    expect((await store.serviceItems(kind, 'b/')).map(({ id }) => id)).toEqual(['b/1/x', 'b/2', 'b/é'])
    expect(await store.serviceItems(kind)).toHaveLength(rows.length)

    const found = await store.serviceItem({ ...kind, id: 'b/2' })
    expect(found).toMatchObject({ ...row('b/2'), data: expect.anything() })
    expect(Uint8Array.from(found?.data ?? [])).toEqual(Uint8Array.of(1, 255))
    expect(await store.serviceItem({ ...kind, id: 'b/3' })).toBeUndefined()
    if (!found) throw new Error('it is not there')
    const write = update<'serviceItem'>('serviceItem', found, { body: '{}' })
    expect(await store.commit({ writes: [write], events: [] })).toBe('committed')
    expect(await store.commit({ writes: [write], events: [] })).toBe('stale')
    const now = await store.serviceItem({ ...kind, id: 'b/2' })
    expect(now?.body).toBe('{}')
    if (now) await store.commit({ writes: [remove('serviceItem', now)], events: [] })
    expect(await store.serviceItem({ ...kind, id: 'b/2' })).toBeUndefined()
  })
})
