import { expect, it } from 'vitest'
import type { SandboxId } from '#kernel/ids.ts'
import { insert, remove, type Write } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { TestClock } from '#testing/clock.ts'
import { freshScope, NOW, samplesIn } from '#testing/rows.ts'
import { breakable } from '#testing/stores.ts'
import { liveStore } from './live-store.ts'
import { SandboxRegistry } from './sandboxes.ts'

async function opened() {
  const rows = breakable(openMemoryStore())
  const sandboxes = new SandboxRegistry(new TestClock())
  await sandboxes.follow(rows)
  const { scope, eventDraft } = samplesIn(freshScope())
  const store = liveStore(rows, sandboxes)
  const row = {
    id: scope.sandbox,
    name: 'a',
    account: scope.account,
    createdAt: NOW,
    clock: '{}',
    settings: '{}',
    seed: null,
  }
  const create = () => store.commit({ writes: [insert('sandbox', row)], events: [eventDraft('made')] })
  const erase = async (others: readonly Write[] = []) => {
    const stored = await store.sandbox(scope.sandbox)
    if (!stored) throw new Error('the sandbox is not there')
    return store.commit({
      writes: [remove('sandbox', stored), ...others],
      events: [],
      whole: { act: 'erase', sandbox: scope.sandbox },
    })
  }
  const call = (id: string) => store.commit({ writes: [], events: [eventDraft(id)] })
  const size = () => store.treeHeads().find(({ sandbox }) => sandbox === scope.sandbox)?.size
  /** Begins something whose transaction waits before the store until it is released. */
  const held = async <T>(work: () => Promise<T>) => {
    const [waits, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    rows.fault = async (transaction) => {
      rows.fault = undefined
      reached.resolve()
      await waits.promise
      return rows.commit(transaction)
    }
    const under = work()
    await reached.promise
    return { under, release: () => waits.resolve() }
  }
  return { store, scope, eventDraft, create, erase, held, call, size }
}

it('a sandbox that is gone gets no log, and the next one of its name begins with an empty one', async () => {
  const { create, erase, held, call, size } = await opened()
  await create()
  expect(await call('in time')).toBe('committed')
  const { under: erased, release } = await held(() => erase())
  await expect(call('beside')).rejects.toMatchObject({ code: 'no-sandbox' })
  release()
  expect(await erased).toBe('committed')
  await expect(call('too late')).rejects.toMatchObject({ code: 'no-sandbox' })
  expect(size()).toBeUndefined()
  await create()
  expect(size()).toBe(1)
})

it('no domain key comes to a sandbox that is gone or going, and one that came before is erased with it', async () => {
  const { store, scope, create, erase, held } = await opened()
  const bring = (number: number) =>
    store.commit({ writes: [insert('domainKey', { ...scope, number, wrapped: Uint8Array.of(1) })], events: [] })
  await create()
  const { under: brought, release: bringIn } = await held(() => bring(1))
  const erasing = erase()
  bringIn()
  expect(await brought).toBe('committed')
  expect(await erasing).toBe('stale')
  const [row] = await store.domainKeys()
  if (!row) throw new Error('the domain key is not there')
  const { under: erased, release } = await held(() => erase([remove('domainKey', row)]))
  await expect(bring(2)).rejects.toMatchObject({ code: 'no-sandbox' })
  release()
  expect(await erased).toBe('committed')
  await expect(bring(3)).rejects.toMatchObject({ code: 'no-sandbox' })
  expect(await store.domainKeys()).toEqual([])
})

it('a sandbox that was not created gets no log, and main has always one', async () => {
  const { store, call, eventDraft } = await opened()
  await expect(call('a')).rejects.toMatchObject({ code: 'no-sandbox' })
  const inMain = { ...eventDraft('b'), sandbox: 'main' as SandboxId }
  expect(await store.commit({ writes: [], events: [inMain] })).toBe('committed')
})
