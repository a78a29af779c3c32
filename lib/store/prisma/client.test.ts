import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { folderPerTest } from '#testing/folder.ts'
import { openClient, READER_PRAGMAS, WRITER_PRAGMAS } from './client.ts'
import { prepareFile } from './database-file.ts'
import type { PrismaClient } from './generated/client.ts'

const inFolder = folderPerTest()
const clients: PrismaClient[] = []

async function open(pragmas: Parameters<typeof openClient>[1]): Promise<PrismaClient> {
  const file = inFolder('keystead.db')
  prepareFile(file)
  const client = await openClient(file, pragmas)
  clients.push(client)
  return client
}

async function read(client: PrismaClient, pragma: string): Promise<unknown> {
  const [row] = await client.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${pragma}`)
  return Object.values(row ?? {})[0]
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.$disconnect()
})

describe('a connection', () => {
  it('syncs every commit to the disk, which SQLite by itself does not here', async () => {
    const client = await open(WRITER_PRAGMAS)
    expect(await read(client, 'synchronous')).toBe(2n)
    const bare = new Database(inFolder('keystead.db'))
    expect(bare.pragma('synchronous', { simple: true })).toBe(1)
    bare.close()
  })

  it.each(Object.entries(READER_PRAGMAS))('for reading has the pragma %s', async (name, [, expected]) => {
    expect(String(await read(await open(READER_PRAGMAS), name))).toBe(expected)
  })

  it('for reading cannot write', async () => {
    const client = await open(READER_PRAGMAS)
    await expect(client.counter.create({ data: { name: 'x', value: 1 } })).rejects.toThrow('readonly')
  })

  it('is refused when a pragma is not taken', async () => {
    const opening = open({ ...WRITER_PRAGMAS, journal_mode: ['WAL', 'another'] })
    await expect(opening).rejects.toMatchObject({ code: 'pragma', message: expect.stringContaining('journal_mode') })
  })
})
