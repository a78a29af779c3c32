import {
  ConnectCustomKeyStoreCommand,
  CreateCustomKeyStoreCommand,
  type CreateCustomKeyStoreCommandInput,
  CreateKeyCommand,
  DecryptCommand,
  DeleteCustomKeyStoreCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  DisconnectCustomKeyStoreCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateRandomCommand,
  type KMSClient,
  ReEncryptCommand,
  UpdateCustomKeyStoreCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openXksProxy, type TestXksProxy } from '#testing/xks-proxy.ts'
import { FAILURE_MESSAGES } from '#xks/failures.ts'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, auditRecords, kmsOf, refusalOf, textOf, utf8 } from './clients.ts'
import { aws, hasAws } from './programs.ts'
import { openRelay, type Relay } from './relay.ts'

const PLAINTEXT = utf8('attack at dawn')

let proxy: TestXksProxy
/** Between the server and the proxy, so that the proxy can die and come back where it was. */
let relay: Relay
let server: Server
let kms: KMSClient

beforeAll(async () => {
  proxy = await openXksProxy()
  relay = await openRelay(Number(new URL(proxy.listed).port))
  const KEYSTEAD_XKS_PRIVATE_HOSTS = `http://127.0.0.1:${relay.port},localhost:${relay.port}`
  server = await startServer({ console: false, env: { KEYSTEAD_XKS_PRIVATE_HOSTS } })
  kms = kmsOf(server)
})

afterAll(async () => {
  await server?.stop()
  await relay?.[Symbol.asyncDispose]()
  await proxy?.[Symbol.asyncDispose]()
})

beforeEach(() => {
  proxy.mischief = undefined
})

let stores = 0

/** A key store on the test's proxy; each on a name of its own, as there is one for every address. */
function storeInput(change: Partial<CreateCustomKeyStoreCommandInput> = {}): CreateCustomKeyStoreCommandInput {
  stores += 1
  const { accessKeyId, secret, uriEndpoint, uriPath } = proxy.endpoint
  return {
    CustomKeyStoreName: `store-${stores}`,
    CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
    XksProxyConnectivity: 'PUBLIC_ENDPOINT',
    XksProxyUriEndpoint: uriEndpoint,
    XksProxyUriPath: uriPath,
    XksProxyAuthenticationCredential: { AccessKeyId: accessKeyId, RawSecretAccessKey: secret },
    ...change,
  }
}

async function described(CustomKeyStoreId: string) {
  const { CustomKeyStores } = await kms.send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreId }))
  return CustomKeyStores?.[0]
}

/** Connects it, and waits for what that comes to. */
async function connect(CustomKeyStoreId: string) {
  await kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId }))
  await expect.poll(async () => (await described(CustomKeyStoreId))?.ConnectionState).not.toBe('CONNECTING')
  return described(CustomKeyStoreId)
}

const disconnect = (CustomKeyStoreId: string) => kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId }))

async function newStore(change: Partial<CreateCustomKeyStoreCommandInput> = {}): Promise<string> {
  const { CustomKeyStoreId = '' } = await kms.send(new CreateCustomKeyStoreCommand(storeInput(change)))
  return CustomKeyStoreId
}

async function newKey(CustomKeyStoreId: string, XksKeyId: string): Promise<string> {
  proxy.key(XksKeyId)
  const input = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId } as const
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(input))
  return KeyMetadata?.Arn ?? ''
}

async function encrypted(KeyId: string): Promise<Uint8Array> {
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: PLAINTEXT }))
  return CiphertextBlob ?? new Uint8Array()
}

async function opened(CiphertextBlob: Uint8Array): Promise<string> {
  return textOf((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext)
}

const keyState = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState

/** Takes a key store without keys away, so that the address is free again. */
async function removed(CustomKeyStoreId: string): Promise<void> {
  if ((await described(CustomKeyStoreId))?.ConnectionState === 'CONNECTED') await disconnect(CustomKeyStoreId)
  await kms.send(new DeleteCustomKeyStoreCommand({ CustomKeyStoreId }))
}

describe('an external key store, before it has keys', () => {
  it('is made, described, changed and deleted by the SDK', async () => {
    const id = await newStore({ CustomKeyStoreName: 'first' })
    const { accessKeyId, uriEndpoint, uriPath } = proxy.endpoint
    expect(await described(id)).toEqual({
      CustomKeyStoreId: id,
      CustomKeyStoreName: 'first',
      ConnectionState: 'DISCONNECTED',
      CreationDate: expect.any(Date),
      CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
      XksProxyConfiguration: {
        Connectivity: 'PUBLIC_ENDPOINT',
        AccessKeyId: accessKeyId,
        UriEndpoint: uriEndpoint,
        UriPath: uriPath,
      },
    })
    const update = { CustomKeyStoreId: id, NewCustomKeyStoreName: 'renamed' }
    expect(await kms.send(new UpdateCustomKeyStoreCommand(update))).toEqual({ $metadata: expect.anything() })
    expect((await described(id))?.CustomKeyStoreName).toBe('renamed')
    const again = new CreateCustomKeyStoreCommand(storeInput())
    expect((await refusalOf(kms.send(again))).code).toBe('XksProxyUriInUseException')
    const named = new CreateCustomKeyStoreCommand(storeInput({ CustomKeyStoreName: 'renamed' }))
    expect((await refusalOf(kms.send(named))).code).toBe('CustomKeyStoreNameInUseException')
    await removed(id)
    const gone = new DescribeCustomKeyStoresCommand({ CustomKeyStoreId: id })
    expect((await refusalOf(kms.send(gone))).code).toBe('CustomKeyStoreNotFoundException')
  })

  it('is not made where the proxy is not as it should be, and says why', async () => {
    const refused = async (change: Partial<CreateCustomKeyStoreCommandInput> = {}) =>
      refusalOf(kms.send(new CreateCustomKeyStoreCommand(storeInput(change))))
    const stranger = { AccessKeyId: proxy.endpoint.accessKeyId, RawSecretAccessKey: 'x'.repeat(43) }
    expect(await refused({ XksProxyAuthenticationCredential: stranger })).toMatchObject({
      code: 'XksProxyIncorrectAuthenticationCredentialException',
      message: FAILURE_MESSAGES.AuthenticationFailedException,
      status: 400,
    })
    expect((await refused({ XksProxyUriPath: '/wrong/kms/xks/v1' })).code).toBe('XksProxyInvalidConfigurationException')
    expect(await refused({ XksProxyUriEndpoint: 'https://localhost' })).toMatchObject({
      code: 'XksProxyInvalidConfigurationException',
      message: FAILURE_MESSAGES.tls,
    })
    proxy.mischief = { does: 'babble' }
    expect((await refused()).code).toBe('XksProxyInvalidResponseException')
    proxy.mischief = { does: 'hang' }
    expect(await refused()).toMatchObject({
      code: 'XksProxyUriUnreachableException',
      message: FAILURE_MESSAGES.timeout,
    })
    proxy.mischief = undefined
    await relay.cut()
    expect(await refused()).toMatchObject({
      code: 'XksProxyUriUnreachableException',
      message: FAILURE_MESSAGES.unreachable,
    })
    await relay.mend()
  })

  it.each([
    ['AuthenticationFailedException', 'INVALID_CREDENTIALS'],
    ['AccessDeniedException', 'XKS_PROXY_ACCESS_DENIED'],
    ['InvalidUriPathException', 'XKS_PROXY_INVALID_CONFIGURATION'],
    ['InternalException', 'XKS_PROXY_NOT_REACHABLE'],
  ] as const)('fails to connect when the proxy answers %s', async (error, code) => {
    const id = await newStore()
    proxy.mischief = { does: 'refuse', error }
    expect(await connect(id)).toMatchObject({ ConnectionState: 'FAILED', ConnectionErrorCode: code })
    const again = await refusalOf(kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId: id })))
    expect(again.code).toBe('CustomKeyStoreInvalidStateException')
    await removed(id)
  })

  it('takes into service only external keys that serve', async () => {
    const id = await newStore()
    await connect(id)
    const refused = async (XksKeyId: string) => {
      const input = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: id, XksKeyId } as const
      return refusalOf(kms.send(new CreateKeyCommand(input)))
    }
    expect(await refused('none')).toMatchObject({
      code: 'XksKeyNotFoundException',
      message: FAILURE_MESSAGES.KeyNotFoundException,
    })
    proxy.key('disabled', { status: 'DISABLED' })
    proxy.key('pair', { spec: 'RSA_2048' })
    proxy.key('one-way', { usage: ['ENCRYPT'] })
    for (const key of ['disabled', 'pair', 'one-way']) {
      expect((await refused(key)).code).toBe('XksKeyInvalidConfigurationException')
    }
    await removed(id)
  })
})

describe('the life of an external key store', () => {
  let id: string
  let arn: string
  let old: Uint8Array

  it('begins when it is connected, and it makes keys that encrypt by the proxy', async () => {
    id = await newStore({ CustomKeyStoreName: 'vault' })
    const early = { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: id, XksKeyId: 'bb8562717f809024' } as const
    const refusal = await refusalOf(kms.send(new CreateKeyCommand(early)))
    expect(refusal.code).toBe('CustomKeyStoreInvalidStateException')
    expect((await connect(id))?.ConnectionState).toBe('CONNECTED')
    arn = await newKey(id, 'bb8562717f809024')
    expect((await kms.send(new DescribeKeyCommand({ KeyId: arn }))).KeyMetadata).toMatchObject({
      KeyState: 'Enabled',
      Origin: 'EXTERNAL_KEY_STORE',
      CustomKeyStoreId: id,
      XksKeyConfiguration: { Id: 'bb8562717f809024' },
    })
    expect((await refusalOf(kms.send(new CreateKeyCommand(early)))).code).toBe('XksKeyAlreadyInUseException')
    old = await encrypted(arn)
    expect(await opened(old)).toBe('attack at dawn')
    expect(proxy.calls.slice(-2).map(({ operation }) => operation)).toEqual(['encrypt', 'decrypt'])
    expect(proxy.calls.at(-1)?.content.requestMetadata).toMatchObject({
      awsPrincipalArn: `arn:aws:iam::${ACCOUNT}:root`,
      kmsKeyArn: arn,
      kmsOperation: 'Decrypt',
    })
  })

  it('goes on with data keys and re-encryption, and without rotation', async () => {
    const made = await kms.send(new GenerateDataKeyCommand({ KeyId: arn, KeySpec: 'AES_256' }))
    const { CiphertextBlob } = await kms.send(
      new ReEncryptCommand({ CiphertextBlob: made.CiphertextBlob, DestinationKeyId: arn }),
    )
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }))
    expect(Plaintext).toEqual(made.Plaintext)
    const rotation = await refusalOf(kms.send(new EnableKeyRotationCommand({ KeyId: arn })))
    expect(rotation.code).toBe('UnsupportedOperationException')
  })

  it.each([
    'InvalidStateException',
    'InvalidCiphertextException',
    'InvalidKeyUsageException',
    'AuthenticationFailedException',
    'AccessDeniedException',
    'KeyNotFoundException',
    'InvalidUriPathException',
    'ThrottlingException',
    'InternalException',
    'UnsupportedOperationException',
    'DependencyTimeoutException',
    'ValidationException',
  ] as const)('is told of the proxy’s %s in AWS’s words', async (error) => {
    proxy.mischief = { does: 'refuse', error }
    expect(await refusalOf(encrypted(arn))).toEqual({
      code: 'KMSInvalidStateException',
      message: FAILURE_MESSAGES[error],
      status: 400,
    })
    expect((await refusalOf(opened(old))).message).toBe(FAILURE_MESSAGES[error])
  })

  it.each([
    ['hang', 'timeout'],
    ['babble', 'unparsable'],
    ['drop', 'unreachable'],
  ] as const)('is told when the proxy %ss', async (does, failure) => {
    proxy.mischief = { does }
    expect(await refusalOf(opened(old))).toMatchObject({
      code: 'KMSInvalidStateException',
      message: FAILURE_MESSAGES[failure],
    })
  })

  it('stays connected when the proxy dies, and what needs it fails', async () => {
    await relay.cut()
    for (const call of [encrypted(arn), opened(old)]) {
      expect(await refusalOf(call)).toMatchObject({
        code: 'KMSInvalidStateException',
        message: FAILURE_MESSAGES.unreachable,
      })
    }
    expect((await described(id))?.ConnectionState).toBe('CONNECTED')
    expect(await keyState(arn)).toBe('Enabled')
  })

  it('is disconnected, and its keys are unavailable', async () => {
    await disconnect(id)
    expect((await described(id))?.ConnectionState).toBe('DISCONNECTED')
    expect(await keyState(arn)).toBe('Unavailable')
    expect(await refusalOf(opened(old))).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${arn} is unavailable.`,
    })
    expect(await connect(id)).toMatchObject({
      ConnectionState: 'FAILED',
      ConnectionErrorCode: 'XKS_PROXY_NOT_REACHABLE',
    })
    expect(await keyState(arn)).toBe('Unavailable')
    await disconnect(id)
  })

  it('is connected again once the proxy is back, and opens what was encrypted before', async () => {
    await relay.mend()
    expect((await connect(id))?.ConnectionState).toBe('CONNECTED')
    expect(await keyState(arn)).toBe('Enabled')
    expect(await opened(old)).toBe('attack at dawn')
  })

  it('is as it was after a restart of the server', async () => {
    await server.restart()
    expect((await described(id))?.ConnectionState).toBe('CONNECTED')
    expect(await opened(old)).toBe('attack at dawn')
  })

  it('is not deleted while it has a key', async () => {
    await disconnect(id)
    const refusal = await refusalOf(kms.send(new DeleteCustomKeyStoreCommand({ CustomKeyStoreId: id })))
    expect(refusal.code).toBe('CustomKeyStoreHasCMKsException')
    await connect(id)
  })

  it('has told the log of each step, and nobody of the secret access key', async () => {
    const records = auditRecords(server)
    const uses = records.filter(({ eventName }) => eventName === 'Decrypt')
    expect(uses.at(-1)).toMatchObject({
      additionalEventData: { customKeyStoreId: id, xksKeyId: 'bb8562717f809024' },
      resources: [{ ARN: arn }],
    })
    const failed = uses.find((record) => 'errorCode' in record)
    expect(failed).toMatchObject({
      errorCode: 'KMSInvalidStateException',
      additionalEventData: { customKeyStoreId: id, xksKeyId: 'bb8562717f809024' },
    })
    const named = records.filter(({ eventName }) => /CustomKeyStore$/.test(String(eventName)))
    expect(named.at(-1)).toMatchObject({ requestParameters: { customKeyStoreId: id } })
    for (const text of [JSON.stringify(records), server.log()]) {
      expect(text).not.toContain(proxy.endpoint.secret)
      expect(text).not.toContain('attack at dawn')
    }
  })

  it.skipIf(!hasAws)('is seen by the AWS CLI', async () => {
    const seen = await aws(server, 'kms', 'describe-custom-key-stores', '--custom-key-store-name', 'vault')
    expect(seen).toMatchObject({ CustomKeyStores: [{ CustomKeyStoreId: id, ConnectionState: 'CONNECTED' }] })
    expect(await aws(server, 'kms', 'disconnect-custom-key-store', '--custom-key-store-id', id)).toBeUndefined()
    await aws(server, 'kms', 'connect-custom-key-store', '--custom-key-store-id', id)
    await expect.poll(async () => (await described(id))?.ConnectionState).toBe('CONNECTED')
  })
})

/** A request to the administration. */
async function administer(method: string, body?: object) {
  const authorization = `Basic ${Buffer.from(`${server.accessKeyId}:${server.secretAccessKey}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/_keystead/clusters`, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null,
  })
  return { status: answer.status, body: await answer.json() }
}

describe('an AWS CloudHSM key store on a simulated cluster', () => {
  it('lives as one on a real cluster would, and says that there is no HSM', async () => {
    const { body } = await administer('POST', { kmsuserPassword: 'kmsuser-password' })
    const input: CreateCustomKeyStoreCommandInput = {
      CustomKeyStoreName: 'hsm',
      CloudHsmClusterId: body.clusterId,
      TrustAnchorCertificate: body.trustAnchorCertificate,
      KeyStorePassword: 'kmsuser-password',
    }
    const wrong = new CreateCustomKeyStoreCommand({ ...input, TrustAnchorCertificate: 'none' })
    expect((await refusalOf(kms.send(wrong))).code).toBe('IncorrectTrustAnchorException')
    const { CustomKeyStoreId = '' } = await kms.send(new CreateCustomKeyStoreCommand(input))
    expect((await connect(CustomKeyStoreId))?.ConnectionState).toBe('CONNECTED')
    const made = await kms.send(new CreateKeyCommand({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }))
    expect(made.KeyMetadata).toMatchObject({ CloudHsmClusterId: body.clusterId, KeyState: 'Enabled' })
    const arn = made.KeyMetadata?.Arn ?? ''
    const blob = await encrypted(arn)
    const random = await kms.send(new GenerateRandomCommand({ NumberOfBytes: 32, CustomKeyStoreId }))
    expect(random.Plaintext).toHaveLength(32)
    await administer('PUT', { clusterId: body.clusterId, zones: [] })
    expect(await refusalOf(opened(blob))).toMatchObject({ code: 'KeyUnavailableException', status: 500 })
    await administer('PUT', { clusterId: body.clusterId, zones: ['us-east-1a'] })
    const small = new CreateKeyCommand({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId })
    expect((await refusalOf(kms.send(small))).code).toBe('CloudHsmClusterInvalidConfigurationException')
    await disconnect(CustomKeyStoreId)
    expect(await keyState(arn)).toBe('Unavailable')
    await administer('PUT', { clusterId: body.clusterId, fault: 'USER_LOCKED_OUT' })
    expect((await connect(CustomKeyStoreId))?.ConnectionErrorCode).toBe('USER_LOCKED_OUT')
    await administer('PUT', { clusterId: body.clusterId, fault: null })
    await disconnect(CustomKeyStoreId)
    await connect(CustomKeyStoreId)
    expect(await opened(blob)).toBe('attack at dawn')
    expect((await administer('GET')).body).toMatchObject({ clusters: [{ clusterId: body.clusterId, simulated: true }] })
    const records = auditRecords(server)
    const connected = records.findLast(({ eventName }) => eventName === 'ConnectCustomKeyStore')
    expect(connected).toMatchObject({ additionalEventData: { clusterId: body.clusterId, simulatedCluster: true } })
    expect(JSON.stringify(records)).not.toContain('kmsuser-password')
    await server.restart()
    expect(server.log()).toContain('1 simulated in software; there are no HSMs')
    expect(await opened(blob)).toBe('attack at dawn')
  })
})
