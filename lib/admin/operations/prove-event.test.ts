import { expect, it } from 'vitest'
import { checkpointText } from '#audit/checkpoint.ts'
import { EMPTY_ROOT } from '#audit/merkle.ts'
import { systemEvent } from '#audit/system-event.ts'
import { openHarness } from '#testing/harness.ts'
import { NO_DEMO, NO_FIXTURES } from '#testing/no-demo.ts'
import { createAdmin } from '../execute.ts'

const signer = { publicKey: Buffer.alloc(32), sign: () => Buffer.alloc(64) }

it('a proof since a size within the part that was taken away is refused in words', async () => {
  const kms = await openHarness()
  const { store, clocks, ids, secrets, materials } = kms.ports
  const { scope } = kms.caller()
  const { sandbox } = scope
  for (let calls = 0; calls < 520; calls++) await kms.call('ListKeys', {})
  const { eventId } = (await kms.events())[515] ?? {}
  const time = kms.clock.now()
  const event = { ...scope, eventId: 'pruned', eventName: 'PruneAuditLog', time, wallTime: time } as const
  await store.commit({ writes: [], events: [systemEvent({ ...event, details: { throughEvent: 512 } })] })
  await store.commit({ writes: [], events: [], prunes: { sandbox, first: 1, last: 512 } })
  const text = checkpointText({ origin: 'keystead/id/main', size: 520, root: EMPTY_ROOT, time: '-' }, signer)
  const signed = { ...store, checkpoint: async () => ({ sandbox, size: 520, text, version: 1 }) }
  const admin = createAdmin({
    ...{ store: signed, clocks, ids, secrets, vault: materials },
    ...{ explain: async () => undefined, catchUp: async () => 0, loadDemo: NO_DEMO, fixtures: NO_FIXTURES },
  })
  const prove = (since: number) => admin.execute('ProveEvent', { eventId, since }, kms.caller())
  await expect(prove(300)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(/^Event 300 is not in the log any more\. .* multiples of 512 only\.$/),
  })
  expect(await prove(512)).toMatchObject({ since: 512 })
  expect(await prove(515)).toMatchObject({ since: 515 })
})
