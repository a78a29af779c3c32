import { beforeEach, describe, expect, it } from 'vitest'
import type { OperationName } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

let kms: Harness
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  KeyId = (await kms.newKey()).KeyId
})

const metadata = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata
const versionOfKey = async () => {
  const [record] = await kms.ports.store.keyRecords(kms.caller().scope)
  return record?.key.version
}

describe('DisableKey and EnableKey', () => {
  it('turn the key off and on again', async () => {
    await kms.call('DisableKey', { KeyId })
    expect(await metadata()).toMatchObject({ KeyState: 'Disabled', Enabled: false })
    await kms.call('EnableKey', { KeyId })
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled', Enabled: true })
  })

  it('keep a ciphertext from opening while the key is off, and only so long', async () => {
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') })
    if (!CiphertextBlob) throw new Error('no blob')
    await kms.call('DisableKey', { KeyId })
    expect((await kms.refusal('Decrypt', { CiphertextBlob })).code).toBe('DisabledException')
    await kms.call('EnableKey', { KeyId })
    await kms.call('Decrypt', { CiphertextBlob })
  })

  it.each<[OperationName & ('EnableKey' | 'DisableKey')]>([['EnableKey'], ['DisableKey']])(
    '%s again succeeds, changes nothing and is recorded',
    async (name) => {
      await kms.call(name, { KeyId })
      const version = await versionOfKey()
      const events = await eventsOf(kms, () => kms.call(name, { KeyId }))
      expect(events).toMatchObject([{ eventName: name, outcome: 'ok' }])
      expect(await versionOfKey()).toBe(version)
    },
  )
})
