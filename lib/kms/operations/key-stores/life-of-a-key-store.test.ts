import { beforeEach, describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { connectKeyStores } from '#kms/connections.ts'
import { runDue } from '#kms/due.ts'
import type { Input, OperationName } from '#model/api.ts'
import { type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { connect, described, externalKey, externalStore, newKeyStore } from '#testing/key-stores.ts'
import type { XksFailure } from '#xks/ports.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

const stateOf = async (id: string) => (await described(kms, id)).ConnectionState
const attempt = (failed: (error: unknown) => void = () => undefined) =>
  connectKeyStores(MAIN_SANDBOX, kms.ports, failed)

describe('ConnectCustomKeyStore', () => {
  it('answers at once, and shows CONNECTING until the attempt has ended', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    expect(await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })).toEqual({})
    expect(await stateOf(CustomKeyStoreId)).toBe('CONNECTING')
    expect(await attempt()).toBe(1)
    expect(await stateOf(CustomKeyStoreId)).toBe('CONNECTED')
    expect(kms.externalKeys.calls.at(-1)).toMatchObject({
      operation: 'health',
      about: { kmsOperation: 'ConnectCustomKeyStore' },
    })
  })

  it('may be called again while it connects and when it is connected, and does nothing then', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })
    await attempt()
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })
    expect(await stateOf(CustomKeyStoreId)).toBe('CONNECTED')
    expect(await attempt()).toBe(0)
  })

  it.each<[XksFailure, string]>([
    ['AuthenticationFailedException', 'INVALID_CREDENTIALS'],
    ['AccessDeniedException', 'XKS_PROXY_ACCESS_DENIED'],
    ['InvalidUriPathException', 'XKS_PROXY_INVALID_CONFIGURATION'],
    ['tls', 'XKS_PROXY_INVALID_TLS_CONFIGURATION'],
    ['timeout', 'XKS_PROXY_TIMED_OUT'],
    ['unparsable', 'XKS_PROXY_INVALID_RESPONSE'],
    ['ValidationException', 'XKS_PROXY_INVALID_RESPONSE'],
    ['unreachable', 'XKS_PROXY_NOT_REACHABLE'],
    ['InternalException', 'XKS_PROXY_NOT_REACHABLE'],
    ['DependencyTimeoutException', 'XKS_PROXY_NOT_REACHABLE'],
    ['ThrottlingException', 'XKS_PROXY_NOT_REACHABLE'],
  ])('whose proxy fails by %s ends in FAILED by %s', async (failure, ConnectionErrorCode) => {
    const id = await newKeyStore(kms)
    kms.externalKeys.failure = failure
    expect(await connect(kms, id)).toMatchObject({ ConnectionState: 'FAILED', ConnectionErrorCode })
  })

  it('fails when no key manager behind the proxy can be used', async () => {
    const id = await newKeyStore(kms)
    kms.externalKeys.healthStatus = 'UNAVAILABLE'
    expect((await connect(kms, id)).ConnectionErrorCode).toBe('XKS_PROXY_NOT_REACHABLE')
  })

  it('fails by INTERNAL_ERROR where it is our own fault, and tells what it was', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    const told: unknown[] = []
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })
    kms.externalKeys.health = () => Promise.reject(new TypeError('not foreseen'))
    await attempt((error) => told.push(error))
    expect((await described(kms, CustomKeyStoreId)).ConnectionErrorCode).toBe('INTERNAL_ERROR')
    expect(told).toMatchObject([{ message: 'not foreseen' }])
  })

  it('of one that failed is refused until it is disconnected', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    kms.externalKeys.failure = 'unreachable'
    await connect(kms, CustomKeyStoreId)
    kms.externalKeys.failure = undefined
    expect(await kms.refusal('ConnectCustomKeyStore', { CustomKeyStoreId })).toMatchObject({
      code: 'CustomKeyStoreInvalidStateException',
      message: `ConnectCustomKeyStore is not valid while the ConnectionState of the custom key store ${CustomKeyStoreId} is FAILED.`,
    })
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    expect(await described(kms, CustomKeyStoreId)).not.toHaveProperty('ConnectionErrorCode')
    expect((await connect(kms, CustomKeyStoreId)).ConnectionState).toBe('CONNECTED')
  })

  it('of several goes on with all of them, whatever becomes of the others', async () => {
    const good = await newKeyStore(kms)
    const elsewhere = kms.caller({ region: OTHER_REGION })
    const other = await newKeyStore(kms, externalStore(), elsewhere)
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: good })
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: other }, elsewhere)
    expect(await attempt()).toBe(2)
    expect((await described(kms, other, elsewhere)).ConnectionState).toBe('CONNECTED')
  })
})

describe('DisconnectCustomKeyStore', () => {
  it('ends an attempt to connect, which then changes nothing more', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })
    const { health } = kms.externalKeys
    kms.externalKeys.health = async (...asked) => {
      await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
      return health.apply(kms.externalKeys, asked)
    }
    expect(await attempt()).toBe(0)
    expect(await stateOf(CustomKeyStoreId)).toBe('DISCONNECTED')
  })

  it('of one that is disconnected is refused', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    const { code } = await kms.refusal('DisconnectCustomKeyStore', { CustomKeyStoreId })
    expect(code).toBe('CustomKeyStoreInvalidStateException')
  })

  it('makes its keys unavailable; enabling and disabling them shows once it is connected again', async () => {
    const { KeyId, CustomKeyStoreId = '' } = await externalKey(kms)
    const metadata = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata
    const listed = async () => (await kms.inventory(kms.caller()))[0]?.metadata.KeyState
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    expect(await metadata()).toMatchObject({ KeyState: 'Unavailable', Enabled: false })
    expect(await listed()).toBe('Unavailable')
    await kms.call('DisableKey', { KeyId })
    expect(await metadata()).toMatchObject({ KeyState: 'Unavailable', Enabled: false })
    await connect(kms, CustomKeyStoreId)
    expect(await metadata()).toMatchObject({ KeyState: 'Disabled', Enabled: false })
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    await kms.call('EnableKey', { KeyId })
    await connect(kms, CustomKeyStoreId)
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled', Enabled: true })
    expect(await listed()).toBe('Enabled')
  })

  it('leaves a key that is to be deleted as it is, and lets that be cancelled', async () => {
    const { KeyId, CustomKeyStoreId = '' } = await externalKey(kms)
    const state = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata?.KeyState
    await kms.call('ScheduleKeyDeletion', { KeyId })
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    expect(await state()).toBe('PendingDeletion')
    await kms.call('CancelKeyDeletion', { KeyId })
    expect(await state()).toBe('Unavailable')
    await kms.call('ScheduleKeyDeletion', { KeyId })
    expect(await state()).toBe('PendingDeletion')
  })

  it.each(['CONNECTING', 'FAILED'])('is not the only way to be unavailable: keys are while it is %s', async (state) => {
    const { KeyId, CustomKeyStoreId = '' } = await externalKey(kms)
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })
    kms.externalKeys.failure = 'timeout'
    if (state === 'FAILED') await attempt()
    expect(await stateOf(CustomKeyStoreId)).toBe(state)
    expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata?.KeyState).toBe('Unavailable')
  })
})

describe('DeleteCustomKeyStore', () => {
  it('takes away one that is disconnected or failed', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    expect(await kms.call('DeleteCustomKeyStore', { CustomKeyStoreId })).toEqual({})
    expect((await kms.refusal('DescribeCustomKeyStores', { CustomKeyStoreId })).code).toBe(
      'CustomKeyStoreNotFoundException',
    )
    const failed = await newKeyStore(kms)
    kms.externalKeys.failure = 'tls'
    await connect(kms, failed)
    await kms.call('DeleteCustomKeyStore', { CustomKeyStoreId: failed })
  })

  it('refuses one that is connected', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    await connect(kms, CustomKeyStoreId)
    const { code } = await kms.refusal('DeleteCustomKeyStore', { CustomKeyStoreId })
    expect(code).toBe('CustomKeyStoreInvalidStateException')
  })

  it('refuses one with keys until the last of them is gone, not only scheduled for deletion', async () => {
    const { KeyId, CustomKeyStoreId = '' } = await externalKey(kms)
    await kms.newKey({ Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId: 'second' })
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
    const refusal = async () => (await kms.refusal('DeleteCustomKeyStore', { CustomKeyStoreId })).code
    for (const { KeyId: each = '' } of (await kms.call('ListKeys', {})).Keys ?? []) {
      expect(await refusal()).toBe('CustomKeyStoreHasCMKsException')
      await kms.call('ScheduleKeyDeletion', { KeyId: each, PendingWindowInDays: each === KeyId ? 7 : 14 })
    }
    kms.clock.advanceDays(8)
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    expect(await refusal()).toBe('CustomKeyStoreHasCMKsException')
    kms.clock.advanceDays(8)
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    await kms.call('DeleteCustomKeyStore', { CustomKeyStoreId })
  })

  it('and the creation of a key in it at the same time do not both succeed', async () => {
    const CustomKeyStoreId = await newKeyStore(kms)
    await connect(kms, CustomKeyStoreId)
    const { metadata } = kms.externalKeys
    kms.externalKeys.metadata = async (...asked) => {
      kms.externalKeys.metadata = metadata
      await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
      await kms.call('DeleteCustomKeyStore', { CustomKeyStoreId })
      return metadata.apply(kms.externalKeys, asked)
    }
    const input = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId: 'a' } as const
    expect((await kms.refusal('CreateKey', input)).code).toBe('CustomKeyStoreNotFoundException')
    expect((await kms.call('ListKeys', {})).Keys).toEqual([])
  })
})

describe('a key store that is not there', () => {
  const named: readonly [OperationName, object][] = [
    ['ConnectCustomKeyStore', {}],
    ['DisconnectCustomKeyStore', {}],
    ['DeleteCustomKeyStore', {}],
    ['UpdateCustomKeyStore', { NewCustomKeyStoreName: 'new' }],
    ['DescribeCustomKeyStores', {}],
    ['CreateKey', { Origin: 'AWS_CLOUDHSM' }],
    ['GenerateRandom', { NumberOfBytes: 1 }],
  ]
  it.each(named)('is not found by %s, nor is one of another Region or account', async (name, more) => {
    const there = await newKeyStore(kms)
    const input = (CustomKeyStoreId: string) => ({ ...more, CustomKeyStoreId }) as unknown as Input<typeof name>
    const callers = [kms.caller({ region: OTHER_REGION }), kms.caller({ account: OTHER_ACCOUNT })]
    for (const caller of callers) {
      expect((await kms.refusal(name, input(there), caller)).code).toBe('CustomKeyStoreNotFoundException')
    }
    expect(await kms.refusal(name, input('cks-none'))).toMatchObject({
      code: 'CustomKeyStoreNotFoundException',
      message: 'AWS KMS cannot find a custom key store with the name or ID cks-none.',
    })
  })
})

describe('DescribeCustomKeyStores', () => {
  it('gives one by its id or its name, and not by both', async () => {
    const input = externalStore()
    const CustomKeyStoreId = await newKeyStore(kms, input)
    await newKeyStore(kms)
    const { CustomKeyStoreName } = input
    const byName = await kms.call('DescribeCustomKeyStores', { CustomKeyStoreName })
    expect(byName).toMatchObject({ CustomKeyStores: [{ CustomKeyStoreId, CustomKeyStoreName }], Truncated: false })
    expect(await kms.call('DescribeCustomKeyStores', { CustomKeyStoreId })).toEqual(byName)
    const both = await kms.refusal('DescribeCustomKeyStores', { CustomKeyStoreId, CustomKeyStoreName })
    expect(both.code).toBe('ValidationException')
    const none = await kms.refusal('DescribeCustomKeyStores', { CustomKeyStoreName: CustomKeyStoreId })
    expect(none.code).toBe('CustomKeyStoreNotFoundException')
  })

  it('gives all of the account and Region, page by page, each once', async () => {
    const made = []
    for (let count = 0; count < 5; count += 1) made.push(await newKeyStore(kms))
    const seen: (string | undefined)[] = []
    let Marker: string | undefined
    do {
      const page = await kms.call('DescribeCustomKeyStores', { Limit: 2, ...(Marker && { Marker }) })
      expect(page.Truncated).toBe(page.NextMarker !== undefined)
      seen.push(...(page.CustomKeyStores ?? []).map(({ CustomKeyStoreId }) => CustomKeyStoreId))
      Marker = page.NextMarker
    } while (Marker)
    expect(seen).toEqual(made.toSorted())
    const elsewhere = kms.caller({ region: OTHER_REGION })
    expect(await kms.call('DescribeCustomKeyStores', {}, elsewhere)).toEqual({ CustomKeyStores: [], Truncated: false })
  })

  it('refuses a marker of another list', async () => {
    for (const _ of [1, 2]) await kms.newKey()
    const { NextMarker = '' } = await kms.call('ListKeys', { Limit: 1 })
    expect((await kms.refusal('DescribeCustomKeyStores', { Marker: NextMarker })).code).toBe('InvalidMarkerException')
  })
})
