import { beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'

let kms: Harness
let subject: Subject

beforeEach(async () => {
  kms = await openHarness(openMemoryStore())
  subject = await newSubject(kms)
})

const ofKey = () => ({ filters: [{ attribute: 'key', values: [subject.arn] }] }) as const
const READS: readonly (readonly [string, (caller?: Caller) => Promise<unknown>, object])[] = [
  ['counts', (caller = kms.caller()) => kms.explorer.countEvents(ofKey(), 60_000, caller), { bucketMillis: 60_000 }],
  [
    'groups',
    (caller = kms.caller()) => kms.explorer.groupEvents(ofKey(), ['principal'], caller),
    { by: ['principal'] },
  ],
  ['tail', (caller = kms.caller()) => kms.explorer.followEvents(ofKey(), 2, caller), { after: 2, follow: true }],
]

describe.each(READS)('the explorer’s %s', (_, read, asked) => {
  it('leave one event that says what was asked', async () => {
    const events = await eventsOf(kms, () => read())
    expect(events).toMatchObject([{ eventName: 'LookupEvents', outcome: 'ok', readOnly: true }])
    expect(events[0]?.record.requestParameters).toEqual({ ...ofKey(), ...asked })
  })

  it('need cloudtrail:LookupEvents; a refusal is recorded', async () => {
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    const events = await eventsOf(kms, () =>
      expect(read(nobody)).rejects.toMatchObject({ code: 'AccessDeniedException' }),
    )
    expect(events).toMatchObject([{ eventName: 'LookupEvents', outcome: 'denied' }])
  })
})

it('the explorer counts and groups the events of the caller’s account', async () => {
  const names = await kms.explorer.groupEvents({ filters: [] }, ['eventName'], kms.caller())
  expect(names.map(({ value, count }) => `${value} ${count}`).sort()).toEqual([
    'CreateAlias 1',
    'CreateKey 1',
    'Encrypt 1',
  ])
  expect(await kms.explorer.countEvents({ filters: [] }, 60_000, kms.caller())).toMatchObject([{ ok: 4 }])
  const other = kms.caller({ account: OTHER_ACCOUNT })
  expect(await kms.explorer.groupEvents({ filters: [] }, ['eventName'], other)).toEqual([])
})

it('the explorer follows from now on, or from behind a place, and cannot be turned to another account', async () => {
  const [now, all] = [
    await kms.explorer.followEvents({ filters: [] }, undefined, kms.caller()),
    await kms.explorer.followEvents(ofKey(), 0, kms.caller()),
  ]
  const asked = { filters: [], account: ACCOUNT, sandbox: 'main' } as never
  const other = await kms.explorer.followEvents(asked, 0, kms.caller({ account: OTHER_ACCOUNT }))
  await kms.call('DescribeKey', { KeyId: subject.keyId })
  const namesOf = async (tail: typeof now) => (await tail.read()).events.map(({ eventName }) => eventName)
  expect(await namesOf(now)).toEqual(['LookupEvents', 'LookupEvents', 'DescribeKey'])
  expect(await namesOf(all)).toEqual(['CreateKey', 'CreateAlias', 'Encrypt', 'DescribeKey'])
  expect(await namesOf(other)).toEqual(['LookupEvents'])
})
