import { beforeEach, describe, expect, it } from 'vitest'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'
import { newKeyStore } from '#testing/key-stores.ts'

let kms: Harness
let id: string

beforeEach(async () => {
  kms = await openHarness()
  id = await newKeyStore(kms)
})

describe('the health of a key store', () => {
  it('is what its proxy says, and leaves one event', async () => {
    const events = await eventsOf(kms, async () => {
      expect(await kms.keyStoreHealth(id, kms.caller())).toMatchObject({ health: { ekmFleetDetails: [{}] } })
    })
    expect(events).toMatchObject([{ eventName: 'GetKeyStoreHealth', outcome: 'ok', readOnly: true }])
  })

  it('is the reason when the proxy does not answer', async () => {
    kms.externalKeys.failure = 'timeout'
    expect(await kms.keyStoreHealth(id, kms.caller())).toMatchObject({ errorCode: 'XKS_PROXY_TIMED_OUT' })
  })

  it('is told to those who may connect it', async () => {
    const Statement = [{ Effect: 'Allow', Action: 'kms:DescribeCustomKeyStores', Resource: '*' }]
    const principal = kms.identities.user(ACCOUNT, 'looking', { Version: '2012-10-17', Statement })
    await expect(kms.keyStoreHealth(id, kms.caller({ principal }))).rejects.toMatchObject({
      code: 'AccessDeniedException',
    })
    await expect(kms.keyStoreHealth('cks-none', kms.caller())).rejects.toMatchObject({
      code: 'CustomKeyStoreNotFoundException',
    })
  })
})
