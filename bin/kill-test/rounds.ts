import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Server, startServer } from '../../e2e/support/server.ts'
import { eventCount, faultsOf, faultsOfKeys, type Remains } from './evidence.ts'
import type { Known } from './known.ts'
import { Caller } from './load.ts'

const CALLERS = 32
/** So many of the keys of earlier rounds are used after each kill, beside all new ones. */
const OLDER_KEYS = 20

export interface Round {
  readonly number: number
  /** From the first call to the kill. */
  readonly millis: number
  /** Calls that were answered before it. */
  readonly acknowledged: number
  /** In the log by then, of all rounds. */
  readonly events: number
  /** What was lost or is wrong, a sentence each. */
  readonly faults: readonly string[]
}

export interface KillTest {
  /** Loads the server, kills it, checks what it left, starts it again on that and uses its keys. Throws Refused. */
  round(): Promise<Round>
  /** Uses every key and decrypts every ciphertext of all rounds. */
  faultsOfAll(): Promise<readonly string[]>
  readonly remains: Remains
  /** How many keys and ciphertexts the server has to know. */
  readonly size: { readonly keys: number; readonly ciphertexts: number }
  /** Ends the server, and removes its data unless they are to be looked at. */
  close(keep?: boolean): Promise<void>
}

/** A server on data of its own that is killed again and again within `longest` milliseconds of load. */
export async function openKillTest(longest: number): Promise<KillTest> {
  const folder = mkdtempSync(join(tmpdir(), 'keystead-kill-'))
  const checkpointFile = join(folder, 'checkpoints.txt')
  const dataDir = join(folder, 'data')
  const settings = { KEYSTEAD_LOG: 'warn', KEYSTEAD_DATA_DIR: dataDir, KEYSTEAD_CHECKPOINT_FILE: checkpointFile }
  const server = await startServer({ console: false, env: settings })
  const remains = { database: join(dataDir, 'keystead.db'), checkpointFile }
  const known: Known = { calls: new Map(), keys: [] }
  const callers = Array.from({ length: CALLERS }, () => new Caller(server, known))
  let number = 0
  return {
    remains,
    get size() {
      return { keys: known.keys.length, ciphertexts: known.keys.reduce((sum, key) => sum + key.ciphertexts.length, 0) }
    },
    async round() {
      number += 1
      known.calls.clear()
      const before = known.keys.length
      const millis = await killUnderLoad(server, callers, known, longest)
      const faults = await faultsOf(remains, known)
      const events = eventCount(remains)
      await server.restart()
      const older = Array.from({ length: Math.min(before, OLDER_KEYS) }, () => randomInt(before))
      const asked = known.keys.filter(
        (key, index) => index >= before || older.includes(index) || key.deletion !== 'none',
      )
      const ofKeys = await faultsOfKeys(server, asked)
      return { number, millis, acknowledged: known.calls.size, events, faults: [...faults, ...ofKeys] }
    },
    faultsOfAll: () => faultsOfKeys(server, known.keys, Number.POSITIVE_INFINITY),
    async close(keep = false) {
      await server.stop()
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** How long the load lasted; throws Refused when a call of it was. */
async function killUnderLoad(
  server: Server,
  callers: readonly Caller[],
  known: Known,
  longest: number,
): Promise<number> {
  const start = performance.now()
  const load = Promise.all(callers.map((caller) => caller.callUntilGone()))
  const ended = new AbortController()
  try {
    await Promise.race([load, randomMoment(known, longest, ended.signal)])
    return performance.now() - start
  } finally {
    ended.abort()
    await server.kill()
    await load
  }
}

/** Resolves at a random moment after the load has come up. */
async function randomMoment({ calls }: Known, longest: number, signal: AbortSignal): Promise<void> {
  while (calls.size < CALLERS) await sleep(1, undefined, { signal })
  await sleep(randomInt(longest), undefined, { signal })
}
