import { availableParallelism } from 'node:os'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Part, PartFindings } from '#audit/verify/read-part.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { openLogFile } from '#store/prisma/log-file.ts'

// This module is also the program of the threads that it starts: each reads parts of a log on a connection of its own.

/** More threads wait for the disk rather than for one another. */
const MOST_THREADS = 4

/** A log in a file, and whether the indexes of its segments are compared too. */
export interface PartsOf {
  readonly file: string
  readonly sandbox: SandboxId
  readonly indexes: boolean
}

/** What becomes of the parts of a log, in order, read by as many threads as the machine has processors. */
export async function* readParts(
  source: PartsOf,
  parts: readonly Part[],
  signal?: AbortSignal,
): AsyncGenerator<PartFindings> {
  const [only, ...others] = parts
  if (only && others.length === 0) {
    yield readHere(source, only)
    return
  }
  const count = Math.min(parts.length, availableParallelism(), MOST_THREADS)
  const threads = Array.from(
    { length: count },
    () => new Worker(new URL(import.meta.url), { workerData: { partsOf: source }, execArgv: [] }),
  )
  try {
    // Each thread has one part under way; the next one goes to the thread whose turn it is.
    const underway: Promise<PartFindings>[] = []
    const start = (index: number) => {
      const [thread, part] = [threads[index % count], parts[index]]
      if (thread && part) underway[index] = ask(thread, part)
    }
    for (let index = 0; index < count; index++) start(index)
    for (let index = 0; index < parts.length; index++) {
      signal?.throwIfAborted()
      const findings = await underway[index]
      if (!findings) throw new Error(`part ${index} of the log was not read`)
      start(index + count)
      yield findings
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

/** Starting a thread takes longer than reading a short log. */
function readHere({ file, sandbox, indexes }: PartsOf, part: Part): PartFindings {
  const log = openLogFile(file)
  try {
    return log.log(sandbox, { indexes }).read(part)
  } finally {
    log.close()
  }
}

function ask(thread: Worker, part: Part): Promise<PartFindings> {
  const answer = new Promise<PartFindings>((resolve, reject) => {
    const failed = (error: Error) => reject(error)
    thread.once('error', failed)
    thread.once('message', (findings: PartFindings) => {
      thread.off('error', failed)
      resolve(findings)
    })
  })
  // A part that comes later may fail while an earlier one is waited for; whoever waits for it then is told.
  answer.catch(() => undefined)
  thread.postMessage(part)
  return answer
}

// Other threads load this module too.
if (parentPort && workerData?.partsOf) {
  const port = parentPort
  const { file, sandbox, indexes }: PartsOf = workerData.partsOf
  const log = openLogFile(file).log(sandbox, { indexes })
  port.on('message', (part: Part) => port.postMessage(log.read(part)))
}
