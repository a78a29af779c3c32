import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import {
  ConnectCustomKeyStoreCommand,
  CreateAliasCommand,
  CreateCustomKeyStoreCommand,
  type CreateCustomKeyStoreCommandInput,
  CreateKeyCommand,
  DecryptCommand,
  DescribeCustomKeyStoresCommand,
  DisableKeyCommand,
  EncryptCommand,
  type KMSClient,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, systemClock } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { makeCertificate, pemOf } from '#testing/certificates.ts'
import { folderPerSuite } from '#testing/folder.ts'
import { openXksProxy } from '#testing/xks-proxy.ts'
import { createXksClient, type XksClient } from '#xks/client.ts'
import type { XksEndpoint } from '#xks/ports.ts'
import { type Server, startServer } from '../support/server.ts'
import { auditRecords, kmsOf, REGION, refusalOf } from './clients.ts'

const ABOUT = {
  awsPrincipalArn: 'arn:aws:iam::999988887777:user/alice',
  kmsKeyArn: 'arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  kmsOperation: 'GenerateDataKey',
  kmsRequestId: '4112f4d6-db54-4af4-ae30-c55a22a8dfae',
}
const PLAINTEXT = Buffer.from('Hello World!')
const AAD = Buffer.from('project=nile,department=marketing')

const file = folderPerSuite()
let server: Server
let client: XksClient
let endpoint: XksEndpoint

beforeAll(async () => {
  server = await startServer({ console: false })
  const privateHosts = [{ host: '127.0.0.1', port: server.port, scheme: 'http' as const }]
  client = createXksClient({ clock: systemClock, privateHosts, deadlineMillis: 5000 })
  endpoint = {
    ...{ uriEndpoint: 'https://127.0.0.1', uriPath: '/kms/xks/v1' },
    ...{ accessKeyId: server.accessKeyId, secret: server.secretAccessKey.padEnd(43, '=') },
    region: REGION as Region,
    sandbox: MAIN_SANDBOX,
  }
})

afterAll(async () => {
  client?.close()
  await server?.stop()
})

async function newKey(): Promise<string> {
  const { KeyMetadata } = await kmsOf(server).send(new CreateKeyCommand({}))
  return KeyMetadata?.KeyId ?? ''
}

/** A new key store behind this proxy, once it is connected. */
async function connectedStore(kms: KMSClient, more: Partial<CreateCustomKeyStoreCommandInput>): Promise<string> {
  const { CustomKeyStoreId = '' } = await kms.send(
    new CreateCustomKeyStoreCommand({
      ...{ CustomKeyStoreName: 'store', CustomKeyStoreType: 'EXTERNAL_KEY_STORE' },
      ...{ XksProxyUriPath: '/kms/xks/v1', XksProxyConnectivity: 'PUBLIC_ENDPOINT', ...more },
    }),
  )
  await kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId }))
  await expect.poll(() => stateOf(kms, CustomKeyStoreId)).toBe('CONNECTED')
  return CustomKeyStoreId
}

async function stateOf(kms: KMSClient, CustomKeyStoreId: string): Promise<string | undefined> {
  const { CustomKeyStores } = await kms.send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreId }))
  return CustomKeyStores?.[0]?.ConnectionState
}

const refusal = (failure: string) => expect.objectContaining({ failure })

describe('another KMS', () => {
  it('can use our keys as its external keys', async () => {
    const externalKeyId = await newKey()
    const key = { endpoint, externalKeyId }
    expect(await client.health(endpoint, ABOUT)).toMatchObject({ xksProxyVendor: 'Keystead' })
    expect(await client.metadata(key, ABOUT)).toMatchObject({ keySpec: 'AES_256', keyStatus: 'ENABLED' })
    const sealed = await client.encrypt(key, PLAINTEXT, AAD, ABOUT)
    await kmsOf(server).send(new RotateKeyOnDemandCommand({ KeyId: externalKeyId }))
    await kmsOf(server).send(new CreateAliasCommand({ AliasName: 'alias/nile', TargetKeyId: externalKeyId }))
    expect(await client.decrypt({ endpoint, externalKeyId: 'nile' }, sealed, AAD, ABOUT)).toEqual(PLAINTEXT)
    const uses = auditRecords(server).filter(({ eventName }) => eventName === 'Encrypt' || eventName === 'Decrypt')
    expect(uses).toMatchObject([
      { eventName: 'Encrypt', additionalEventData: { requestMetadata: ABOUT } },
      { eventName: 'Decrypt', additionalEventData: { requestMetadata: ABOUT } },
    ])
  })

  it('is told why not', async () => {
    const key = { endpoint, externalKeyId: await newKey() }
    const sealed = await client.encrypt(key, PLAINTEXT, AAD, ABOUT)
    const decrypt = (parts: object, aad = AAD) => client.decrypt(key, { ...sealed, ...parts }, aad, ABOUT)
    await expect(decrypt({}, PLAINTEXT)).rejects.toEqual(refusal('InvalidCiphertextException'))
    await expect(decrypt({ authenticationTag: Buffer.alloc(16) })).rejects.toEqual(
      refusal('InvalidCiphertextException'),
    )
    await kmsOf(server).send(new DisableKeyCommand({ KeyId: key.externalKeyId }))
    await expect(decrypt({})).rejects.toEqual(refusal('InvalidStateException'))
    const unknown = { endpoint, externalKeyId: 'unknown' }
    await expect(client.metadata(unknown, ABOUT)).rejects.toEqual(refusal('KeyNotFoundException'))
    const stranger = { ...endpoint, secret: 'x'.repeat(43) }
    await expect(client.health(stranger, ABOUT)).rejects.toEqual(refusal('AuthenticationFailedException'))
  })
})

describe('a Keystead behind a Keystead', () => {
  it('holds the external keys of the other one, and both logs tell of each use', async () => {
    const KEYSTEAD_XKS_PRIVATE_HOSTS = `http://127.0.0.1:${server.port}`
    await using other = await startServer({ console: false, env: { KEYSTEAD_XKS_PRIVATE_HOSTS } })
    const kms = kmsOf(other)
    const CustomKeyStoreId = await connectedStore(kms, {
      XksProxyUriEndpoint: 'https://127.0.0.1',
      XksProxyAuthenticationCredential: { AccessKeyId: endpoint.accessKeyId, RawSecretAccessKey: endpoint.secret },
    })
    const XksKeyId = await newKey()
    const made = await kms.send(new CreateKeyCommand({ CustomKeyStoreId, XksKeyId, Origin: 'EXTERNAL_KEY_STORE' }))
    const KeyId = made.KeyMetadata?.KeyId
    const EncryptionContext = { purpose: 'test' }
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, EncryptionContext, Plaintext: PLAINTEXT }))
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))
    expect(Buffer.from(Plaintext ?? [])).toEqual(PLAINTEXT)
    const [told, asked] = [auditRecords(server), auditRecords(other)].map((records) => records.slice(-2))
    const requests = asked?.map(({ requestID: kmsRequestId, eventName: kmsOperation }) => ({
      ...{ eventName: kmsOperation, requestParameters: { keyId: XksKeyId } },
      additionalEventData: { requestMetadata: { kmsRequestId, kmsOperation, kmsKeyArn: made.KeyMetadata?.Arn } },
    }))
    expect(told).toMatchObject(requests ?? [])
    await kmsOf(server).send(new DisableKeyCommand({ KeyId: XksKeyId }))
    expect(await refusalOf(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext })))).toMatchObject({
      code: 'KMSInvalidStateException',
      message: expect.stringContaining('the external key is not enabled'),
    })
  })
})

describe('a proxy with TLS', () => {
  it('is trusted by an authority that the operator names, and reached where the operator lists its host', async () => {
    const now = systemClock.now()
    const times = { from: now - DAY, to: now + DAY }
    const authority = makeCertificate({ name: 'authority', ...times, authority: {} })
    const certificate = makeCertificate({ name: 'localhost', ...times }, authority)
    const key = certificate.privateKey.export({ format: 'pem', type: 'pkcs8' })
    await using proxy = await openXksProxy({ host: 'localhost', tls: { cert: pemOf([certificate]), key } })
    const NODE_EXTRA_CA_CERTS = file('ca.pem')
    writeFileSync(NODE_EXTRA_CA_CERTS, pemOf([authority]))
    const { accessKeyId: AccessKeyId, secret: RawSecretAccessKey, uriEndpoint } = proxy.endpoint
    const input: CreateCustomKeyStoreCommandInput = {
      ...{ CustomKeyStoreName: 'tls', CustomKeyStoreType: 'EXTERNAL_KEY_STORE', XksProxyUriEndpoint: uriEndpoint },
      ...{ XksProxyUriPath: '/kms/xks/v1', XksProxyConnectivity: 'PUBLIC_ENDPOINT' },
      XksProxyAuthenticationCredential: { AccessKeyId, RawSecretAccessKey },
    }
    const env = { NODE_EXTRA_CA_CERTS, KEYSTEAD_XKS_PRIVATE_HOSTS: proxy.listed }
    await using trusting = await startServer({ console: false, env })
    expect(await kmsOf(trusting).send(new CreateCustomKeyStoreCommand(input))).toHaveProperty('CustomKeyStoreId')
    expect(await refusalOf(kmsOf(server).send(new CreateCustomKeyStoreCommand(input)))).toMatchObject({
      code: 'XksProxyUriUnreachableException',
    })
    expect(server.log()).toContain('KEYSTEAD_XKS_PRIVATE_HOSTS does not list its host')
    expect(proxy.calls).toMatchObject([{ operation: 'health' }])
  })
})

/** A request as the specification of the protocol makes it (Appendix D). */
async function curl(path: string, body: object | undefined, ...more: readonly string[]) {
  const sent = body ? ['-X', 'POST', '-H', 'Content-Type:application/json', '--data', JSON.stringify(body)] : []
  const user = ['--user', `${endpoint.accessKeyId}:${endpoint.secret}`]
  const { stdout } = await promisify(execFile)('curl', [
    ...['-s', '-w', '\n%{http_code}', '--aws-sigv4', `aws:amz:${REGION}:kms-xks-proxy`, ...user, ...sent, ...more],
    `${server.url}/kms/xks/v1${path}`,
  ])
  const [text = '', status] = stdout.split(/\n(?=\d+$)/)
  return { status: Number(status), answer: text === '' ? undefined : JSON.parse(text) }
}

describe('curl', () => {
  it('encrypts and decrypts', async () => {
    const id = await newKey()
    const common = { requestMetadata: ABOUT, encryptionAlgorithm: 'AES_GCM' }
    const additionalAuthenticatedData = AAD.toString('base64')
    const { status, answer } = await curl(`/keys/${id}/encrypt`, {
      ...{ ...common, additionalAuthenticatedData, plaintext: 'SGVsbG8gV29ybGQh' },
      ciphertextDataIntegrityValueAlgorithm: 'SHA_256',
    })
    expect(status).toBe(200)
    const { ciphertextDataIntegrityValue, ...sealed } = answer
    expect(Buffer.from(ciphertextDataIntegrityValue, 'base64')).toHaveLength(32)
    expect(await curl(`/keys/${id}/decrypt`, { ...common, ...sealed, additionalAuthenticatedData })).toEqual({
      ...{ status: 200, answer: { plaintext: 'SGVsbG8gV29ybGQh' } },
    })
  })

  it('is refused for GET, for another path, and for another service in its signature', async () => {
    expect(await curl('/health', undefined)).toEqual({ status: 405, answer: undefined })
    expect(await curl('/nowhere', {})).toMatchObject({ status: 404, answer: { errorName: 'InvalidUriPathException' } })
    const kms = ['--aws-sigv4', `aws:amz:${REGION}:kms`]
    expect(await curl('/health', { requestMetadata: ABOUT }, ...kms)).toMatchObject({
      ...{ status: 401, answer: { errorName: 'AuthenticationFailedException' } },
    })
  })
})
