import { beforeEach, describe, expect, it } from 'vitest'
import { openMemoryStore } from '#store/open.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness(openMemoryStore())
})

const user = (name: string, ...Statement: object[]) =>
  kms.caller({ principal: kms.identities.user(ACCOUNT, name, { Version: '2012-10-17', Statement }) })

async function newFamily(): Promise<string> {
  const { KeyId = '' } = await kms.newKey({ MultiRegion: true })
  await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
  return KeyId
}

describe('the families of multi-Region keys', () => {
  it('hold the members in all Regions, and no other keys', async () => {
    const keyId = await newFamily()
    await kms.newKey()
    await kms.newKey({ MultiRegion: true }, kms.caller({ account: OTHER_ACCOUNT }))
    const members = await kms.families(kms.caller())
    expect(members.map(({ region }) => region).sort()).toEqual([REGION, OTHER_REGION].sort())
    expect(members.every(({ metadata }) => metadata.KeyId === keyId)).toBe(true)
    expect(members.every(({ materials }) => materials.known === 1)).toBe(true)
  })

  it('show what the caller may describe where it is, and leave one event', async () => {
    await newFamily()
    const here = user(
      'here',
      { Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' },
      { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: `arn:aws:kms:${REGION}:*` },
    )
    const events = await eventsOf(kms, async () => {
      expect((await kms.families(here)).map(({ region }) => region)).toEqual([REGION])
    })
    expect(events).toMatchObject([
      { eventName: 'ListKeyFamilies', readOnly: true, record: { additionalEventData: { keys: 1 } } },
    ])
  })

  it('are refused without kms:ListKeys', async () => {
    await expect(
      kms.families(user('nobody', { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: '*' })),
    ).rejects.toMatchObject({ code: 'AccessDeniedException' })
  })
})
