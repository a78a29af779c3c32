import { beforeEach, describe, expect, it } from 'vitest'
import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isServiceError } from '#kernel/service-error.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'
import { connect, described, externalKey, externalStore, newKeyStore } from '#testing/key-stores.ts'
import { type Limited, limited } from '#testing/limits.ts'
import { connectKeyStores } from '../connections.ts'
import { createKeyUse } from '../key-use.ts'
import type { Fault } from './fault.ts'

const PLAINTEXT = Buffer.from('attack at dawn')
const UNREACHABLE =
  'AWS KMS cannot communicate with the external key store proxy. This might be a transient network issue. If you see this error repeatedly, verify that your external key store proxy is active and is connected to the network, and that its endpoint URI is correct in your external key store.'

let harness: Harness
let under: Limited
beforeEach(async () => {
  harness = await openHarness()
  under = limited(harness)
})

async function ending(call: Promise<unknown>): Promise<string> {
  const outcome: unknown = await call.then(
    () => 'OK',
    (error: unknown) => error,
  )
  return isServiceError(outcome) ? outcome.code : String(outcome)
}

const listKeys = () => under.kms.execute('ListKeys', {}, harness.caller())
const listAliases = () => under.kms.execute('ListAliases', {}, harness.caller())
const encrypt = (KeyId: string) => under.kms.execute('Encrypt', { KeyId, Plaintext: PLAINTEXT }, harness.caller())
const describeKey = (KeyId: string) => under.kms.execute('DescribeKey', { KeyId }, harness.caller())

async function endings(calls: number, call: () => Promise<unknown>): Promise<readonly string[]> {
  const all: string[] = []
  for (let made = 0; made < calls; made++) all.push(await ending(call()))
  return all
}

describe('a fault', () => {
  it('throttles, in AWS’s words, and the event says that it was asked for', async () => {
    under.on = [{ id: 'busy', kind: 'throttle', operation: 'ListKeys' }]
    const events = await eventsOf(harness, async () => {
      await expect(listKeys()).rejects.toMatchObject({
        code: 'ThrottlingException',
        message: 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
        fault: 'client',
      })
      await listAliases()
    })
    expect(events).toMatchObject([
      {
        record: {
          errorCode: 'ThrottlingException',
          additionalEventData: { injectedFaults: [{ id: 'busy', kind: 'throttle' }] },
        },
        decisions: [],
      },
      { outcome: 'ok' },
    ])
    expect(events[1]?.record).not.toHaveProperty('additionalEventData')
  })

  it.each<[Fault & { kind: 'error' }, string, 'client' | 'server']>([
    [
      { id: '1', kind: 'error', code: 'KMSInternalException' },
      'The request was rejected because an internal exception occurred.',
      'server',
    ],
    [
      { id: '1', kind: 'error', code: 'DependencyTimeoutException' },
      'The system timed out while trying to fulfill the request. You can retry the request.',
      'server',
    ],
    [
      { id: '1', kind: 'error', code: 'KeyUnavailableException' },
      'The request was rejected because the specified KMS key was not available. You can retry the request.',
      'server',
    ],
    [{ id: '1', kind: 'error', code: 'NotFoundException' }, '', 'client'],
    [{ id: '1', kind: 'error', code: 'LimitExceededException', message: 'Enough.' }, 'Enough.', 'client'],
  ])('fails calls by %j', async (fault, message, by) => {
    under.on = [fault]
    await expect(listKeys()).rejects.toMatchObject({ code: fault.code, message, fault: by })
  })

  it('holds calls back, which go on then; the event says so', async () => {
    under.on = [{ id: 'slow', kind: 'latency', millis: 250 }]
    const [event] = await eventsOf(harness, listKeys)
    expect(under.slept).toEqual([250])
    expect(event?.record.additionalEventData).toEqual({ injectedFaults: [{ id: 'slow', kind: 'latency' }] })
  })

  it('holds no call back for more than a minute, however many there are', async () => {
    under.on = [1, 2, 3].map((id) => ({ id: String(id), kind: 'latency', millis: 40_000 }))
    await listKeys()
    expect(under.slept).toEqual([40_000, 20_000, 0])
  })

  it('holds a call back for a minute at most by its operation and its key together', async () => {
    const { KeyId } = await harness.newKey()
    under.on = [
      { id: 'of all', kind: 'latency', millis: 50_000 },
      { id: 'of the key', kind: 'latency', keyId: KeyId, millis: 50_000 },
    ]
    await describeKey(KeyId)
    expect(under.slept).toEqual([50_000, 10_000])
  })

  it.each(['alone', 'by its proxy face'])('decides a call that was held back by what holds then, %s', async (face) => {
    const { KeyId } = await harness.newKey()
    under = limited(harness, { sleep: async () => void (await harness.call('DisableKey', { KeyId })) })
    under.on = [{ id: '1', kind: 'latency', keyId: KeyId, millis: 1 }]
    if (face === 'alone') expect(await ending(encrypt(KeyId))).toBe('DisabledException')
    else {
      const { outcome } = await createKeyUse(under.ports).admit(
        { operation: 'Encrypt', keyId: KeyId },
        harness.caller(),
      )
      expect(outcome).toMatchObject({ error: { code: 'DisabledException' } })
    }
  })

  it('goes before authorization, by operation and by key', async () => {
    const { KeyId } = await harness.newKey()
    const nobody = harness.caller({ principal: harness.identities.user(ACCOUNT, 'nobody') })
    const call = () => under.kms.execute('DescribeKey', { KeyId }, nobody)
    expect(await ending(call())).toBe('AccessDeniedException')
    under.on = [{ id: '1', kind: 'throttle' }]
    expect(await ending(call())).toBe('ThrottlingException')
    under.on = [{ id: '1', kind: 'throttle', keyId: KeyId }]
    expect(await ending(call())).toBe('ThrottlingException')
  })

  it('is aimed at operations by name, or by how a name begins', async () => {
    under.on = [{ id: '1', kind: 'throttle', operation: 'ListKeys' }]
    expect(await Promise.all([ending(listKeys()), ending(listAliases())])).toEqual(['ThrottlingException', 'OK'])
    under.on = [{ id: '1', kind: 'throttle', operation: 'ListA*' }]
    expect(await Promise.all([ending(listKeys()), ending(listAliases())])).toEqual(['OK', 'ThrottlingException'])
    under.on = [{ id: '1', kind: 'throttle', operation: '*' }]
    expect(await Promise.all([ending(listKeys()), ending(listAliases())])).toEqual([
      'ThrottlingException',
      'ThrottlingException',
    ])
  })

  it('is aimed at one key by id or ARN, whatever it is called in the call', async () => {
    const [struck, other] = [await harness.newKey(), await harness.newKey()]
    await harness.call('CreateAlias', { AliasName: 'alias/struck', TargetKeyId: struck.KeyId })
    for (const keyId of [struck.KeyId, struck.Arn ?? '']) {
      under.on = [{ id: '1', kind: 'error', code: 'KMSInternalException', keyId }]
      expect(await ending(encrypt(struck.KeyId))).toBe('KMSInternalException')
      expect(await ending(encrypt('alias/struck'))).toBe('KMSInternalException')
      expect(await ending(describeKey(struck.KeyId))).toBe('KMSInternalException')
      expect(await ending(encrypt(other.KeyId))).toBe('OK')
      expect(await ending(listKeys())).toBe('OK')
    }
  })

  it('hits every n-th call that is meant', async () => {
    under.on = [{ id: '1', kind: 'throttle', operation: 'ListKeys', every: 3 }]
    await listAliases()
    const [ok, no] = ['OK', 'ThrottlingException']
    expect(await endings(7, listKeys)).toEqual([ok, ok, no, ok, ok, no, ok])
  })

  it('counts anew in a sandbox that was put back', async () => {
    under.on = [{ id: '1', kind: 'throttle', every: 2 }]
    expect(await endings(1, listKeys)).toEqual(['OK'])
    under.faults.forget(MAIN_SANDBOX)
    expect(await endings(2, listKeys)).toEqual(['OK', 'ThrottlingException'])
  })

  it('hits as often as its rate says', async () => {
    const drawn = [0.1, 0.3, 0.29, 0.99]
    under = limited(harness, { chance: () => drawn.shift() ?? 1 })
    under.on = [{ id: '1', kind: 'throttle', rate: 0.3 }]
    const [ok, no] = ['OK', 'ThrottlingException']
    expect(await endings(4, listKeys)).toEqual([no, ok, no, ok])
  })

  it('is of its sandbox alone', async () => {
    const there = 'there' as SandboxId
    under = limited(harness, { faultsOf: (sandbox) => (sandbox === there ? [{ id: '1', kind: 'throttle' }] : []) })
    expect(await ending(listKeys())).toBe('OK')
    expect([there, MAIN_SANDBOX].map(under.faults.any)).toEqual([true, false])
    const call = { sandbox: there, operation: 'ListKeys' }
    expect(await ending(under.faults.strike(call, undefined, []))).toBe('ThrottlingException')
  })

  it('strikes the proxy face of a key as well', async () => {
    const { KeyId } = await harness.newKey()
    under.on = [{ id: '1', kind: 'throttle', operation: 'Encrypt', keyId: KeyId }]
    const asked = { operation: 'Encrypt', keyId: KeyId } as const
    const admission = await createKeyUse(under.ports).admit(asked, harness.caller())
    expect(admission).toMatchObject({
      outcome: { error: { code: 'ThrottlingException' } },
      injected: { injectedFaults: [{ id: '1', kind: 'throttle' }] },
    })
  })

  it('comes behind the request quota, so a refused call is not held back', async () => {
    under.profile = 'aws'
    under.on = [{ id: '1', kind: 'latency', millis: 1 }]
    const createKey = () => under.kms.execute('CreateKey', {}, harness.caller())
    expect((await endings(6, createKey)).at(-1)).toBe('ThrottlingException')
    expect(under.slept).toHaveLength(5)
  })
})

describe('an external key store whose proxy is down by a fault', () => {
  it('fails cryptography as AWS does, with the fault in the event and no request sent', async () => {
    const { KeyId } = await externalKey(harness)
    under.on = [{ id: 'down', kind: 'xks-proxy-down' }]
    const sent = harness.externalKeys.calls.length
    const [event] = await eventsOf(harness, async () => {
      await expect(encrypt(KeyId)).rejects.toMatchObject({ code: 'KMSInvalidStateException', message: UNREACHABLE })
    })
    expect(harness.externalKeys.calls).toHaveLength(sent)
    expect(event?.record.additionalEventData).toMatchObject({
      injectedFaults: [{ id: 'down', kind: 'xks-proxy-down' }],
    })
    expect(await ending(describeKey(KeyId))).toBe('OK')
    under.on = []
    expect(await ending(encrypt(KeyId))).toBe('OK')
  })

  it('can be aimed at an operation and a key', async () => {
    const [down, up] = [await externalKey(harness), await externalKey(harness)]
    under.on = [{ id: '1', kind: 'xks-proxy-down', operation: 'Encrypt', keyId: down.KeyId }]
    expect(await ending(encrypt(down.KeyId))).toBe('KMSInvalidStateException')
    expect(await ending(encrypt(up.KeyId))).toBe('OK')
    const dataKey = { KeyId: down.KeyId, KeySpec: 'AES_256' } as const
    expect(await ending(under.kms.execute('GenerateDataKey', dataKey, harness.caller()))).toBe('OK')
  })

  it('cannot be made nor connected', async () => {
    const CustomKeyStoreId = await newKeyStore(harness)
    under.on = [{ id: '1', kind: 'xks-proxy-down' }]
    const made = under.kms.execute('CreateCustomKeyStore', externalStore(), harness.caller())
    expect(await ending(made)).toBe('XksProxyUriUnreachableException')
    await under.kms.execute('ConnectCustomKeyStore', { CustomKeyStoreId }, harness.caller())
    await connectKeyStores(harness.caller().scope.sandbox, under.ports, () => undefined)
    expect(await described(harness, CustomKeyStoreId)).toMatchObject({
      ConnectionState: 'FAILED',
      ConnectionErrorCode: 'XKS_PROXY_NOT_REACHABLE',
    })
  })

  it('gets no new key', async () => {
    const CustomKeyStoreId = await newKeyStore(harness)
    await connect(harness, CustomKeyStoreId)
    under.on = [{ id: '1', kind: 'xks-proxy-down' }]
    const input = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId: 'new' } as const
    const made = under.kms.execute('CreateKey', input, harness.caller())
    expect(await ending(made)).toBe('CustomKeyStoreInvalidStateException')
  })
})

describe('a clock that is wrong by a fault', () => {
  it('is wrong by what the fault says, as often as it says', () => {
    const { sandbox } = harness.caller().scope
    expect(under.faults.skew(sandbox)).toBe(0)
    under.on = [{ id: '1', kind: 'clock-skew', skewMillis: -600_000, every: 2 }]
    expect([1, 2, 3, 4].map(() => under.faults.skew(sandbox))).toEqual([0, -600_000, 0, -600_000])
  })

  it('changes nothing of the calls themselves', async () => {
    under.on = [{ id: '1', kind: 'clock-skew', skewMillis: 600_000 }]
    expect(await ending(listKeys())).toBe('OK')
  })
})
