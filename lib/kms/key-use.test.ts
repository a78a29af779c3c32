import { beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'
import { externalKey } from '#testing/key-stores.ts'
import { throttled } from './errors.ts'
import { createKeyUse } from './key-use.ts'

let kms: Harness
beforeEach(async () => {
  kms = await openHarness()
})

const admit = (operation: 'Encrypt' | 'Decrypt' | 'DescribeKey', keyId: string, caller = kms.caller()) =>
  createKeyUse(kms.ports).admit({ operation, keyId }, caller)

describe('the door to our keys for the proxy face', () => {
  it('gives the materials of a key to who may use it, with what the event says', async () => {
    const { KeyId = '', Arn, CurrentKeyMaterialId } = await kms.newKey()
    const { resources, decisions, outcome } = await admit('Encrypt', KeyId)
    expect(resources).toEqual([Arn])
    expect(decisions).toMatchObject([{ action: 'kms:Encrypt', outcome: 'allowed' }])
    if (!('key' in outcome)) throw outcome.error
    expect(outcome.key).toMatchObject({ spec: 'SYMMETRIC_DEFAULT', canEncrypt: true, isEnabled: true })
    expect(outcome.key.current().materialId).toBe(CurrentKeyMaterialId)
    expect(outcome.key.find((id) => id === CurrentKeyMaterialId)?.key).toBe(outcome.key.current().key)
    expect(outcome.key.find(() => false)).toBeUndefined()
  })

  it('is closed to who has no permission, and the decision tells why', async () => {
    const { KeyId = '' } = await kms.newKey()
    const principal = kms.identities.user(ACCOUNT, 'nobody')
    const { decisions, outcome } = await admit('Decrypt', KeyId, kms.caller({ principal }))
    expect(outcome).toMatchObject({ error: { code: 'AccessDeniedException' } })
    expect(decisions).toMatchObject([{ action: 'kms:Decrypt', outcome: 'implicitly-denied' }])
  })

  it('is closed to the keys of another account', async () => {
    const { KeyId = '' } = await kms.newKey()
    const { resources, outcome } = await admit('Encrypt', KeyId, kms.caller({ account: OTHER_ACCOUNT }))
    expect(outcome).toMatchObject({ error: { code: 'NotFoundException' } })
    expect(resources).toEqual([])
  })

  it('is closed where the key state forbids the operation', async () => {
    const { KeyId = '' } = await kms.newKey()
    await kms.call('DisableKey', { KeyId })
    expect((await admit('Encrypt', KeyId)).outcome).toMatchObject({ error: { code: 'DisabledException' } })
    expect((await admit('DescribeKey', KeyId)).outcome).toMatchObject({ key: { isEnabled: false } })
  })

  it('is closed to keys in key stores, which are half elsewhere', async () => {
    const { KeyId = '' } = await externalKey(kms)
    for (const operation of ['Encrypt', 'Decrypt'] as const) {
      expect((await admit(operation, KeyId)).outcome).toMatchObject({ error: { code: 'InvalidKeyUsageException' } })
    }
    expect((await admit('DescribeKey', KeyId)).outcome).toMatchObject({ key: { canEncrypt: false } })
  })

  it('is closed where the quota is used up', async () => {
    const { KeyId = '' } = await kms.newKey()
    const refused = () => Promise.reject(throttled())
    const full = createKeyUse({
      ...kms.ports,
      limits: { admit: () => ({ enter: refused, onKeys: refused, faults: [] }) },
    })
    const { outcome } = await full.admit({ operation: 'Encrypt', keyId: KeyId }, kms.caller())
    expect(outcome).toMatchObject({ error: { code: 'ThrottlingException' } })
  })

  it('tells nothing of a fault of ours', async () => {
    const store = { ...kms.ports.store, key: () => Promise.reject(new Error('disk broken')) }
    const broken = createKeyUse({ ...kms.ports, store })
    const asked = { operation: 'Encrypt', keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' } as const
    const { outcome } = await broken.admit(asked, kms.caller())
    expect(outcome).toMatchObject({ error: { code: 'KMSInternalException', fault: 'server' } })
  })
})
