import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from '../../bin/kill-test/evidence.ts'
import { type KillTest, openKillTest, type Round } from '../../bin/kill-test/rounds.ts'

// The same as `npm run kill-test`, with fewer rounds.

const ROUNDS = 10
/** Milliseconds under load, at most. */
const LONGEST = 300

let test: KillTest
const rounds: Round[] = []
beforeAll(async () => {
  test = await openKillTest(LONGEST)
  for (let n = 0; n < ROUNDS; n++) rounds.push(await test.round())
})
afterAll(() => test.close())

describe('a server that is killed under load again and again', () => {
  it('loses no call that it acknowledged, leaves no half change, and its log stays sound', () => {
    expect(rounds.flatMap(({ faults }) => faults)).toEqual([])
    expect(Math.min(...rounds.map(({ acknowledged }) => acknowledged))).toBeGreaterThan(0)
  })

  it('decrypts in the end whatever it encrypted', async () => {
    expect(test.size.ciphertexts).toBeGreaterThan(0)
    expect(await test.faultsOfAll()).toEqual([])
  })
})

/** What is found after the data were changed by hand. */
function foundAfter(change: string): Promise<readonly string[]> {
  const file = new Database(test.remains.database)
  file.exec(change)
  file.close()
  return faultsOf(test.remains, { calls: new Map(), keys: [] })
}

describe('the check after a kill', () => {
  it('finds a call without an event', async () => {
    const faults = await faultsOf(test.remains, { calls: new Map([['never-recorded', 'Encrypt']]), keys: [] })
    expect(faults).toEqual(['Encrypt never-recorded was acknowledged and has no event'])
  })

  it('finds rows without their event, and an event that is gone', async () => {
    const change = `UPDATE "keys" SET "description" = 'changed' WHERE "keyId" = (SELECT "keyId" FROM "keys" LIMIT 1)`
    expect(await foundAfter(change)).toEqual([expect.stringContaining('ends with 3')])
    const last = 'DELETE FROM "events" WHERE "seq" = (SELECT max("seq") FROM "events")'
    expect(await foundAfter(last)).toEqual([expect.stringMatching(/ends with [34]/)])
  })
})
