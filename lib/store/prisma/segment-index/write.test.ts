import Database from 'better-sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EventQuery } from '#kms/ports.ts'
import { folderPerTest } from '#testing/folder.ts'
import { freshScope, samplesIn } from '#testing/rows.ts'
import { openPrismaStore } from '../../open.ts'
import { BatchWriter } from '../batch-writer.ts'
import { type Connection, openConnection, READER_PRAGMAS, WRITER_PRAGMAS } from '../client.ts'
import { prepareFile } from '../database-file.ts'
import type { PrismaClient } from '../generated/client.ts'
import { pack } from '../messages.ts'
import { INDEX_FORMAT } from './layout.ts'
import { IndexMemory } from './memory.ts'
import { LogReader, segmentsBetween } from './reader.ts'

const { scope, eventDraft } = samplesIn(freshScope())
const inFolder = folderPerTest()
const FILE = 'keystead.db'
/** The writer's thread has its own pace. */
const PATIENCE = 30_000
const clients: PrismaClient[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) await client.$disconnect()
})

async function open(pragmas = WRITER_PRAGMAS): Promise<Connection> {
  const connection = await openConnection(inFolder(FILE), pragmas)
  clients.push(connection.client)
  return connection
}

const connect = async (pragmas = WRITER_PRAGMAS) => (await open(pragmas)).client

function newWriter(): BatchWriter {
  prepareFile(inFolder(FILE))
  return new BatchWriter(() => open())
}

const eventsOf = (from: number, count: number) => ({
  writes: [],
  events: Array.from({ length: count }, (_, n) =>
    eventDraft(String(from + n), { eventName: (from + n) % 100 === 0 ? 'Sign' : 'Encrypt' }),
  ),
})
const indexed = async () =>
  (await (await connect(READER_PRAGMAS)).eventIndex.findMany({ orderBy: { segment: 'asc' } })).map(
    ({ segment, format }) => [Number(segment), format],
  )
const indexAll = async (writer: BatchWriter) => {
  let rounds = 0
  while (await writer.index()) rounds += 1
  return rounds
}

describe('indexes of segments', () => {
  it('are written for complete segments, once', async () => {
    const writer = newWriter()
    await writer.write([pack(eventsOf(1, 511))])
    expect(await indexAll(writer)).toBe(0)
    await writer.write([pack(eventsOf(512, 1))])
    expect(await indexAll(writer)).toBe(1)
    expect(await writer.index()).toBe(false)
    await writer.write([pack(eventsOf(513, 1024))])
    await indexAll(writer)
    expect(await indexed()).toEqual([0, 1, 2].map((segment) => [segment, INDEX_FORMAT]))
  })

  it('of another format are made anew', async () => {
    const writer = newWriter()
    await writer.write([pack(eventsOf(1, 512))])
    await indexAll(writer)
    await (await connect()).eventIndex.updateMany({ data: { format: INDEX_FORMAT + 1, data: Uint8Array.of(1) } })
    await indexAll(new BatchWriter(() => open()))
    expect(await indexed()).toEqual([[0, INDEX_FORMAT]])
  })

  it('that cannot be written keep no event from being written, and are written later', async () => {
    const writer = newWriter()
    const client = await connect()
    await client.$executeRawUnsafe(
      "CREATE TRIGGER refuse BEFORE INSERT ON event_indexes BEGIN SELECT RAISE(ABORT, 'no room'); END",
    )
    await writer.write([pack(eventsOf(1, 512))])
    await expect(writer.index()).rejects.toThrow()
    await expect(writer.write([pack(eventsOf(513, 1))])).resolves.toMatchObject({ answers: ['committed'] })
    await client.$executeRawUnsafe('DROP TRIGGER refuse')
    await indexAll(writer)
    expect(await indexed()).toEqual([[0, INDEX_FORMAT]])
  })

  it('are left out where an event cannot be read, which is told once and costs nothing else', async () => {
    const connections: Connection[] = []
    const told: string[] = []
    prepareFile(inFolder(FILE))
    const connecting = async () => {
      const connection = await open()
      connections.push(connection)
      return connection
    }
    const writer = new BatchWriter(connecting, ({ message }) => told.push(message))
    await writer.write([pack(eventsOf(1, 1536))])
    await (await connect()).$executeRaw`UPDATE "events" SET "text" = '{' WHERE "seq" = 1500`
    await indexAll(writer)
    await writer.write([pack(eventsOf(1537, 512))])
    await indexAll(writer)
    expect((await indexed()).map(([segment]) => segment)).toEqual([0, 1, 3])
    expect(told).toEqual([expect.stringMatching(/^event 1500 of the audit log of \S+ cannot be read: /)])
    expect(connections).toHaveLength(1)
    expect(await writer.index()).toBe(false)
  })

  it('serve reads after the memory has let them go', async () => {
    const writer = newWriter()
    await writer.write([pack(eventsOf(1, 1024))])
    await indexAll(writer)
    const reader = new LogReader(await connect(READER_PRAGMAS), new IndexMemory(1))
    for (let times = 0; times < 2; times++) {
      const parts: unknown[] = []
      for await (const slice of reader.parts(scope.sandbox, segmentsBetween(1, 1024), 1024)) {
        parts.push(...slice.map((part) => [part.segment, 'index' in part]))
      }
      expect(parts).toEqual([
        [1, true],
        [0, true],
      ])
    }
  })
})

describe('a log without indexes', () => {
  const query: EventQuery = {
    ...{ sandbox: scope.sandbox, account: scope.account, limit: 100 },
    filters: [{ attribute: 'eventName', values: ['Sign'] }],
  }
  const signs = Array.from({ length: 20 }, (_, n) => 2000 - 100 * n)

  it(
    'is searched rightly at once when it is opened, and is given them meanwhile',
    async () => {
      await newWriter().write([pack(eventsOf(1, 2000))])
      expect(await indexed()).toEqual([])
      const store = await openPrismaStore({ file: inFolder(FILE) })
      expect((await store.events(query)).map(({ seq }) => seq)).toEqual(signs)
      await vi.waitFor(async () => expect(await indexed()).toHaveLength(3), { timeout: PATIENCE })
      expect((await store.events(query)).map(({ seq }) => seq)).toEqual(signs)
      await store.close()
    },
    PATIENCE,
  )

  it('or with broken ones is searched rightly too', async () => {
    const writer = newWriter()
    await writer.write([pack(eventsOf(1, 2000))])
    await indexAll(writer)
    await (await connect()).$executeRaw`UPDATE "event_indexes" SET "data" = substr("data", 1, 1000 * "segment")`
    const store = await openPrismaStore({ file: inFolder(FILE) })
    expect((await store.events(query)).map(({ seq }) => seq)).toEqual(signs)
    await store.close()
  })

  it('whose oldest events were taken away is searched for those that are there', async () => {
    await newWriter().write([pack(eventsOf(1, 2000))])
    const database = new Database(inFolder(FILE))
    database.exec('DELETE FROM events WHERE seq <= 700')
    database.close()
    const store = await openPrismaStore({ file: inFolder(FILE) })
    expect((await store.events(query)).map(({ seq }) => seq)).toEqual(signs.filter((seq) => seq > 700))
    expect(await store.eventGroups({ ...query, filters: [] }, ['eventName'])).toMatchObject([
      { value: 'Encrypt', count: 1287 },
      { value: 'Sign', count: 13 },
    ])
    await store.close()
  })
})
