import { text } from 'node:stream/consumers'
import { getHeapSnapshot } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { insert, remove } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import { PLACE } from '#testing/proved-log.ts'
import { samplesIn } from '#testing/rows.ts'
import { startCheckpoints } from './checkpoints.ts'
import { openInstallation } from './installation.ts'
import { createLog } from './log.ts'

const inFolder = folderPerTest()

describe('the checkpoints of logs that were taken away', () => {
  it('leave nothing in memory', { timeout: 60_000 }, async () => {
    const store = openMemoryStore()
    const sources = { store, rootKeyFile: inFolder('root.key'), ids: systemIds, secrets: systemSecrets }
    const { id: instanceId, checkpointKey: key } = await openInstallation(sources)
    const parts = { store, instanceId, key, clock: systemClock, file: undefined, log: createLog('off') }
    const checkpoints = await startCheckpoints({ ...parts, isUpgrade: true })
    for (let n = 0; n < 100; n++) {
      const sandbox = ['passing', n, 'sandbox'].join('-') as SandboxId
      const row = { id: sandbox, name: '', account: PLACE.account, createdAt: systemClock.now() }
      const write = insert('sandbox', { ...row, clock: '{}', settings: '{}', seed: null })
      await store.commit({ writes: [write], events: [samplesIn({ ...PLACE, sandbox }).eventDraft('first')] })
      await checkpoints.sign()
      const there = await store.sandbox(sandbox)
      await store.commit({
        writes: there ? [remove('sandbox', there)] : [],
        events: [],
        whole: { act: 'erase', sandbox },
      })
      await checkpoints.sign()
    }
    // Some may still lie about where texts are worked on.
    expect(new Set((await text(getHeapSnapshot())).match(/passing-\d+-sandbox/g)).size).toBeLessThan(10)
    await checkpoints.close()
  })
})
