import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SandboxId } from '#kernel/ids.ts'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { SandboxRow, Store } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { aliasNameOf, arnOfKey, freshScope, keyIdOf, NOW, samplesIn } from '#testing/rows.ts'

describe.each(implementations)('whole sandboxes on $name', ({ open }) => {
  let folder: string
  let store: Store
  let samples: ReturnType<typeof samplesIn>
  let others: ReturnType<typeof samplesIn>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keystead-store-'))
    store = await open(folder)
  })
  beforeEach(() => {
    samples = samplesIn(freshScope())
    others = samplesIn(freshScope())
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const act = (what: 'save' | 'restore' | 'drop', snapshot = 'a') =>
    store.commit({ writes: [], events: [], whole: { act: what, sandbox: samples.scope.sandbox, snapshot } })
  const erase = () => store.commit({ writes: [], events: [], whole: { act: 'erase', sandbox: samples.scope.sandbox } })
  const headOf = (sandbox: SandboxId) => store.treeHeads().find((head) => head.sandbox === sandbox)
  /** All that there is of a sandbox, as far as reads tell it. */
  const stateOf = async ({ scope }: ReturnType<typeof samplesIn>) => ({
    records: (await store.keyRecords(scope)).map(({ key: { version: _, ...key }, ...rest }) => ({
      key,
      materials: rest.materials.map(({ version: _, ...row }) => row),
      aliases: rest.aliases.map(({ version: _, ...row }) => row),
    })),
    alias: (await store.alias(scope, aliasNameOf('a')))?.keyId,
    events: (await store.events({ sandbox: scope.sandbox, account: scope.account, filters: [], limit: 2000 })).map(
      ({ text }) => text,
    ),
    head: headOf(scope.sandbox),
    uses: [...(await store.lastUses(scope))].map(([arn, { eventId }]) => [arn, eventId]),
  })
  const fill = async ({ newKey, aliasRow, eventDraft }: ReturnType<typeof samplesIn>, events = 3) => {
    await store.commit({
      writes: [...newKey(1), insert('alias', aliasRow('a', 1))],
      events: Array.from({ length: events }, (_, n) =>
        eventDraft(String(n), { keyUse: true, resources: [arnOfKey(1)] }),
      ),
    })
  }
  const change = async ({ scope, newKey, eventDraft }: ReturnType<typeof samplesIn>) => {
    const record = await store.key(scope, keyIdOf(1))
    if (!record) throw new Error('the key is not there')
    await store.commit({
      writes: [...newKey(2), update('key', record.key, { state: 'Disabled' })],
      events: [eventDraft('later', { keyUse: true, resources: [arnOfKey(1)] })],
    })
  }

  it('reads what it was told of sandboxes and draws', async () => {
    const { scope } = samples
    const row: SandboxRow = {
      ...{ id: scope.sandbox, name: 'Läuft', account: scope.account, createdAt: NOW },
      ...{ clock: '{}', settings: '{}', seed: Uint8Array.of(1, 255) },
    }
    const snapshot = { sandboxId: scope.sandbox, name: 's', createdAt: NOW, clock: '{}', settings: '{}', size: 7 }
    const draw = { ...scope, kind: 'key', count: 3 }
    await store.commit({
      writes: [insert('sandbox', row), insert('snapshot', snapshot), insert('draw', draw)],
      events: [],
    })
    const stored = await store.sandbox(scope.sandbox)
    expect(stored).toMatchObject({ ...row, seed: expect.anything() })
    expect([...(stored?.seed ?? [])]).toEqual([1, 255])
    expect((await store.sandboxes()).map(({ id }) => id)).toContain(scope.sandbox)
    expect(await store.snapshots(scope.sandbox)).toMatchObject([snapshot])
    expect(await store.snapshot(scope.sandbox, 's')).toMatchObject(snapshot)
    expect(await store.snapshot(scope.sandbox, 't')).toBeUndefined()
    expect(await store.draw(scope, 'key')).toMatchObject(draw)
    expect(await store.draw(others.scope, 'key')).toBeUndefined()
    if (!stored) throw new Error('the sandbox is not there')
    await store.commit({ writes: [remove('sandbox', stored)], events: [] })
    expect(await store.sandbox(scope.sandbox)).toBeUndefined()
  })

  it('counts accounts and keys by sandbox', async () => {
    const { scope, newKey } = samples
    const account = { ...{ sandbox: scope.sandbox, account: scope.account }, name: '', createdAt: NOW }
    await store.commit({ writes: [insert('account', account), ...newKey(1), ...newKey(2)], events: [] })
    await store.commit({ writes: others.newKey(1), events: [] })
    const counted = async (of: typeof samples) =>
      (await store.populations()).find(({ sandbox }) => sandbox === of.scope.sandbox)
    expect(await counted(samples)).toEqual({ sandbox: scope.sandbox, accounts: 1, keys: 2 })
    expect(await counted(others)).toEqual({ sandbox: others.scope.sandbox, accounts: 0, keys: 1 })
    await erase()
    expect(await counted(samples)).toBeUndefined()
  })

  it('puts rows, log and last uses back as they were kept, and touches no other sandbox', async () => {
    await fill(samples)
    await fill(others)
    const [before, beside] = [await stateOf(samples), await stateOf(others)]
    await act('save')
    await change(samples)
    const changed = await stateOf(samples)
    expect(changed).not.toEqual(before)

    await act('restore')
    expect(await stateOf(samples)).toEqual(before)
    expect(await stateOf(others)).toEqual(beside)
    await act('restore')
    await change(samples)
    expect(await stateOf(samples)).toEqual(changed)
  })

  it('goes on with the log from where it was put back, across segments', async () => {
    await fill(samples, 1030)
    await act('save')
    const before = await stateOf(samples)
    await store.commit({ writes: [], events: [samples.eventDraft('x'), samples.eventDraft('y')] })
    const once = headOf(samples.scope.sandbox)
    await act('restore')
    expect(await stateOf(samples)).toEqual(before)
    await store.commit({ writes: [], events: [samples.eventDraft('x'), samples.eventDraft('y')] })
    expect(headOf(samples.scope.sandbox)).toEqual(once)
  })

  it('makes stale what was planned on rows that were put back', async () => {
    await fill(samples)
    await act('save')
    const record = await store.key(samples.scope, keyIdOf(1))
    if (!record) throw new Error('the key is not there')
    await act('restore')
    const late = { writes: [update('key', record.key, { description: 'late' })], events: [] }
    expect(await store.commit(late)).toBe('stale')
  })

  it('keeps what the same transaction writes', async () => {
    const { newKey, eventDraft, scope } = samples
    const whole = { act: 'save', sandbox: scope.sandbox, snapshot: 'a' } as const
    await store.commit({ writes: newKey(1), events: [eventDraft('0')], whole })
    const before = await stateOf(samples)
    await change(samples)
    await act('restore')
    expect(await stateOf(samples)).toEqual(before)
  })

  it('leaves domain keys where they are, unless all is taken away', async () => {
    const { scope, eventDraft } = samples
    await store.commit({ writes: [], events: [eventDraft('0')] })
    await act('save')
    const wrapped = Uint8Array.of(1, 2)
    await store.commit({ writes: [insert('domainKey', { ...scope, number: 1, wrapped })], events: [] })
    const own = async () => (await store.domainKeys()).filter(({ sandbox }) => sandbox === scope.sandbox)
    await act('restore')
    expect(await own()).toHaveLength(1)
    await erase()
    expect(await own()).toHaveLength(0)
  })

  it('takes everything away, so that the next of its name begins anew', async () => {
    await fill(samples)
    await fill(others)
    const [before, beside] = [await stateOf(samples), await stateOf(others)]
    await act('save')
    await erase()
    const nothing = { records: [], alias: undefined, events: [], head: undefined, uses: [] }
    expect(await stateOf(samples)).toEqual(nothing)
    expect(await stateOf(others)).toEqual(beside)
    await expect(act('restore')).rejects.toThrow(/has no snapshot a/)
    await fill(samples)
    expect(await stateOf(samples)).toEqual(before)
  })

  it('puts nothing back that was dropped or never kept', async () => {
    await fill(samples)
    await act('save')
    await act('drop')
    await expect(act('restore')).rejects.toThrow(/has no snapshot a/)
    await change(samples)
    expect(await store.key(samples.scope, keyIdOf(2))).toBeDefined()
  })

  it('takes no access key back that another sandbox has by now, and tells which', async () => {
    const keyOf = ({ scope: { sandbox, account } }: typeof samples, accessKeyId: string) => {
      const about = { userName: null, status: 'Active', createdAt: NOW, secret: Uint8Array.of(1) } as const
      return insert('accessKey', { accessKeyId, sandbox, account, ...about })
    }
    const [freed, kept] = [`AKIA1${samples.scope.sandbox}`, `AKIA2${samples.scope.sandbox}`]
    const { sandbox } = samples.scope
    await store.commit({ writes: [keyOf(samples, freed), keyOf(samples, kept)], events: [samples.eventDraft('0')] })
    await act('save')
    expect(await store.takenAccessKeys(sandbox, 'a')).toEqual([])
    const row = await store.accessKey(freed)
    if (!row) throw new Error('the access key is not there')
    await store.commit({ writes: [remove('accessKey', row)], events: [] })
    await act('save', 'b')
    await store.commit({ writes: [keyOf(others, freed)], events: [] })
    expect(await store.takenAccessKeys(sandbox, 'a')).toEqual([{ accessKeyId: freed, sandbox: others.scope.sandbox }])
    expect(await store.takenAccessKeys(sandbox, 'b')).toEqual([])
    await expect(act('restore')).rejects.toMatchObject({ code: 'bad-transaction' })
    expect((await store.accessKey(freed))?.sandbox).toBe(others.scope.sandbox)
    expect((await store.accessKey(kept))?.sandbox).toBe(sandbox)
    await act('restore', 'b')
    expect((await store.accessKey(freed))?.sandbox).toBe(others.scope.sandbox)
  })

  it('tells of each sandbox that is another one now, before it answers', async () => {
    const told: SandboxId[] = []
    store.onRewind((sandbox) => told.push(sandbox))
    await fill(samples)
    await act('save')
    expect(told).toEqual([])
    await act('restore')
    expect(told).toEqual([samples.scope.sandbox])
    await erase()
    expect(told).toEqual([samples.scope.sandbox, samples.scope.sandbox])
  })
})
