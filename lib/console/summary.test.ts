import { expect, it } from 'vitest'
import { summaryOf } from './summary.ts'

const key = (KeyId: string, more: object = {}) => ({
  metadata: {
    KeyId,
    KeyManager: 'CUSTOMER',
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    Origin: 'AWS_KMS',
    ...more,
  },
  aliases: [],
})

it('counts customer managed keys only, and leaves out what nobody may see', () => {
  const keys = [
    { ...key('a'), aliases: ['alias/a', 'alias/b'], grants: 3 },
    key('b', { KeyState: 'Disabled', MultiRegion: true, Origin: 'EXTERNAL' }),
    key('c', { KeyManager: 'AWS' }),
  ]
  expect(summaryOf(keys, undefined)).toEqual({
    customer: 2,
    managed: 1,
    aliases: 2,
    multiRegion: 1,
    grants: 3,
    states: [
      { value: 'Enabled', count: 1 },
      { value: 'Disabled', count: 1 },
    ],
    usages: [{ value: 'ENCRYPT_DECRYPT', count: 2 }],
    origins: [
      { value: 'AWS_KMS', count: 1 },
      { value: 'EXTERNAL', count: 1 },
    ],
    upcoming: [],
    upcomingTotal: 0,
  })
})

it('tells what is to come in the order of time', () => {
  const keys = [
    { ...key('a'), aliases: ['alias/a'], rotation: { nextAt: 30 } },
    key('b', { DeletionDate: 10, ValidTo: 20 }),
  ]
  const { upcoming, upcomingTotal } = summaryOf(keys, 0)
  expect(upcoming).toEqual([
    { kind: 'deletion', at: 10, keyId: 'b' },
    { kind: 'expiry', at: 20, keyId: 'b' },
    { kind: 'rotation', at: 30, keyId: 'a', alias: 'alias/a' },
  ])
  expect(upcomingTotal).toBe(3)
})
