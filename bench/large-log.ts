import { statSync } from 'node:fs'
import { BatchWriter } from '#store/prisma/batch-writer.ts'
import { openConnection, WRITER_PRAGMAS } from '#store/prisma/client.ts'
import { prepareFile } from '#store/prisma/database-file.ts'
import { pack } from '#store/prisma/messages.ts'
import { believableEvents } from './explorer-events.ts'

const BATCH = 1000

export const say = (line: string) => process.stdout.write(`${line}\n`)
export const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`

/** Makes a database with a log of believable events, by the writer's own code, and says how long that took. */
export async function makeLog(file: string, count: number): Promise<void> {
  prepareFile(file)
  const writer = new BatchWriter(() => openConnection(file, WRITER_PRAGMAS))
  const start = performance.now()
  const events = []
  for (const event of believableEvents(count)) {
    events.push(event)
    if (events.length === BATCH) await writer.write([pack({ writes: [], events: events.splice(0) })])
  }
  await writer.write([pack({ writes: [], events })])
  const written = performance.now()
  while (await writer.index());
  const indexed = performance.now()
  await writer.close()
  const [writing, indexing] = [(written - start) / count, (indexed - written) / count].map((ms) =>
    (ms * 1000).toFixed(1),
  )
  say(
    `${count} events, ${megabytes(statSync(file).size)}: ${writing} µs each to make and write, ${indexing} µs to index`,
  )
}
