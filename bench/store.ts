import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { systemIds } from '#kernel/random.ts'
import { openPrismaStore } from '#store/open.ts'
import { arnOfKey, freshScope, recordOf, samplesIn } from '#testing/rows.ts'

// How many events a second the writer makes durable, by how many callers wait at once: `node bench/store.ts`.

const SECONDS = 4
const KEYS = 50

const folder = mkdtempSync('.keystead-bench-')
const store = await openPrismaStore({ file: join(folder, 'keystead.db') })
const { eventDraft } = samplesIn(freshScope())

async function commitOne(n: number): Promise<void> {
  const id = systemIds.uuid()
  const record = { ...recordOf(id), requestID: systemIds.uuid(), eventID: id, userAgent: 'x'.repeat(200) }
  const event = eventDraft(id, { eventId: id, resources: [arnOfKey(n % KEYS)], record })
  await store.commit({ writes: [], events: [event] })
}

async function measure(callers: number): Promise<void> {
  const end = performance.now() + SECONDS * 1000
  let events = 0
  const caller = async () => {
    while (performance.now() < end) {
      await commitOne(events)
      events += 1
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  const rate = (events / (performance.now() - start)) * 1000
  console.log(`${String(callers).padStart(4)} callers  ${rate.toFixed(0).padStart(7)} events/s`)
}

try {
  for (const callers of [64, 1, 16, 64, 256]) await measure(callers)
} finally {
  await store.close()
  rmSync(folder, { recursive: true })
}
