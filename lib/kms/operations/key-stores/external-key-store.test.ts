import { beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { connect, described, externalStore, newKeyStore, PROXY_SECRET } from '#testing/key-stores.ts'
import type { XksFailure } from '#xks/ports.ts'
import { FAILURE_MESSAGES } from '#xks/ports.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

type Create = Input<'CreateCustomKeyStore'>

const SERVICE = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0'
const IN_VPC = { XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE', XksProxyVpcEndpointServiceName: SERVICE } as const
const CREDENTIAL = { AccessKeyId: 'ANOTHERACCESSKEY234567', RawSecretAccessKey: 'x'.repeat(43) }

/** How each failure of a proxy is answered (AWS KMS developer guide, "Troubleshooting external key stores"). */
const OF_MANAGEMENT: Readonly<Record<XksFailure, string>> = {
  AuthenticationFailedException: 'XksProxyIncorrectAuthenticationCredentialException',
  AccessDeniedException: 'XksProxyInvalidConfigurationException',
  InvalidUriPathException: 'XksProxyInvalidConfigurationException',
  InvalidStateException: 'XksProxyInvalidConfigurationException',
  KeyNotFoundException: 'XksProxyInvalidConfigurationException',
  InvalidKeyUsageException: 'XksProxyInvalidConfigurationException',
  UnsupportedOperationException: 'XksProxyInvalidConfigurationException',
  tls: 'XksProxyInvalidConfigurationException',
  ValidationException: 'XksProxyInvalidResponseException',
  InvalidCiphertextException: 'XksProxyInvalidResponseException',
  unparsable: 'XksProxyInvalidResponseException',
  timeout: 'XksProxyUriUnreachableException',
  unreachable: 'XksProxyUriUnreachableException',
  ThrottlingException: 'XksProxyUriUnreachableException',
  InternalException: 'XksProxyUriUnreachableException',
  DependencyTimeoutException: 'XksProxyUriUnreachableException',
}
const failures = Object.entries(OF_MANAGEMENT) as [XksFailure, string][]

describe('CreateCustomKeyStore of an external key store', () => {
  it('asks the proxy how it is, and makes a key store that is not connected', async () => {
    const input = externalStore({ CustomKeyStoreName: 'vault' })
    const caller = kms.caller()
    const id = await newKeyStore(kms, input, caller)
    expect(id).toMatch(/^cks-[0-9a-f]{17}$/)
    expect(kms.externalKeys.calls).toEqual([
      {
        operation: 'health',
        endpoint: {
          uriEndpoint: input.XksProxyUriEndpoint,
          uriPath: input.XksProxyUriPath,
          accessKeyId: 'PROXYACCESSKEY234567',
          secret: PROXY_SECRET,
          region: 'us-east-1',
          sandbox: 'main',
        },
        about: { kmsOperation: 'CreateCustomKeyStore', kmsRequestId: caller.request.id },
      },
    ])
    expect(await described(kms, id)).toEqual({
      CustomKeyStoreId: id,
      CustomKeyStoreName: 'vault',
      ConnectionState: 'DISCONNECTED',
      CreationDate: kms.clock.now(),
      CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
      XksProxyConfiguration: {
        Connectivity: 'PUBLIC_ENDPOINT',
        AccessKeyId: 'PROXYACCESSKEY234567',
        UriEndpoint: input.XksProxyUriEndpoint,
        UriPath: input.XksProxyUriPath,
      },
    })
  })

  it('keeps the secret access key sealed, and tells it to nobody', async () => {
    const events = await eventsOf(kms, () => newKeyStore(kms))
    const [row] = await kms.ports.store.keyStores(kms.caller().scope)
    expect(Buffer.from(row?.secret ?? []).includes(PROXY_SECRET)).toBe(false)
    const told = JSON.stringify([events, await kms.call('DescribeCustomKeyStores', {})])
    expect(told).not.toContain(PROXY_SECRET)
    expect(events.map(({ text }) => text).join()).not.toContain('PROXYACCESSKEY234567')
  })

  it.each<[string, Partial<Create>, string]>([
    ['XksProxyConnectivity', { XksProxyConnectivity: undefined as never }, 'CustomKeyStoreType EXTERNAL_KEY_STORE'],
    ['XksProxyUriEndpoint', { XksProxyUriEndpoint: undefined as never }, 'CustomKeyStoreType EXTERNAL_KEY_STORE'],
    ['XksProxyUriPath', { XksProxyUriPath: undefined as never }, 'CustomKeyStoreType EXTERNAL_KEY_STORE'],
    [
      'XksProxyAuthenticationCredential',
      { XksProxyAuthenticationCredential: undefined as never },
      'CustomKeyStoreType EXTERNAL_KEY_STORE',
    ],
    [
      'XksProxyVpcEndpointServiceName',
      { XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE' },
      'XksProxyConnectivity VPC_ENDPOINT_SERVICE',
    ],
  ])('needs %s', async (name, change, of) => {
    expect(await kms.refusal('CreateCustomKeyStore', externalStore(change))).toMatchObject({
      code: 'ValidationException',
      message: `${name} is required for a custom key store of ${of}.`,
    })
  })

  it.each<[string, Partial<Create>]>([
    ['CloudHsmClusterId', { CloudHsmClusterId: 'cluster-abcdefghijk' }],
    ['TrustAnchorCertificate', { TrustAnchorCertificate: 'a certificate' }],
    ['KeyStorePassword', { KeyStorePassword: 'password' }],
  ])('refuses %s, which belongs to a cluster', async (name, change) => {
    expect(await kms.refusal('CreateCustomKeyStore', externalStore(change))).toMatchObject({
      code: 'ValidationException',
      message: `${name} is not valid for a custom key store of CustomKeyStoreType EXTERNAL_KEY_STORE.`,
    })
  })

  it('refuses a VPC endpoint service for a public endpoint', async () => {
    const input = externalStore({ XksProxyVpcEndpointServiceName: SERVICE })
    expect((await kms.refusal('CreateCustomKeyStore', input)).code).toBe('ValidationException')
  })

  it.each(failures)('of which the proxy fails by %s is %s, with the words of the failure', async (failure, code) => {
    kms.externalKeys.failure = failure
    expect(await kms.refusal('CreateCustomKeyStore', externalStore())).toMatchObject({
      code,
      message: FAILURE_MESSAGES[failure],
    })
    expect((await kms.call('DescribeCustomKeyStores', {})).CustomKeyStores).toEqual([])
  })

  it('refuses a proxy without a key manager that can be used', async () => {
    kms.externalKeys.healthStatus = 'DEGRADED'
    await newKeyStore(kms)
    kms.externalKeys.healthStatus = 'UNAVAILABLE'
    expect((await kms.refusal('CreateCustomKeyStore', externalStore())).code).toBe('XksProxyUriUnreachableException')
  })

  it('refuses a name that is in use in the account and Region, and no other', async () => {
    const input = externalStore()
    await newKeyStore(kms, input)
    const again = externalStore({ CustomKeyStoreName: input.CustomKeyStoreName })
    expect((await kms.refusal('CreateCustomKeyStore', again)).code).toBe('CustomKeyStoreNameInUseException')
    await newKeyStore(kms, again, kms.caller({ region: OTHER_REGION }))
  })

  it('refuses a name that is no text, and keeps every other one as it is', async () => {
    const CustomKeyStoreName = 'half \ud83d'
    expect((await kms.refusal('CreateCustomKeyStore', externalStore({ CustomKeyStoreName }))).code).toBe(
      'ValidationException',
    )
    const id = await newKeyStore(kms, externalStore({ CustomKeyStoreName: 'ä \u0000 😀' }))
    expect((await described(kms, id)).CustomKeyStoreName).toBe('ä \u0000 😀')
    const renamed = { CustomKeyStoreId: id, NewCustomKeyStoreName: CustomKeyStoreName }
    expect((await kms.refusal('UpdateCustomKeyStore', renamed)).code).toBe('ValidationException')
  })

  it('refuses an address that another key store has, however its host is written', async () => {
    const input = externalStore()
    await newKeyStore(kms, input)
    const { XksProxyUriPath = '' } = input
    const again = externalStore({ XksProxyUriPath, XksProxyUriEndpoint: 'https://XKS.example.com' })
    expect((await kms.refusal('CreateCustomKeyStore', again)).code).toBe('XksProxyUriInUseException')
    await newKeyStore(kms, { ...again, XksProxyUriEndpoint: 'https://other.example.com' })
  })

  it('makes ten in an account and Region, and takes the place of one that was deleted', async () => {
    const ids = []
    for (let count = 0; count < 10; count += 1) ids.push(await newKeyStore(kms))
    expect((await kms.refusal('CreateCustomKeyStore', externalStore())).code).toBe('LimitExceededException')
    await kms.call('DeleteCustomKeyStore', { CustomKeyStoreId: ids[3] ?? '' })
    await newKeyStore(kms)
    expect((await kms.refusal('CreateCustomKeyStore', externalStore())).code).toBe('LimitExceededException')
  })

  it('of the same name at the same time is made once', async () => {
    const inputs = [1, 2, 3, 4].map(() => externalStore({ CustomKeyStoreName: 'same' }))
    const outcomes = await Promise.allSettled(inputs.map((input) => kms.call('CreateCustomKeyStore', input)))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
    expect(new Set(reasons)).toEqual(new Set(['CustomKeyStoreNameInUseException']))
  })
})

describe('what takes a name or an address, planned while another call takes the same', () => {
  /** Calls once while the next plan asks for the health of a proxy: after it has read the key stores. */
  function meanwhile(call: () => Promise<unknown>): void {
    const { externalKeys } = kms
    const { health } = externalKeys
    externalKeys.health = async (...asked) => {
      externalKeys.health = health
      await call()
      return health.apply(externalKeys, asked)
    }
  }

  it('is a change that is refused, where a key store was made meanwhile', async () => {
    const id = await newKeyStore(kms)
    const taken = externalStore()
    const { CustomKeyStoreName: NewCustomKeyStoreName, XksProxyUriPath = '' } = taken
    const changes = [
      [{ NewCustomKeyStoreName, XksProxyUriPath: '/own/kms/xks/v1' }, 'CustomKeyStoreNameInUseException'],
      [{ XksProxyUriPath }, 'XksProxyUriInUseException'],
    ] as const
    for (const [members, code] of changes) {
      let made = ''
      meanwhile(async () => {
        made = await newKeyStore(kms, taken)
      })
      expect((await kms.refusal('UpdateCustomKeyStore', { CustomKeyStoreId: id, ...members })).code).toBe(code)
      await kms.call('DeleteCustomKeyStore', { CustomKeyStoreId: made })
    }
  })

  it('is a creation that is refused, where a key store was renamed meanwhile', async () => {
    const id = await newKeyStore(kms)
    const input = externalStore()
    const { CustomKeyStoreName: NewCustomKeyStoreName } = input
    meanwhile(() => kms.call('UpdateCustomKeyStore', { CustomKeyStoreId: id, NewCustomKeyStoreName }))
    expect((await kms.refusal('CreateCustomKeyStore', input)).code).toBe('CustomKeyStoreNameInUseException')
  })

  it('asks the proxy once in all its plans', async () => {
    meanwhile(() => newKeyStore(kms))
    await newKeyStore(kms)
    expect(kms.externalKeys.calls).toHaveLength(2)
    const id = await newKeyStore(kms)
    meanwhile(() => newKeyStore(kms))
    await kms.call('UpdateCustomKeyStore', { CustomKeyStoreId: id, XksProxyAuthenticationCredential: CREDENTIAL })
    expect(kms.externalKeys.calls).toHaveLength(5)
  })
})

describe('a key store in a VPC', () => {
  it('is not asked for before it connects, and belongs to the account unless another is named', async () => {
    kms.externalKeys.failure = 'unreachable'
    const id = await newKeyStore(kms, externalStore(IN_VPC))
    expect((await described(kms, id)).XksProxyConfiguration).toMatchObject({
      Connectivity: 'VPC_ENDPOINT_SERVICE',
      VpcEndpointServiceName: SERVICE,
      VpcEndpointServiceOwner: '111122223333',
    })
    const owned = externalStore({
      ...IN_VPC,
      XksProxyUriEndpoint: 'https://b.example.com',
      XksProxyVpcEndpointServiceName: `${SERVICE}1`,
      XksProxyVpcEndpointServiceOwner: '444455556666',
    })
    const other = await newKeyStore(kms, owned)
    expect((await described(kms, other)).XksProxyConfiguration?.VpcEndpointServiceOwner).toBe('444455556666')
  })

  it('has an endpoint service and a private DNS name of its own', async () => {
    await newKeyStore(kms, externalStore(IN_VPC))
    const code = async (change: Partial<Create>) =>
      (await kms.refusal('CreateCustomKeyStore', externalStore({ ...IN_VPC, ...change }))).code
    const XksProxyVpcEndpointServiceName = `${SERVICE}2`
    expect(await code({ XksProxyVpcEndpointServiceName })).toBe('XksProxyUriEndpointInUseException')
    const XksProxyUriEndpoint = 'https://b.example.com'
    expect(await code({ XksProxyUriEndpoint })).toBe('XksProxyVpcEndpointServiceInUseException')
    const publicly = externalStore({ XksProxyUriPath: '/kms/xks/v1' })
    expect((await kms.refusal('CreateCustomKeyStore', publicly)).code).toBe('XksProxyUriEndpointInUseException')
  })

  it('names an endpoint service of its own Region', async () => {
    const input = externalStore({
      ...IN_VPC,
      XksProxyVpcEndpointServiceName: SERVICE.replace('us-east-1', 'eu-west-1'),
    })
    expect((await kms.refusal('CreateCustomKeyStore', input)).code).toBe('XksProxyVpcEndpointServiceNotFoundException')
  })
})

describe('UpdateCustomKeyStore of an external key store', () => {
  const change = (CustomKeyStoreId: string, members: Partial<Input<'UpdateCustomKeyStore'>>) => ({
    CustomKeyStoreId,
    ...members,
  })

  it('changes name, credential and path while it is connected, and asks the proxy with the new ones', async () => {
    const id = await newKeyStore(kms)
    await connect(kms, id)
    const calls = kms.externalKeys.calls.length
    const members = {
      NewCustomKeyStoreName: 'renamed',
      XksProxyAuthenticationCredential: CREDENTIAL,
      XksProxyUriPath: '/moved/kms/xks/v1',
    }
    expect(await kms.call('UpdateCustomKeyStore', change(id, members))).toEqual({})
    expect(kms.externalKeys.calls.slice(calls)).toMatchObject([
      {
        operation: 'health',
        endpoint: { accessKeyId: CREDENTIAL.AccessKeyId, secret: 'x'.repeat(43), uriPath: '/moved/kms/xks/v1' },
        about: { kmsOperation: 'UpdateCustomKeyStore' },
      },
    ])
    expect(await described(kms, id)).toMatchObject({
      CustomKeyStoreName: 'renamed',
      ConnectionState: 'CONNECTED',
      XksProxyConfiguration: { AccessKeyId: CREDENTIAL.AccessKeyId, UriPath: '/moved/kms/xks/v1' },
    })
  })

  it('changes the name alone without a question to the proxy', async () => {
    const id = await newKeyStore(kms)
    kms.externalKeys.failure = 'unreachable'
    await kms.call('UpdateCustomKeyStore', change(id, { NewCustomKeyStoreName: 'renamed' }))
  })

  it('changes where the proxy is only while it is disconnected', async () => {
    const id = await newKeyStore(kms)
    const moved = change(id, { XksProxyUriEndpoint: 'https://moved.example.com' })
    await connect(kms, id)
    expect(await kms.refusal('UpdateCustomKeyStore', moved)).toMatchObject({
      code: 'CustomKeyStoreInvalidStateException',
      message: `UpdateCustomKeyStore with XksProxyUriEndpoint is not valid while the ConnectionState of the custom key store ${id} is CONNECTED. Disconnect it first.`,
    })
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    await kms.call('UpdateCustomKeyStore', moved)
    expect((await described(kms, id)).XksProxyConfiguration?.UriEndpoint).toBe('https://moved.example.com')
  })

  it('says of all that cannot change while it is connected that it must be disconnected first', async () => {
    const id = await newKeyStore(kms)
    await connect(kms, id)
    const members = { ...IN_VPC, XksProxyUriEndpoint: 'https://moved.example.com', NewCustomKeyStoreName: 'renamed' }
    const { message } = await kms.refusal('UpdateCustomKeyStore', change(id, members))
    for (const name of Object.keys(members)) expect(message?.includes(name)).toBe(name !== 'NewCustomKeyStoreName')
    expect(message).toMatch(/Disconnect it first\.$/)
  })

  it('changes nothing while it is connecting or has failed, not even the name', async () => {
    const id = await newKeyStore(kms)
    const renamed = change(id, { NewCustomKeyStoreName: 'renamed' })
    await kms.call('ConnectCustomKeyStore', { CustomKeyStoreId: id })
    expect((await kms.refusal('UpdateCustomKeyStore', renamed)).code).toBe('CustomKeyStoreInvalidStateException')
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    kms.externalKeys.failure = 'unreachable'
    await connect(kms, id)
    expect((await kms.refusal('UpdateCustomKeyStore', renamed)).code).toBe('CustomKeyStoreInvalidStateException')
  })

  it.each(failures)('of which the proxy fails by %s is %s, and changes nothing', async (failure, code) => {
    const id = await newKeyStore(kms)
    const before = await described(kms, id)
    kms.externalKeys.failure = failure
    const input = change(id, { XksProxyAuthenticationCredential: CREDENTIAL })
    expect(await kms.refusal('UpdateCustomKeyStore', input)).toMatchObject({ code, message: FAILURE_MESSAGES[failure] })
    expect(await described(kms, id)).toEqual(before)
  })

  it('refuses what another key store has', async () => {
    const taken = externalStore()
    await newKeyStore(kms, taken)
    const id = await newKeyStore(kms)
    const { CustomKeyStoreName: NewCustomKeyStoreName, XksProxyUriPath = '' } = taken
    const code = async (members: Partial<Input<'UpdateCustomKeyStore'>>) =>
      (await kms.refusal('UpdateCustomKeyStore', change(id, members))).code
    expect(await code({ NewCustomKeyStoreName })).toBe('CustomKeyStoreNameInUseException')
    expect(await code({ XksProxyUriPath })).toBe('XksProxyUriInUseException')
    expect(await code({ ...IN_VPC, XksProxyUriEndpoint: 'https://xks.example.com' })).toBe(
      'XksProxyUriEndpointInUseException',
    )
    expect(await code({ KeyStorePassword: 'password' })).toBe('ValidationException')
  })

  it('goes into a VPC and out again, with another endpoint each time', async () => {
    const id = await newKeyStore(kms)
    const update = (members: Partial<Input<'UpdateCustomKeyStore'>>) =>
      kms.call('UpdateCustomKeyStore', change(id, members))
    expect((await kms.refusal('UpdateCustomKeyStore', change(id, IN_VPC))).code).toBe('ValidationException')
    await update({ ...IN_VPC, XksProxyUriEndpoint: 'https://private.example.com' })
    expect((await described(kms, id)).XksProxyConfiguration?.VpcEndpointServiceName).toBe(SERVICE)
    await update({ XksProxyVpcEndpointServiceName: `${SERVICE}1` })
    expect((await described(kms, id)).XksProxyConfiguration?.VpcEndpointServiceName).toBe(`${SERVICE}1`)
    await update({ XksProxyConnectivity: 'PUBLIC_ENDPOINT', XksProxyUriEndpoint: 'https://public.example.com' })
    const { XksProxyConfiguration } = await described(kms, id)
    expect(Object.keys(XksProxyConfiguration ?? {}).sort()).toEqual([
      'AccessKeyId',
      'Connectivity',
      'UriEndpoint',
      'UriPath',
    ])
  })
})
