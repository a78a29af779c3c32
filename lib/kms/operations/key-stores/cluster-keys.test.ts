import { beforeEach, describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import {
  CLUSTER,
  changeCluster,
  clusterKey,
  clusterStore,
  connect,
  newCluster,
  newKeyStore,
  removeCluster,
} from '#testing/key-stores.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

const PLAINTEXT = Buffer.from('attack at dawn')

async function connectedStore(): Promise<string> {
  const id = await newKeyStore(kms)
  await connect(kms, id)
  return id
}

describe('a key of an AWS CloudHSM key store', () => {
  it('encrypts and decrypts with the simulated cluster, which its metadata and events name', async () => {
    const key = await clusterKey(kms)
    expect(key).toMatchObject({ Origin: 'AWS_CLOUDHSM', CloudHsmClusterId: CLUSTER, KeyState: 'Enabled' })
    expect(key).not.toHaveProperty('XksKeyConfiguration')
    expect(key).not.toHaveProperty('CurrentKeyMaterialId')
    const [event] = await eventsOf(kms, async () => {
      const CiphertextBlob = await encrypted(kms, key.KeyId, 'attack at dawn')
      expect((await kms.call('Decrypt', { CiphertextBlob })).Plaintext).toEqual(PLAINTEXT)
    })
    expect(event?.record.additionalEventData).toMatchObject({
      customKeyStoreId: key.CustomKeyStoreId,
      simulatedCluster: true,
    })
    expect(kms.externalKeys.calls).toEqual([])
  })

  it('is made only in a cluster with two HSMs in two Availability Zones', async () => {
    const { CustomKeyStoreId = '' } = await clusterKey(kms)
    const input = { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId } as const
    const { scope } = kms.caller()
    await changeCluster(kms, scope, { zones: 'us-east-1a' })
    const { code } = await kms.refusal('CreateKey', input)
    expect(code).toBe('CloudHsmClusterInvalidConfigurationException')
    expect((await kms.refusal('CreateKey', { ...input, XksKeyId: 'a' })).code).toBe('ValidationException')
    const external = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId: 'a' } as const
    expect((await kms.refusal('CreateKey', external)).code).toBe('ValidationException')
  })

  it('is not made in a cluster that is not active or gone, nor in another that has its id', async () => {
    const { CustomKeyStoreId = '' } = await clusterKey(kms)
    const { scope } = kms.caller()
    const error = () => kms.refusal('CreateKey', { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId })
    const code = 'CloudHsmClusterInvalidConfigurationException'
    await changeCluster(kms, scope, { state: 'INITIALIZED' })
    expect(await error()).toMatchObject({ code, message: `The CloudHSM cluster ${CLUSTER} is not active.` })
    await removeCluster(kms, scope)
    expect(await error()).toMatchObject({ code, message: `The CloudHSM cluster ${CLUSTER} is not there.` })
    await newCluster(kms, scope)
    expect(await error()).toMatchObject({ code, message: `The CloudHSM cluster ${CLUSTER} is not there.` })
  })

  it('is unavailable while its cluster is gone, also when another has its id', async () => {
    const { KeyId } = await clusterKey(kms)
    const { scope } = kms.caller()
    const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
    await removeCluster(kms, scope)
    const unavailable = { code: 'KeyUnavailableException', message: expect.stringContaining(`${CLUSTER} is gone`) }
    expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject(unavailable)
    await newCluster(kms, scope)
    expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject(unavailable)
  })

  it('can be used while one HSM is active, and not without any', async () => {
    const { KeyId } = await clusterKey(kms)
    const { scope } = kms.caller()
    const CiphertextBlob = await encrypted(kms, KeyId, 'attack at dawn')
    await changeCluster(kms, scope, { zones: 'us-east-1b' })
    await kms.call('Decrypt', { CiphertextBlob })
    for (const change of [{ zones: '' }, { zones: 'us-east-1b', state: 'INITIALIZED' } as const]) {
      await changeCluster(kms, scope, change)
      expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject({
        code: 'KeyUnavailableException',
        fault: 'server',
      })
    }
  })

  it('names its backing key in the events of its birth, its scheduled deletion and its end', async () => {
    const CustomKeyStoreId = await newKeyStore(kms, clusterStore(await newCluster(kms, kms.caller().scope)))
    await connect(kms, CustomKeyStoreId)
    const events = await eventsOf(kms, async () => {
      const { KeyId } = await kms.newKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId })
      await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
      kms.clock.advanceDays(8)
      await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    })
    const [made, scheduled, gone] = events.map(({ record }) => record.additionalEventData)
    const { backingKey = '' } = made as { backingKey?: string }
    const named = { customKeyStoreId: CustomKeyStoreId, clusterId: CLUSTER, backingKeys: `[${backingKey}]` }
    expect(JSON.parse(backingKey)).toEqual({ keyHandle: '1', backingKeyId: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(scheduled).toEqual({ ...named, simulatedCluster: true })
    expect(gone).toEqual({ ...named, simulatedCluster: true })
    expect(events.map(({ eventName }) => eventName)).toEqual(['CreateKey', 'ScheduleKeyDeletion', 'DeleteKey'])
  })
})

describe('GenerateRandom with a key store', () => {
  it('gives bytes of a connected cluster', async () => {
    const { CustomKeyStoreId = '' } = await clusterKey(kms)
    const input = { NumberOfBytes: 32, CustomKeyStoreId }
    const [event] = await eventsOf(kms, async () => {
      expect((await kms.call('GenerateRandom', input)).Plaintext).toHaveLength(32)
    })
    expect(event?.record.additionalEventData).toMatchObject({ clusterId: CLUSTER, simulatedCluster: true })
    await changeCluster(kms, kms.caller().scope, { zones: '' })
    expect(await kms.refusal('GenerateRandom', input)).toMatchObject({
      code: 'CustomKeyStoreInvalidStateException',
      message: expect.stringContaining('no active HSM'),
    })
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    expect((await kms.refusal('GenerateRandom', input)).code).toBe('CustomKeyStoreInvalidStateException')
  })

  it('is not for external key stores', async () => {
    const input = { NumberOfBytes: 32, CustomKeyStoreId: await connectedStore() }
    expect((await kms.refusal('GenerateRandom', input)).code).toBe('UnsupportedOperationException')
  })
})
