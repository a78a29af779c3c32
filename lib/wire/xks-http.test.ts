import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EpochMillis, Region } from '#kernel/ids.ts'
import type { EndedCall } from '#kernel/observer.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import { createKeyUse } from '#kms/key-use.ts'
import { envelopeOf } from '#testing/events.ts'
import { allowing, type IamHarness, openIamHarness } from '#testing/iam-harness.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import { createXksClient, type XksClient } from '#xks/client.ts'
import { createXksService } from '#xks/execute.ts'
import { isXksProxyError } from '#xks/failures.ts'
import type { ExternalKey, XksCiphertext, XksEndpoint } from '#xks/ports.ts'
import { answerBy } from './node-http.ts'
import { createXksHttp } from './xks-http.ts'

const ABOUT = {
  awsPrincipalArn: 'arn:aws:iam::999988887777:user/alice',
  kmsKeyArn: 'arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  kmsOperation: 'GenerateDataKey',
  kmsRequestId: '4112f4d6-db54-4af4-ae30-c55a22a8dfae',
}
const PLAINTEXT = Buffer.from('attack at dawn, and bring coffee')
const AAD = Buffer.from('project=nile,department=marketing')
const REGION = 'us-east-1' as Region

let iam: IamHarness
let store: BrokenStore
let server: Server
let port: number
let client: XksClient
let keyId: string
/** Of a user that may use all keys. */
let endpoint: XksEndpoint
let isWell: boolean
const ended: EndedCall[] = []
const failures: unknown[] = []

beforeEach(async () => {
  iam = await openIamHarness()
  isWell = true
  ended.length = 0
  failures.length = 0
  const { clocks, ids, secrets } = iam.ports
  store = breakable(iam.ports.store)
  const keys = createKeyUse({ ...iam.ports, identities: iam.identities })
  const health = async () => ({ ok: isWell })
  const http = createXksHttp({
    xks: createXksService({ store, clocks, ids, secrets, keys, instanceId: 'instance', health }),
    ...{ identities: iam.identities, clock: iam.clock, ids },
    log: { info: () => undefined, error: (_, cause) => failures.push(cause) },
    observer: { began: () => undefined, ended: (call) => ended.push(call) },
  })
  server = createServer((request, response) => void answerBy(http, { request, response, source: '127.0.0.1' }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  const privateHosts = [{ host: '127.0.0.1', port, scheme: 'http' as const }]
  client = createXksClient({ clock: iam.clock, privateHosts, deadlineMillis: 5000 })
  keyId = await newKey()
  endpoint = await endpointOf('proxy', allowing('kms:*'))
})

afterEach(async () => {
  client.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

async function newKey(input: object = {}, region = REGION): Promise<string> {
  const caller = { ...iam.caller(), scope: { ...iam.caller().scope, region } }
  const { KeyMetadata } = await iam.kms.execute('CreateKey', input, caller)
  return KeyMetadata?.KeyId ?? ''
}

/** A new user with an access key, as AWS KMS is told of it. */
async function endpointOf(UserName: string, policy?: object, more: Partial<XksEndpoint> = {}): Promise<XksEndpoint> {
  await iam.call('CreateUser', { UserName })
  if (policy) {
    await iam.call('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument: JSON.stringify(policy) })
  }
  const { AccessKey } = await iam.call('CreateAccessKey', { UserName })
  return {
    ...{ uriEndpoint: 'https://127.0.0.1', uriPath: '/kms/xks/v1', region: REGION, sandbox: MAIN_SANDBOX },
    ...{ accessKeyId: AccessKey.AccessKeyId, secret: `${AccessKey.SecretAccessKey}===` },
    ...more,
  }
}

const keyAt = (externalKeyId = keyId, at = endpoint): ExternalKey => ({ endpoint: at, externalKeyId })
const encrypt = (key = keyAt()) => client.encrypt(key, PLAINTEXT, AAD, ABOUT)
const decrypt = (sealed: XksCiphertext, aad: Uint8Array = AAD, key = keyAt()) => client.decrypt(key, sealed, aad, ABOUT)

async function failureOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.catch((error: unknown) => error)
  if (isXksProxyError(outcome)) return outcome.failure
  throw new Error(`the call did not fail as one of a proxy, but gave ${String(outcome)}`, { cause: outcome })
}

/** Posts any body at all, rightly signed unless told otherwise. */
async function post(path: string, body: string, more: { service?: string; time?: number; secret?: string } = {}) {
  const { accessKeyId, secret: secretAccessKey } = { ...endpoint, ...more }
  const host = `127.0.0.1:${port}`
  const request = { method: 'POST', path, query: '', headers: new Map([['host', [host]]]), body: Buffer.from(body) }
  const { service = 'kms-xks-proxy', time = iam.clock.now() } = more
  const target = { service, region: REGION, time: time as EpochMillis }
  const { headers } = sign(request, { accessKeyId, secretAccessKey }, target)
  const signed = [...headers]
    .filter(([name]) => name !== 'host')
    .map(([name, values]) => [name, values.join()] as const)
  const answer = await fetch(`http://${host}${path}`, { method: 'POST', headers: Object.fromEntries(signed), body })
  return { status: answer.status, body: await answer.json() }
}

const postTo = (operation: string, content: unknown) =>
  post(`/kms/xks/v1/keys/${keyId}/${operation}`, JSON.stringify(content))

async function lastEvent() {
  const event = (await iam.events()).at(-1)
  if (!event) throw new Error('there is no event')
  const { record, decisions } = envelopeOf(event)
  return { event, record, decisions }
}

describe('our keys as those of an external key manager', () => {
  it('encrypt and decrypt with additional data, as our own client checks it', async () => {
    const sealed = await encrypt()
    expect(sealed.ciphertext).toHaveLength(PLAINTEXT.length)
    expect(sealed.initializationVector).toHaveLength(12)
    expect(sealed.ciphertextMetadata).toHaveLength(20)
    expect(await decrypt(sealed)).toEqual(PLAINTEXT)
  })

  it('take the largest plaintext and additional data of the protocol', async () => {
    const [plaintext, aad] = [Buffer.alloc(4300, 'x'), Buffer.alloc(8192, 'y')]
    const sealed = await client.encrypt(keyAt(), plaintext, aad, ABOUT)
    expect(await decrypt(sealed, aad)).toEqual(plaintext)
  })

  it('are named by key id, or by alias without its slash', async () => {
    await iam.kms.execute('CreateAlias', { AliasName: 'alias/nile', TargetKeyId: keyId }, iam.caller())
    const sealed = await encrypt(keyAt('nile'))
    expect(await decrypt(sealed)).toEqual(PLAINTEXT)
  })

  it('tell their metadata', async () => {
    const { kmsKeyArn, ...about } = { ...ABOUT, kmsOperation: 'CreateKey' }
    const right = { keySpec: 'AES_256', keyUsage: ['ENCRYPT', 'DECRYPT'], keyStatus: 'ENABLED' }
    expect(await client.metadata(keyAt(), about)).toEqual(right)
    await iam.kms.execute('DisableKey', { KeyId: keyId }, iam.caller())
    expect(await client.metadata(keyAt(), about)).toEqual({ ...right, keyStatus: 'DISABLED' })
  })

  it('are sealed under a nonce of their own each time', async () => {
    const [a, b] = [await encrypt(), await encrypt()]
    expect(a.initializationVector).not.toEqual(b.initializationVector)
    expect(a.ciphertextMetadata.subarray(8)).not.toEqual(b.ciphertextMetadata.subarray(8))
    expect(a.ciphertextMetadata.subarray(0, 8)).toEqual(b.ciphertextMetadata.subarray(0, 8))
  })

  it('still decrypt what they encrypted before they were rotated', async () => {
    const old = await encrypt()
    await iam.kms.execute('RotateKeyOnDemand', { KeyId: keyId }, iam.caller())
    const young = await encrypt()
    expect(young.ciphertextMetadata.subarray(0, 8)).not.toEqual(old.ciphertextMetadata.subarray(0, 8))
    expect(await decrypt(old)).toEqual(PLAINTEXT)
    expect(await decrypt(young)).toEqual(PLAINTEXT)
  })

  it('vouch for a ciphertext only where that is asked for', async () => {
    const content = { requestMetadata: ABOUT, plaintext: 'SGVsbG8=', encryptionAlgorithm: 'AES_GCM' }
    const { status, body } = await postTo('encrypt', content)
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual([
      ...['authenticationTag', 'ciphertext', 'ciphertextMetadata', 'initializationVector'],
    ])
  })

  it('tell the health of the proxy', async () => {
    const about = { kmsOperation: 'KmsHealthCheck', kmsRequestId: 'request' }
    expect(await client.health(endpoint, about)).toMatchObject({
      ekmFleetDetails: [{ id: 'instance', healthStatus: 'ACTIVE' }],
    })
    isWell = false
    expect(await failureOf(client.health(endpoint, about))).toBe('InternalException')
    expect(failures).toHaveLength(1)
  })
})

describe('a ciphertext', () => {
  const flipped = (bytes: Uint8Array, at = 0) => {
    const copy = Buffer.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ 1
    return copy
  }

  it('does not decrypt when anything of it was changed, nor under another key', async () => {
    const sealed = await encrypt()
    const { ciphertext, ciphertextMetadata: metadata, initializationVector, authenticationTag } = sealed
    const wrong: Partial<XksCiphertext>[] = [
      { ciphertext: flipped(ciphertext) },
      { authenticationTag: flipped(authenticationTag) },
      { initializationVector: flipped(initializationVector) },
      { initializationVector: Buffer.alloc(16) },
      ...[0, 1, 7, 8, 19].map((at) => ({ ciphertextMetadata: flipped(metadata, at) })),
      { ciphertextMetadata: Buffer.alloc(0) },
      { ciphertextMetadata: metadata.subarray(0, 19) },
    ]
    for (const part of wrong)
      expect(await failureOf(decrypt({ ...sealed, ...part }))).toBe('InvalidCiphertextException')
    expect(await failureOf(decrypt(sealed, Buffer.from('other')))).toBe('InvalidCiphertextException')
    expect(await failureOf(decrypt(sealed, Buffer.alloc(0)))).toBe('InvalidCiphertextException')
    expect(await failureOf(decrypt(sealed, AAD, keyAt(await newKey())))).toBe('InvalidCiphertextException')
  })

  it('does not decrypt with its metadata passed as additional data', async () => {
    const sealed = await client.encrypt(keyAt(), PLAINTEXT, Buffer.alloc(0), ABOUT)
    const moved = { ...sealed, ciphertextMetadata: Buffer.alloc(0) }
    expect(await failureOf(decrypt(moved, sealed.ciphertextMetadata))).toBe('InvalidCiphertextException')
  })

  it('of Encrypt is none of a proxy, and that of a proxy none of Encrypt', async () => {
    const Plaintext = PLAINTEXT
    const { CiphertextBlob } = await iam.kms.execute('Encrypt', { KeyId: keyId, Plaintext }, iam.caller())
    const blob = Buffer.from(CiphertextBlob ?? [])
    const nonce = blob.subarray(53, 77)
    const posing = {
      ciphertext: blob.subarray(77, -16),
      authenticationTag: blob.subarray(-16),
      initializationVector: nonce.subarray(12),
      ciphertextMetadata: Buffer.concat([Buffer.from([1]), blob.subarray(21, 28), nonce.subarray(0, 12)]),
    }
    expect(await failureOf(decrypt(posing, blob.subarray(0, 53)))).toBe('InvalidCiphertextException')
  })
})

describe('a key', () => {
  it('that is not there, or elsewhere, is not found', async () => {
    const elsewhere = await newKey({}, 'eu-west-1' as Region)
    for (const id of ['1234abcd-12ab-34cd-56ef-1234567890ab', 'no-such-alias', 'a.b', elsewhere]) {
      expect(await failureOf(encrypt(keyAt(id)))).toBe('KeyNotFoundException')
    }
    const there = keyAt(elsewhere, { ...endpoint, region: 'eu-west-1' as Region })
    expect((await encrypt(there)).ciphertext).toHaveLength(PLAINTEXT.length)
  })

  it.each(['DisableKey', 'ScheduleKeyDeletion'] as const)(
    'after %s neither encrypts nor decrypts',
    async (operation) => {
      const sealed = await encrypt()
      await iam.kms.execute(operation, { KeyId: keyId }, iam.caller())
      expect(await failureOf(encrypt())).toBe('InvalidStateException')
      expect(await failureOf(decrypt(sealed))).toBe('InvalidStateException')
    },
  )

  it.each([
    ['RSA_2048', 'ENCRYPT_DECRYPT'],
    ['HMAC_256', 'GENERATE_VERIFY_MAC'],
    ['ECC_NIST_P256', 'SIGN_VERIFY'],
  ] as const)('of %s is no external key', async (KeySpec, KeyUsage) => {
    const id = await newKey({ KeySpec, KeyUsage })
    expect(await client.metadata(keyAt(id), ABOUT)).toMatchObject({ keySpec: KeySpec, keyUsage: [] })
    expect(await failureOf(encrypt(keyAt(id)))).toBe('InvalidKeyUsageException')
  })
})

describe('a caller', () => {
  it('may do what its policies allow, and no more', async () => {
    const sealed = await encrypt()
    const writer = await endpointOf('writer', allowing('kms:Encrypt'))
    const nobody = await endpointOf('nobody')
    expect(await encrypt(keyAt(keyId, writer))).toBeDefined()
    expect(await failureOf(decrypt(sealed, AAD, keyAt(keyId, writer)))).toBe('AccessDeniedException')
    expect(await failureOf(client.metadata(keyAt(keyId, writer), ABOUT))).toBe('AccessDeniedException')
    expect(await failureOf(encrypt(keyAt(keyId, nobody)))).toBe('AccessDeniedException')
    const { event, record, decisions } = await lastEvent()
    expect(event).toMatchObject({ eventName: 'Encrypt', outcome: 'denied' })
    expect(record).toMatchObject({ errorCode: 'AccessDenied', userIdentity: { userName: 'nobody' } })
    expect(decisions).toMatchObject([{ action: 'kms:Encrypt', outcome: 'implicitly-denied' }])
  })

  it.each(['Encrypt', 'Decrypt'])('is not asked about where the key policy denies kms:%s', async (denied) => {
    const sealed = await encrypt()
    const Statement = [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
      {
        Effect: 'Deny',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/proxy' },
        Action: `kms:${denied}`,
        Resource: '*',
      },
    ]
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
    await iam.kms.execute('PutKeyPolicy', { KeyId: keyId, Policy }, iam.caller())
    const call = denied === 'Encrypt' ? encrypt() : decrypt(sealed)
    expect(await failureOf(call)).toBe('AccessDeniedException')
  })

  it.each([
    ['a wrong secret', { secret: 'x'.repeat(43) }],
    ['a secret that is not filled up', { secret: () => endpoint.secret.replace(/=+$/, '') }],
    ['an unknown access key', { accessKeyId: 'AKIAUNKNOWNUNKNOWN22' }],
  ])('with %s is not known', async (_, more) => {
    const { secret = endpoint.secret, ...rest } = { secret: undefined, ...more }
    const at = { ...endpoint, ...rest, secret: typeof secret === 'function' ? secret() : secret }
    const before = (await iam.events()).length
    expect(await failureOf(encrypt(keyAt(keyId, at)))).toBe('AuthenticationFailedException')
    expect((await iam.events()).length).toBe(before)
  })

  it.each([
    ['another service', { service: 'kms' }],
    ['a time 6 minutes ago', { time: -360_000 }],
    ['a time in 6 minutes', { time: 360_000 }],
  ])('that signs for %s is not known', async (_, { time = 0, ...more }: { time?: number; service?: string }) => {
    const answer = await post('/kms/xks/v1/health', '{}', { ...more, time: iam.clock.now() + time })
    expect(answer).toMatchObject({ status: 401, body: { errorName: 'AuthenticationFailedException' } })
  })
})

describe('a request', () => {
  it.each(['GET', 'PUT', 'DELETE', 'HEAD'])('by %s is answered 405', async (method) => {
    for (const path of ['health', `keys/${keyId}/metadata`, `keys/${keyId}/encrypt`, `keys/${keyId}/decrypt`]) {
      const { status, headers } = await fetch(`http://127.0.0.1:${port}/kms/xks/v1/${path}`, { method })
      expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    }
  })

  it.each([
    '',
    '/',
    '/healthy',
    '/health/',
    '/health?deep',
    '/keys',
    '/keys/a',
    '/keys/a/sign',
    '/keys/a/b/encrypt',
    '/keys/alias%2Fa/encrypt',
    `/keys/${'a'.repeat(129)}/encrypt`,
  ])('to %s finds nothing', async (path) => {
    const answer = await fetch(`http://127.0.0.1:${port}/kms/xks/v1${path}`, { method: 'POST', body: '{}' })
    expect([answer.status, await answer.json()]).toEqual([
      ...[404, { errorName: 'InvalidUriPathException', errorMessage: 'There is nothing here.' }],
    ])
  })

  const right = {
    encrypt: { requestMetadata: ABOUT, plaintext: 'SGVsbG8=', encryptionAlgorithm: 'AES_GCM' },
    decrypt: {
      ...{ requestMetadata: ABOUT, ciphertext: 'SGVsbG8=', encryptionAlgorithm: 'AES_GCM' },
      ...{ initializationVector: 'AAAAAAAAAAAAAAAA', authenticationTag: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    },
    metadata: { requestMetadata: ABOUT },
  }

  it.each([
    ['encrypt', { requestMetadata: undefined }],
    ['encrypt', { requestMetadata: { ...ABOUT, awsPrincipalArn: undefined } }],
    ['encrypt', { requestMetadata: { ...ABOUT, kmsKeyArn: undefined } }],
    ['encrypt', { requestMetadata: { ...ABOUT, kmsRequestId: '' } }],
    ['encrypt', { requestMetadata: { ...ABOUT, kmsOperation: 17 } }],
    ['encrypt', { requestMetadata: { ...ABOUT, kmsViaService: 'x'.repeat(2049) } }],
    ['encrypt', { requestMetadata: { ...ABOUT, awsSourceVpc: '\ud800' } }],
    ['encrypt', { plaintext: undefined }],
    ['encrypt', { plaintext: '' }],
    ['encrypt', { plaintext: 'SGVsbG8' }],
    ['encrypt', { encryptionAlgorithm: undefined }],
    ['encrypt', { encryptionAlgorithm: 'AES_CBC' }],
    ['encrypt', { ciphertextDataIntegrityValueAlgorithm: 'MD5' }],
    ['encrypt', { additionalAuthenticatedData: 5 }],
    ['decrypt', { ciphertext: undefined }],
    ['decrypt', { initializationVector: 'AAAA' }],
    ['decrypt', { authenticationTag: 'AAAA' }],
    ['decrypt', { authenticationTag: undefined }],
    ['decrypt', { encryptionAlgorithm: 'AES_CBC' }],
    ['metadata', { requestMetadata: [] }],
  ] as const)('to %s with %j is not valid', async (operation, wrong) => {
    const { status, body } = await postTo(operation, { ...right[operation], ...wrong })
    expect([status, body.errorName]).toEqual([400, 'ValidationException'])
    expect((await lastEvent()).record).toMatchObject({ errorCode: 'ValidationException' })
  })

  it.each(['', 'plain', '[]', 'null', '"text"'])('whose body is %j is not valid', async (body) => {
    const answer = await post(`/kms/xks/v1/keys/${keyId}/encrypt`, body)
    expect(answer).toMatchObject({ status: 400, body: { errorName: 'ValidationException' } })
  })

  it.each([
    ['encrypt', { plaintext: Buffer.alloc(4301).toString('base64') }],
    ['encrypt', { additionalAuthenticatedData: Buffer.alloc(8193).toString('base64') }],
    ['decrypt', { ciphertext: Buffer.alloc(4301).toString('base64') }],
    ['decrypt', { ciphertextMetadata: Buffer.alloc(21).toString('base64') }],
  ] as const)('to %s with more than the protocol has is not supported', async (operation, wrong) => {
    const { status, body } = await postTo(operation, { ...right[operation], ...wrong })
    expect([status, body.errorName]).toEqual([501, 'UnsupportedOperationException'])
  })

  it('with members that came later is answered', async () => {
    const requestMetadata = { ...ABOUT, sourceIdentity: 'alice', kmsOperation: 'BulkEncrypt' }
    expect((await postTo('encrypt', { ...right.encrypt, requestMetadata, more: 1 })).status).toBe(200)
    expect((await lastEvent()).record.additionalEventData).not.toHaveProperty('requestMetadata.sourceIdentity')
  })
})

describe('in open mode', () => {
  it('pages of other origins, and names that were made to lead here, are refused', async () => {
    const { ids } = iam.ports
    const http = createXksHttp({
      xks: { execute: async () => ({}) },
      ...{ identities: iam.identities, clock: iam.clock, ids },
      log: { info: () => undefined, error: () => undefined },
      open: { publicOrigin: 'http://127.0.0.1:3000' },
    })
    const ask = (headers: Record<string, string>) => {
      const request = { method: 'POST', target: '/kms/xks/v1/health', body: Buffer.from('{}'), rawHeaders: [] }
      return http({ ...request, remoteAddress: '127.0.0.1', headers })
    }
    for (const headers of [{ host: 'evil.example' }, { host: 'localhost:3000', origin: 'http://evil.example' }]) {
      const { status, body } = await ask(headers)
      expect([status, JSON.parse(body).errorName]).toEqual([403, 'AccessDeniedException'])
    }
    expect((await ask({ host: 'localhost:3000' })).status).toBe(401)
  })
})

describe('the log', () => {
  it('tells who used which key, and for whom', async () => {
    await encrypt()
    const { event, record, decisions } = await lastEvent()
    const arn = `arn:aws:kms:us-east-1:111122223333:key/${keyId}`
    expect(event).toMatchObject({ eventName: 'Encrypt', outcome: 'ok', keyUse: true, readOnly: true })
    expect(record).toMatchObject({
      ...{ eventSource: 'kms.amazonaws.com', userAgent: 'Keystead', sourceIPAddress: '127.0.0.1' },
      userIdentity: { userName: 'proxy', accessKeyId: endpoint.accessKeyId },
      requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyId },
      responseElements: null,
      additionalEventData: { keyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/), requestMetadata: ABOUT },
      resources: [{ ARN: arn }],
    })
    expect(decisions).toMatchObject([{ action: 'kms:Encrypt', outcome: 'allowed', resource: arn }])
  })

  it('has every call of a known caller, and never data', async () => {
    const before = (await iam.events()).length
    const sealed = await encrypt()
    await decrypt(sealed)
    await failureOf(decrypt(sealed, Buffer.from('other')))
    await client.metadata(keyAt(), ABOUT)
    await client.health(endpoint, { kmsOperation: 'KmsHealthCheck', kmsRequestId: 'request' })
    await failureOf(encrypt(keyAt('no-such-key')))
    const events = (await iam.events()).slice(before)
    expect(events.map(({ eventName, outcome }) => `${eventName} ${outcome}`)).toEqual([
      ...['Encrypt ok', 'Decrypt ok', 'Decrypt error', 'DescribeKey ok', 'GetHealthStatus ok', 'Encrypt error'],
    ])
    expect(envelopeOf(events[4] ?? ({ text: '{}' } as never)).record).toMatchObject({ eventSource: 'keystead' })
    const secrets = [PLAINTEXT, AAD, sealed.ciphertext, sealed.authenticationTag, sealed.ciphertextMetadata]
    for (const { text } of events) {
      for (const secret of secrets) {
        expect(text).not.toContain(secret.toString('base64'))
        expect(text).not.toContain(secret.toString('utf8'))
      }
      expect(text).not.toContain(endpoint.secret.slice(0, 40))
    }
  })

  it('has the call before it is answered', async () => {
    const cause = new Error('disk full')
    store.fault = () => Promise.reject(cause)
    expect(await failureOf(encrypt())).toBe('InternalException')
    expect(failures).toEqual([cause])
  })

  it('of measurements has the operation and how it ended', async () => {
    await encrypt()
    await failureOf(encrypt(keyAt('no-such-key')))
    expect(ended).toMatchObject([
      { service: 'kms-xks-proxy', operation: 'Encrypt', code: 'OK', status: 200 },
      { service: 'kms-xks-proxy', operation: 'Encrypt', code: 'NotFoundException', status: 404, isServerFault: false },
    ])
  })
})
