import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { insert } from '#kms/domain/writes.ts'
import type { Transaction } from '#kms/ports.ts'
import { folderPerTest } from '#testing/folder.ts'
import { freshScope, samplesIn } from '#testing/rows.ts'
import { BatchWriter } from './batch-writer.ts'
import { type Connection, openConnection, WRITER_PRAGMAS } from './client.ts'
import { prepareFile } from './database-file.ts'
import type { PrismaClient } from './generated/client.ts'
import { pack } from './messages.ts'

const { scope, aliasRow, eventDraft } = samplesIn(freshScope())
const inFolder = folderPerTest()
const clients: PrismaClient[] = []

async function open(): Promise<Connection> {
  const file = inFolder('keystead.db')
  prepareFile(file)
  const connection = await openConnection(file, WRITER_PRAGMAS)
  clients.push(connection.client)
  return connection
}

const connect = async () => (await open()).client

/** The event loop turns within every statement, as it does where a driver waits for a real server. */
function slowed(client: PrismaClient): PrismaClient {
  const slow = client.$extends({
    query: {
      async $allOperations({ args, query }) {
        await setImmediate()
        return await query(args)
      },
    },
  })
  return slow as unknown as PrismaClient
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.$disconnect()
})

const aliasOf = (name: string): Transaction => ({ writes: [insert('alias', aliasRow(name, 1))], events: [] })
const eventOf = (id: string): Transaction => ({ writes: [], events: [eventDraft(id)] })
/** The database refuses it: `keyId` may not be null. */
const refused: Transaction = {
  writes: [insert('alias', { ...aliasRow('bad', 1), keyId: null as never })],
  events: [eventDraft('bad')],
}
const aliasesIn = async (client: PrismaClient) => (await client.alias.findMany()).map(({ name }) => name)
const seqsIn = async (client: PrismaClient) => (await client.event.findMany()).map(({ seq }) => Number(seq))

describe('a write that is issued while a transaction is open', () => {
  it('is lost with it on a client that both share, although it was answered', async () => {
    const client = await connect()
    const naive = slowed(client)
    let answered: Promise<unknown> | undefined
    const failing = naive.$transaction(async (db) => {
      await db.alias.create({ data: { ...aliasRow('a', 1), version: 1 } })
      answered = naive.alias.create({ data: { ...aliasRow('b', 1), version: 1 } })
      await answered
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await expect(answered).resolves.toMatchObject({ name: 'alias/b' })
    expect(await aliasesIn(client)).toEqual([])
  })

  it('is kept by the writer, which lets it wait for its turn', async () => {
    const writer = new BatchWriter(async () => {
      const { client, driver } = await open()
      return { client: slowed(client), driver }
    })
    const failing = writer.write([pack(aliasOf('a')), pack(refused)])
    const answered = writer.write([pack(aliasOf('b'))])
    await expect(failing).rejects.toMatchObject({ code: 'bad-transaction' })
    await expect(answered).resolves.toMatchObject({ answers: ['committed'] })
    expect(await aliasesIn(await connect())).toEqual(['alias/b'])
  })
})

describe('the batch writer', () => {
  it('leaves out a transaction that another one of the same batch made stale', async () => {
    const writer = new BatchWriter(open)
    const { answers } = await writer.write([aliasOf('a'), aliasOf('a'), aliasOf('b')].map(pack))
    expect(answers).toEqual(['committed', 'stale', 'committed'])
    expect(await aliasesIn(await connect())).toEqual(['alias/a', 'alias/b'])
  })

  it('lets a transaction build on what an earlier one of the same batch removed', async () => {
    const writer = new BatchWriter(open)
    await writer.write([pack(aliasOf('a'))])
    const remove = { act: 'remove', table: 'alias', key: aliasRow('a', 1), version: 1 } as const
    const again = insert('alias', aliasRow('a', 2))
    const { answers } = await writer.write([
      { writes: [remove], events: [] },
      { writes: [again], events: [] },
    ])
    expect(answers).toEqual(['committed', 'committed'])
    const client = await connect()
    expect(await client.alias.findMany()).toMatchObject([
      { ...again.row, createdAt: expect.anything(), updatedAt: expect.anything() },
    ])
  })

  it('writes nothing of a batch that fails, gives its numbers to the next, and says why', async () => {
    const writer = new BatchWriter(open)
    await writer.write([pack(eventOf('a'))])
    const failing = writer.write([eventOf('b'), refused].map(pack))
    await expect(failing).rejects.toMatchObject({ code: 'bad-transaction', message: expect.stringContaining('keyId') })
    await writer.write([pack(eventOf('c'))])
    const client = await connect()
    expect(await aliasesIn(client)).toEqual([])
    expect(await client.event.findMany({ select: { seq: true, eventId: true } })).toEqual([
      { seq: 1n, eventId: 'event-a' },
      { seq: 2n, eventId: 'event-c' },
    ])
  })

  it('goes on by itself when the disk has room again after it was full', async () => {
    const writer = new BatchWriter(open)
    await writer.write([pack(eventOf('a'))])
    const [client] = clients
    await client?.$executeRawUnsafe('PRAGMA max_page_count = 1')
    const large = eventDraft('b', { principal: 'x'.repeat(100_000) })
    await expect(writer.write([pack({ writes: [], events: [large] })])).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining('full'),
    })
    expect(await writer.write([pack(eventOf('c'))])).toMatchObject({ answers: ['committed'] })
    expect(await seqsIn(await connect())).toEqual([1, 2])
  })

  it('goes on after a COMMIT that failed, which leaves the old connection inside its transaction', async () => {
    const writer = new BatchWriter(open)
    await writer.write([pack(eventOf('a'))])
    const [client] = clients
    await client?.$executeRawUnsafe('CREATE TABLE parent (id INTEGER PRIMARY KEY)')
    await client?.$executeRawUnsafe('CREATE TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED)')
    await client?.$executeRawUnsafe(
      'CREATE TRIGGER orphan AFTER INSERT ON aliases BEGIN INSERT INTO child VALUES (1); END',
    )
    await expect(writer.write([pack(aliasOf('a'))])).rejects.toMatchObject({ code: 'write-failed' })
    expect(await writer.write([pack(eventOf('b'))])).toMatchObject({ answers: ['committed'] })
    const other = await connect()
    expect(await aliasesIn(other)).toEqual([])
    expect(await seqsIn(other)).toEqual([1, 2])
  })

  it('continues the numbers of a log that it finds', async () => {
    await new BatchWriter(open).write([eventOf('a'), eventOf('b')].map(pack))
    const next = new BatchWriter(open)
    await next.write([pack(eventOf('c'))])
    const client = await connect()
    expect(await seqsIn(client)).toEqual([1, 2, 3])
    expect(await client.keyUse.findMany()).toMatchObject([{ ...scope, seq: 3n }])
  })

  it('refuses a log that lacks events which its counter knows', async () => {
    await new BatchWriter(open).write([eventOf('a'), eventOf('b')].map(pack))
    const client = await connect()
    await client.$executeRawUnsafe('DELETE FROM "events" WHERE "seq" = 2')
    await expect(new BatchWriter(open).open()).rejects.toMatchObject({ code: 'corrupt' })
  })
})
