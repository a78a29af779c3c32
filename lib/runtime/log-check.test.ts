import { beforeEach, expect, it, vi } from 'vitest'
import { openMemoryStore } from '#store/open.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { createLogCheck, type LogCheckParts } from './log-check.ts'
import type { Verification } from './verify-files.ts'

const SOUND: Verification = { code: 0, lines: ['log main: 3 events', 'sound'] }
const never = new AbortController().signal
const ignore = () => undefined

let kms: Harness
beforeEach(async () => {
  kms = await openHarness(openMemoryStore())
})

function checkWith(verify: LogCheckParts['verify']) {
  const { store, clocks, ids } = kms.ports
  const log = { error: vi.fn() }
  return { check: createLogCheck({ store, clocks, ids, log, verify }), log }
}

it('a check is told as it goes, leaves one event with what it came to, and is the last one from then on', async () => {
  const { check } = checkWith(async (progress) => {
    progress(2, 3)
    return SOUND
  })
  const progress = vi.fn()
  const events = await eventsOf(kms, () => check.run(kms.caller(), progress, never))
  expect(progress).toHaveBeenCalledWith(2, 3)
  expect(events).toMatchObject([{ eventName: 'VerifyAuditLog', outcome: 'ok', readOnly: true }])
  expect(events[0]?.record.responseElements).toEqual(SOUND)
  expect(await check.last(kms.caller().scope)).toEqual({ ...SOUND, at: events[0]?.eventTime })
})

it('there is one at a time, and another after it', async () => {
  let end: (result: Verification) => void = ignore
  const { check } = checkWith(() => new Promise((resolve) => (end = resolve)))
  const first = check.run(kms.caller(), ignore, never)
  await expect(check.run(kms.caller(), ignore, never)).rejects.toMatchObject({ code: 'ConflictException' })
  end(SOUND)
  await first
  const again = check.run(kms.caller(), ignore, never)
  end(SOUND)
  expect(await again).toMatchObject(SOUND)
})

it('one that is cancelled or fails says so, in its event too, and is no verdict', async () => {
  const control = new AbortController()
  const { check, log } = checkWith(async (_, signal) => {
    signal.throwIfAborted()
    throw new Error('the disk is gone')
  })
  await expect(check.run(kms.caller(), ignore, never)).rejects.toMatchObject({ code: 'InternalFailure' })
  expect(log.error).toHaveBeenCalledOnce()
  control.abort()
  const events = await eventsOf(kms, () =>
    expect(check.run(kms.caller(), ignore, control.signal)).rejects.toMatchObject({ code: 'CancelledException' }),
  )
  expect(events).toMatchObject([{ eventName: 'VerifyAuditLog', outcome: 'error' }])
  expect(await check.last(kms.caller().scope)).toBeUndefined()
})
