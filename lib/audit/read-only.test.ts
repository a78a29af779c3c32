import { describe, expect, it } from 'vitest'
import { operationNames } from '#model/api.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { isReadOnly } from './read-only.ts'

const FILE = 'aws/cloudtrail-events.json'

describe('readOnly', () => {
  it.skipIf(!hasShared(FILE))('is what every sample of AWS says', () => {
    const { docExamples } = readSharedJson(FILE) as { docExamples: Record<string, Record<string, unknown>[]> }
    const kms = Object.values(docExamples)
      .flat()
      .filter(({ eventSource }) => eventSource === 'kms.amazonaws.com')
    expect(kms.length).toBeGreaterThan(50)
    for (const { eventName, readOnly } of kms)
      expect([eventName, isReadOnly(String(eventName))]).toEqual([eventName, readOnly])
  })

  it('is false for exactly what changes something', () => {
    expect(operationNames.filter((name) => !isReadOnly(name))).toEqual([
      'CancelKeyDeletion',
      'ConnectCustomKeyStore',
      'CreateAlias',
      'CreateCustomKeyStore',
      'CreateGrant',
      'CreateKey',
      'DeleteAlias',
      'DeleteCustomKeyStore',
      'DeleteImportedKeyMaterial',
      'DisableKey',
      'DisableKeyRotation',
      'DisconnectCustomKeyStore',
      'EnableKey',
      'EnableKeyRotation',
      'ImportKeyMaterial',
      'PutKeyPolicy',
      'ReplicateKey',
      'RetireGrant',
      'RevokeGrant',
      'RotateKeyOnDemand',
      'ScheduleKeyDeletion',
      'TagResource',
      'UntagResource',
      'UpdateAlias',
      'UpdateCustomKeyStore',
      'UpdateKeyDescription',
      'UpdatePrimaryRegion',
    ])
  })
})
