import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Write } from '#kms/domain/writes.ts'
import { insert } from '#kms/domain/writes.ts'
import type { Store } from '#kms/ports.ts'
import { folderPerTest } from '#testing/folder.ts'
import { aliasNameOf, freshScope, keyIdOf, samplesIn } from '#testing/rows.ts'
import { openPrismaStore } from './open.ts'

const inFolder = folderPerTest()
const { scope, aliasRow, newKey, eventDraft } = samplesIn(freshScope())

async function using<T>(file: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openPrismaStore({ file })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Another process that commits pairs of an alias and an event until it is killed, and says which were answered. */
async function killedWriter(file: string, answers: number): Promise<number> {
  const program = `
    const { openPrismaStore } = await import(${JSON.stringify(import.meta.resolve('./open.ts'))})
    const { samplesIn } = await import(${JSON.stringify(import.meta.resolve('#testing/rows.ts'))})
    const { insert } = await import('#kms/domain/writes.ts')
    const { aliasRow, eventDraft } = samplesIn(${JSON.stringify(scope)})
    const store = await openPrismaStore({ file: ${JSON.stringify(file)} })
    for (let n = 1; ; n++) {
      await store.commit({ writes: [insert('alias', aliasRow(String(n), 1))], events: [eventDraft(String(n))] })
      console.log(n)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let answered = 0
  for await (const line of createInterface(child.stdout)) {
    answered = Number(line)
    if (answered === answers) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return answered
}

describe('the durable store', () => {
  it('keeps what it answered through a kill -9, each event with its rows', { timeout: 60_000 }, async () => {
    const file = inFolder('data/keystead.db')
    const answered = await killedWriter(file, 50)
    expect(answered).toBeGreaterThanOrEqual(50)
    await using(file, async (store) => {
      const events = await store.events({ sandbox: scope.sandbox, account: scope.account, filters: [], limit: 10_000 })
      const aliases = await store.aliases(scope, { limit: 10_000 })
      expect(events.length).toBeGreaterThanOrEqual(answered)
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => events.length - index))
      expect(aliases).toHaveLength(events.length)
      for (let n = 1; n <= answered; n++) expect(await store.alias(scope, aliasNameOf(String(n)))).toBeDefined()
      await store.commit({ writes: [], events: [eventDraft('after')] })
      expect((await store.event(scope.sandbox, 'event-after'))?.seq).toBe(events.length + 1)
    })
  })

  it('goes on after a restart with the versions it had', async () => {
    const file = inFolder('keystead.db')
    const stale = await using(file, async (store) => {
      await store.commit({ writes: newKey(1), events: [] })
      return (await store.key(scope, keyIdOf(1)))?.key
    })
    await using(file, async (store) => {
      const key = (await store.key(scope, keyIdOf(1)))?.key
      expect(key).toEqual(stale)
      const remove = {
        act: 'remove',
        table: 'key',
        key: { ...scope, keyId: keyIdOf(1) },
        version: key?.version ?? 0,
      } as const
      await store.commit({ writes: [remove], events: [] })
    })
    await using(file, async (store) => {
      const [again] = newKey(1)
      await store.commit({ writes: again ? [again] : [], events: [] })
      const expectation: Write = {
        act: 'expect',
        table: 'key',
        key: { ...scope, keyId: keyIdOf(1) },
        version: stale?.version ?? 0,
      }
      expect(await store.commit({ writes: [expectation], events: [] })).toBe('stale')
    })
  })

  it('keeps what was committed together with a transaction that the database refuses', async () => {
    const file = inFolder('keystead.db')
    const names = Array.from({ length: 12 }, (_, n) => String(n))
    await using(file, async (store) => {
      const answers = names.map((name) => {
        const row = name === '7' ? { ...aliasRow(name, 1), keyId: null as never } : aliasRow(name, 1)
        return store.commit({ writes: [insert('alias', row)], events: [eventDraft(name)] })
      })
      const refused = (await Promise.allSettled(answers)).map((answer) => answer.status === 'rejected')
      expect(refused).toEqual(names.map((name) => name === '7'))
      await expect(answers[7]).rejects.toMatchObject({ code: 'bad-transaction' })
    })
    await using(file, async (store) => {
      const { sandbox, account } = scope
      const events = await store.events({ sandbox, account, filters: [], limit: 100 })
      const kept = names.filter((name) => name !== '7').toReversed()
      expect(events.map(({ seq, eventId }) => [seq, eventId])).toEqual(
        kept.map((name, index) => [kept.length - index, `event-${name}`]),
      )
      expect(await store.aliases(scope, { limit: 100 })).toHaveLength(kept.length)
    })
  })

  it('is refused to a second owner, who learns of the first and its instance', async () => {
    const file = inFolder('keystead.db')
    const value = Buffer.from('instance-1')
    await using(file, (store) => store.commit({ writes: [insert('instance', { name: 'id', value })], events: [] }))
    await using(file, async () => {
      await expect(openPrismaStore({ file })).rejects.toMatchObject({
        code: 'locked',
        message: expect.stringContaining('instance instance-1'),
      })
    })
  })

  it('lets go of the lock when it cannot open the file', async () => {
    const file = inFolder('keystead.db')
    writeFileSync(file, 'something else')
    await expect(openPrismaStore({ file })).rejects.toMatchObject({ code: 'not-a-database' })
    writeFileSync(file, '')
    expect(await using(file, (store) => store.keys(scope, { limit: 1 }))).toEqual([])
  })

  it('leaves one file behind, without a log to recover', async () => {
    const file = inFolder('keystead.db')
    await using(file, (store) => store.commit({ writes: [insert('alias', aliasRow('a', 1))], events: [] }))
    expect([`${file}-wal`, `${file}-shm`, `${file}.lock`].filter(existsSync)).toEqual([])
    const database = new Database(file)
    expect(database.prepare('SELECT name FROM aliases').pluck().all()).toEqual(['alias/a'])
    database.close()
  })

  it('tells every listener, and answers, even when one of them throws', async () => {
    await using(inFolder('keystead.db'), async (store) => {
      const uncaught = Promise.withResolvers<unknown>()
      process.once('uncaughtException', uncaught.resolve)
      let told = 0
      store.onCommit(() => {
        throw new Error('a listener failed')
      })
      store.onCommit(() => {
        told += 1
      })
      const writes = [insert('alias', aliasRow('a', 1))]
      expect(await store.commit({ writes, events: [] })).toBe('committed')
      expect(told).toBe(1)
      expect(await uncaught.promise).toMatchObject({ message: 'a listener failed' })
    })
  })
})
