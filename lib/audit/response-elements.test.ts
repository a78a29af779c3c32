import { describe, expect, it } from 'vitest'
import type { OperationName } from '#model/api.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { responseElements } from './response-elements.ts'

const ARN = 'arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
const FILE = 'aws/cloudtrail-events.json'

describe('response elements', () => {
  it.each<[OperationName, unknown, unknown]>([
    ['Encrypt', { KeyId: ARN, CiphertextBlob: Buffer.from('x') }, null],
    ['GetKeyPolicy', { Policy: '{}' }, null],
    ['DisableKey', undefined, { keyId: ARN }],
    ['TagResource', undefined, { keyId: ARN }],
    ['PutKeyPolicy', undefined, null],
    ['CreateGrant', { GrantId: 'g', GrantToken: 'secret' }, { grantId: 'g', keyId: ARN }],
    ['CancelKeyDeletion', { KeyId: ARN }, { keyId: ARN }],
    ['CreateCustomKeyStore', { CustomKeyStoreId: 'cks-1' }, { customKeyStoreId: 'cks-1' }],
    ['ConnectCustomKeyStore', {}, null],
    [
      'ScheduleKeyDeletion',
      {
        KeyId: ARN,
        DeletionDate: Date.parse('2021-11-02T23:25:25Z'),
        KeyState: 'PendingDeletion',
        PendingWindowInDays: 30,
      },
      { keyId: ARN, deletionDate: 'Nov 2, 2021, 11:25:25 PM', keyState: 'PendingDeletion', pendingWindowInDays: 30 },
    ],
  ])('of %s', (operation, output, expected) => expect(responseElements(operation, output, ARN)).toEqual(expected))

  it.skipIf(!hasShared(FILE))('of CreateKey are the metadata as AWS shows it', () => {
    const file = readSharedJson(FILE) as {
      '2026': { CreateKey: { responseElements: { keyMetadata: Record<string, unknown> } } }
    }
    const expected = file['2026'].CreateKey.responseElements
    const output = Object.fromEntries(
      Object.entries(expected.keyMetadata).map(([name, value]) => [
        name.charAt(0).toUpperCase() + name.slice(1),
        value,
      ]),
    )
    const KeyMetadata = { ...output, CreationDate: Date.parse('2026-11-23T20:00:00Z') }
    expect(responseElements('CreateKey', { KeyMetadata })).toEqual(expected)
  })
})
