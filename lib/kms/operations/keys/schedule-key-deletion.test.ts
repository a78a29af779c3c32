import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import type { Principal } from '#kernel/principal.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'

let kms: Harness
let KeyId: string
let Arn: string

beforeEach(async () => {
  kms = await openHarness()
  const key = await kms.newKey()
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
})

const metadata = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata
const invalidWindow = (value: number, constraint: string) => ({
  code: 'ValidationException',
  message: `1 validation error detected: Value '${value}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${constraint}`,
})

describe('ScheduleKeyDeletion', () => {
  it.each([
    [undefined, 30],
    [7, 7],
    [30, 30],
  ])('with a window of %s waits for %s days', async (asked, days) => {
    const window = asked === undefined ? {} : { PendingWindowInDays: asked }
    const answer = await kms.call('ScheduleKeyDeletion', { KeyId, ...window })
    const DeletionDate = addDays(kms.clock.now(), days)
    expect(answer).toStrictEqual({ KeyId: Arn, DeletionDate, KeyState: 'PendingDeletion', PendingWindowInDays: days })
    expect(await metadata()).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false, DeletionDate })
  })

  it.each([
    [6, 'greater than or equal to 7'],
    [31, 'less than or equal to 30'],
    [0, 'greater than or equal to 1'],
    [366, 'less than or equal to 365'],
  ])('refuses a window of %s days', async (PendingWindowInDays, constraint) => {
    const error = await kms.refusal('ScheduleKeyDeletion', { KeyId, PendingWindowInDays })
    expect(error).toMatchObject(invalidWindow(PendingWindowInDays, constraint))
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled' })
  })

  it('a second time is an invalid state and does not move the date', async () => {
    const { DeletionDate } = await kms.call('ScheduleKeyDeletion', { KeyId })
    kms.clock.advanceDays(1)
    expect(await kms.refusal('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    })
    expect((await metadata())?.DeletionDate).toBe(DeletionDate)
  })

  it('lets policies ask for the window, defaulted or not', async () => {
    const principal: Principal = kms.identities.user(ACCOUNT, 'careful', {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'kms:ScheduleKeyDeletion',
        Resource: '*',
        Condition: { NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } },
      },
    })
    const caller = kms.caller({ principal })
    const hasty = await kms.refusal('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, caller)
    expect(hasty.code).toBe('AccessDeniedException')
    await kms.call('ScheduleKeyDeletion', { KeyId }, caller)
  })
})

describe('CancelKeyDeletion', () => {
  it.each(['Enabled', 'Disabled'])('brings a key that was %s back Disabled, without a deletion date', async (state) => {
    if (state === 'Disabled') await kms.call('DisableKey', { KeyId })
    await kms.call('ScheduleKeyDeletion', { KeyId })
    expect(await kms.call('CancelKeyDeletion', { KeyId })).toStrictEqual({ KeyId: Arn })
    const after = await metadata()
    expect(after).toMatchObject({ KeyState: 'Disabled', Enabled: false })
    expect(after).not.toHaveProperty('DeletionDate')
  })

  it('refuses a key that is not pending deletion', async () => {
    expect(await kms.refusal('CancelKeyDeletion', { KeyId })).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${Arn} is not pending deletion.`,
    })
  })
})
