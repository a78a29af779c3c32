import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store, Transaction } from '#kms/ports.ts'
import { folderPerTest } from '#testing/folder.ts'
import { freshScope, samplesIn } from '#testing/rows.ts'
import { openPrismaStore } from '../open.ts'
import { openLogFile } from './log-file.ts'

const inFolder = folderPerTest()
const { scope, eventDraft } = samplesIn(freshScope())
const eventOf = (id: string): Transaction => ({ writes: [], events: [eventDraft(id)] })

let store: Store
beforeEach(async () => {
  store = await openPrismaStore({ file: inFolder('data/keystead.db') })
  await store.commit(eventOf('before'))
})
afterEach(() => store.close())

/** What a second program finds at the place. */
function eventsFound(): string[] {
  const file = openLogFile(inFolder('data/keystead.db'))
  const found = [...file.events(scope.sandbox)].map(({ eventId }) => eventId)
  file.close()
  return found
}

/** What is moved where, and what it is called. */
const MOVES = [
  ['the database', 'data/keystead.db', 'elsewhere.db'],
  ['the write-ahead log', 'data/keystead.db-wal', 'elsewhere.db-wal'],
  ['the whole folder', 'data', 'elsewhere'],
] as const

describe('a store whose files are no longer where they were opened', () => {
  it.each(MOVES)('acknowledges nothing while %s is away, and goes on when it is back', async (_, from, to) => {
    renameSync(inFolder(from), inFolder(to))
    await expect(store.commit(eventOf('away'))).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining('is not the file that was opened: it was moved away, removed or replaced'),
    })
    renameSync(inFolder(to), inFolder(from))
    expect(await store.commit(eventOf('after'))).toBe('committed')
    expect(eventsFound()).toEqual(['event-before', 'event-after'])
  })

  it('acknowledges nothing after they were removed, and puts no empty ones in their place', async () => {
    rmSync(inFolder('data'), { recursive: true })
    for (let n = 0; n < 2; n++)
      await expect(store.commit(eventOf('gone'))).rejects.toMatchObject({ code: 'write-failed' })
    mkdirSync(inFolder('data'))
    await expect(store.commit(eventOf('gone'))).rejects.toMatchObject({ code: 'write-failed' })
  })

  it('acknowledges nothing when a copy stands in their place', async () => {
    renameSync(inFolder('data/keystead.db'), inFolder('original.db'))
    copyFileSync(inFolder('original.db'), inFolder('data/keystead.db'))
    await expect(store.commit(eventOf('replaced'))).rejects.toMatchObject({ code: 'write-failed' })
  })

  it('does not acknowledge what was being written when they went', async () => {
    const underway = store.commit(eventOf('underway'))
    // The batch is with the writer then, whose answer is not taken before this function waits again.
    await setImmediate()
    renameSync(inFolder('data/keystead.db'), inFolder('elsewhere.db'))
    await expect(underway).rejects.toMatchObject({ code: 'moved' })
  })
})
