import { join } from 'node:path'
import type { EventDraft } from '#audit/event.ts'
import { systemClock } from '#kernel/clock.ts'
import type { AccountId, Region } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { insert, update } from '#kms/domain/writes.ts'
import { accountedStore } from '#runtime/accounted-store.ts'
import { startCheckpoints } from '#runtime/checkpoints.ts'
import { openInstallation } from '#runtime/installation.ts'
import { createLog } from '#runtime/log.ts'
import { openPrismaStore } from '#store/open.ts'
import { samplesIn } from './rows.ts'

/** Where the log of `writeProvedLog` stands. */
export const PLACE = { sandbox: MAIN_SANDBOX, account: '111122223333' as AccountId, region: 'us-east-1' as Region }

export interface ProvedLog {
  readonly database: string
  /** As the banner prints it. */
  readonly publicKey: string
  readonly checkpointFile: string
}

/**
 * Makes an installation in a folder, with a log of about `events` events and a key that was changed, and closes it: what
 * an operator would have after a day.
 */
export async function writeProvedLog(folder: string, events: number): Promise<ProvedLog> {
  const database = join(folder, 'keystead.db')
  const checkpointFile = join(folder, 'checkpoints.txt')
  const clocks = { wall: systemClock, of: () => systemClock }
  const [ids, secrets, log] = [systemIds, systemSecrets, createLog('off')]
  const file = await openPrismaStore({ file: database })
  const store = accountedStore(file, { ids, clocks, scope: PLACE })
  const installation = await openInstallation({ store, rootKeyFile: join(folder, 'root.key'), ids, secrets })
  const { id: instanceId, checkpointKey: key } = installation
  const checkpoints = await startCheckpoints({
    ...{ store, instanceId, key, clock: systemClock, file: checkpointFile, log },
  })
  const { newKey, aliasRow } = samplesIn(PLACE)
  await store.commit({
    writes: [...newKey(1), ...newKey(2, { description: 'the second' })],
    events: [eventOf('create')],
  })
  await store.commit({ writes: [insert('alias', aliasRow('alias/a', 1))], events: [eventOf('alias')] })
  const [stored] = await store.aliases(PLACE, { limit: 1 })
  if (stored)
    await store.commit({
      writes: [update('alias', stored, { updatedAt: systemClock.now() })],
      events: [eventOf('update')],
    })
  const rest = Array.from({ length: events }, (_, n) => store.commit({ writes: [], events: [eventOf(String(n))] }))
  await Promise.all(rest)
  await checkpoints.close()
  await store.close()
  return { database, publicKey: key.publicKey, checkpointFile }
}

/** An event whose record says what its columns say. */
export function eventOf(id: string): EventDraft {
  const draft = samplesIn(PLACE).eventDraft(id, { wallTime: systemClock.now() })
  const resources = draft.resources.map((ARN) => ({ ARN, accountId: PLACE.account, type: 'AWS::KMS::Key' }))
  return { ...draft, record: { ...draft.record, requestID: `request-${id}`, resources } }
}
