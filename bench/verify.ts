import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { accountedStore } from '#runtime/accounted-store.ts'
import { startCheckpoints } from '#runtime/checkpoints.ts'
import { openInstallation } from '#runtime/installation.ts'
import { createLog } from '#runtime/log.ts'
import { verify } from '#runtime/verify.ts'
import { openPrismaStore } from '#store/open.ts'
import { ACCOUNT } from './explorer-events.ts'
import { makeLog, say } from './large-log.ts'

/*
 * How long `keystead verify` takes on a log of many events: `npm run bench -- verify [events [folder]]`; a folder that is
 * named is kept, and used again. At 1,000,000 events it is to take 20 seconds at most.
 */

const EVENTS = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = 3
const kept = process.argv[3]
const folder = kept ?? mkdtempSync('.keystead-bench-')
mkdirSync(folder, { recursive: true })
const file = join(folder, 'keystead.db')

/** Makes the log that of an installation, and signs it. */
async function sign(): Promise<void> {
  const [ids, secrets, log] = [systemIds, systemSecrets, createLog('off')]
  const clocks = { wall: systemClock, of: () => systemClock }
  const scope = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: 'us-east-1' as Region }
  const store = accountedStore(await openPrismaStore({ file }), { ids, clocks, scope })
  const sources = { store, rootKeyFile: join(folder, 'root.key'), ids, secrets }
  const { id: instanceId, checkpointKey: key } = await openInstallation(sources)
  const parts = { store, instanceId, key, clock: systemClock, file: undefined, log, isUpgrade: true }
  await (await startCheckpoints(parts)).close()
  await store.close()
}

async function measure(rows: boolean): Promise<void> {
  const seconds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const { code, lines } = await verify({ database: file, rows }, () => undefined)
    if (code !== 0) throw new Error(lines.at(-1))
    seconds.push((performance.now() - start) / 1000)
  }
  say(`verify${rows ? ' --rows' : ''}: ${seconds.map((each) => each.toFixed(1)).join(', ')} s`)
}

try {
  if (!existsSync(file)) await makeLog(file, EVENTS)
  await sign()
  await measure(false)
  await measure(true)
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true })
}
