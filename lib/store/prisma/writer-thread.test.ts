import { writeFileSync } from 'node:fs'
import type { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { folderPerTest } from '#testing/folder.ts'
import { freshScope, samplesIn } from '#testing/rows.ts'
import { openClient, READER_PRAGMAS } from './client.ts'
import { prepareFile } from './database-file.ts'
import { pack } from './messages.ts'
import { spawnWriter, startWriter } from './writer-thread.ts'

const { eventDraft } = samplesIn(freshScope())
const inFolder = folderPerTest()
const batch = (id: string) => [pack({ writes: [], events: [eventDraft(id)] })]

describe("the writer's thread", () => {
  it('rejects what is under way when it crashes, and is replaced by the next write', async () => {
    const file = inFolder('keystead.db')
    prepareFile(file)
    const workers: Worker[] = []
    const writer = await startWriter(() => {
      const worker = spawnWriter(file)
      workers.push(worker)
      return worker
    })
    expect(await writer.write(batch('a'))).toMatchObject({ answers: ['committed'] })
    // So much that the thread cannot have written it before it is ended.
    const underway = writer.write(Array.from({ length: 5000 }, (_, n) => batch(`b${n}`)).flat())
    await Promise.all([expect(underway).rejects.toMatchObject({ code: 'writer-crashed' }), workers[0]?.terminate()])
    expect(await writer.write(batch('c'))).toMatchObject({ answers: ['committed'] })
    expect(workers).toHaveLength(2)
    await writer.close()
    const reader = await openClient(file, READER_PRAGMAS)
    const ids = (await reader.event.findMany({ orderBy: { seq: 'asc' } })).map(({ eventId }) => eventId)
    await reader.$disconnect()
    // Whether the one under way was written is chance; the others must be there.
    expect(ids.filter((id) => !id.startsWith('event-b'))).toEqual(['event-a', 'event-c'])
  })

  it('tells of a part of the log that cannot be read, and goes on', async () => {
    const file = inFolder('keystead.db')
    prepareFile(file)
    const first = await startWriter(() => spawnWriter(file))
    await first.write(Array.from({ length: 511 }, (_, n) => batch(`e${n}`)).flat())
    await first.close()
    const database = new Database(file)
    database.exec(`UPDATE "events" SET "text" = '{' WHERE "seq" = 7`)
    database.close()
    const { promise: told, resolve } = Promise.withResolvers<string>()
    const writer = await startWriter(() => spawnWriter(file), resolve)
    await writer.write(batch('last'))
    expect(await told).toMatch(/^event 7 of the audit log of /)
    expect(await writer.write(batch('next'))).toMatchObject({ answers: ['committed'] })
    await writer.close()
  })

  it('that cannot be started again has written nothing', async () => {
    const file = inFolder('keystead.db')
    prepareFile(file)
    const first = spawnWriter(file)
    const later: Worker[] = []
    const writer = await startWriter(() => later.pop() ?? first)
    await first.terminate()
    later.push(spawnWriter(inFolder('nowhere.db')))
    await expect(writer.write(batch('a'))).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining('could not be started again'),
    })
  })

  it('does not start on a file that is no database', async () => {
    const file = inFolder('notes.txt')
    writeFileSync(file, 'not a database, but long enough to be read as one '.repeat(100))
    await expect(startWriter(() => spawnWriter(file))).rejects.toThrow('not a database')
  })
})
