import { afterEach, describe, expect, it, vi } from 'vitest'
import { specOf } from '#crypto/specs.ts'
import type { OperationName } from '#model/api.ts'
import { MemoryTables } from '#store/memory/tables.ts'
import { inputFor, newSubject } from '#testing/calls.ts'
import { openHarness } from '#testing/harness.ts'

afterEach(() => vi.restoreAllMocks())

const CRYPTOGRAPHIC: readonly OperationName[] = [
  'Decapsulate',
  'Decrypt',
  'DeriveSharedSecret',
  'Encapsulate',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'ReEncrypt',
  'Sign',
  'Verify',
  'VerifyMac',
]

describe('a key that was used before', () => {
  it.each(CRYPTOGRAPHIC)('costs %s no read of the database and no parsing of the key', async (name) => {
    const kms = await openHarness()
    const subject = await newSubject(kms, name)
    const input = inputFor(name, subject)
    await kms.call(name, input)
    const read = [vi.spyOn(MemoryTables.prototype, 'get'), vi.spyOn(MemoryTables.prototype, 'where')]
    const opened = vi.spyOn(specOf(subject.key.KeySpec ?? ''), 'open')
    await kms.call(name, input)
    for (const spy of read) expect(spy).not.toHaveBeenCalled()
    expect(opened).not.toHaveBeenCalled()
  })

  it('is read and parsed once when it is cold: the rig can fail', async () => {
    const kms = await openHarness()
    const subject = await newSubject(kms, 'Encrypt')
    await kms.call('UpdateKeyDescription', { KeyId: subject.keyId, Description: 'moved' })
    const get = vi.spyOn(MemoryTables.prototype, 'get')
    await kms.call('Encrypt', { KeyId: subject.keyId, Plaintext: Buffer.from('x') })
    expect(get).toHaveBeenCalled()
  })
})
