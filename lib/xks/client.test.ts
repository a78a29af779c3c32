import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import { TestClock } from '#testing/clock.ts'
import { type Mischief, openXksProxy, type TestXksProxy } from '#testing/xks-proxy.ts'
import { createXksClient, type XksClient } from './client.ts'
import { isXksProxyError, PROXY_ERRORS, type ProxyErrorName, type XksProxyError } from './failures.ts'
import type { ExternalKey, XksCiphertext } from './ports.ts'
import { parsePrivateHosts } from './private-hosts.ts'
import { ANSWER_LIMIT } from './transport.ts'

const ABOUT = {
  awsPrincipalArn: 'arn:aws:iam::111122223333:user/alice',
  kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  kmsOperation: 'Encrypt',
  kmsRequestId: '4112f4d6-db54-4af4-ae30-c55a22a8dfae',
}
const PLAINTEXT = Buffer.from('Hello World!')
const AAD = Buffer.from('project=nile,department=marketing')
/** So that a busy machine does not decide: what is to be late is later by far. */
const PATIENCE = 5000

let proxy: TestXksProxy
let client: XksClient
let key: ExternalKey

function clientOf(test: TestXksProxy, more: Partial<Parameters<typeof createXksClient>[0]> = {}): XksClient {
  const privateHosts = parsePrivateHosts(test.listed) ?? []
  return createXksClient({ clock: systemClock, privateHosts, deadlineMillis: PATIENCE, ...more })
}

beforeEach(async () => {
  proxy = await openXksProxy()
  proxy.key('key-1')
  client = clientOf(proxy)
  key = { endpoint: proxy.endpoint, externalKeyId: 'key-1' }
})

afterEach(async () => {
  client.close()
  await proxy[Symbol.asyncDispose]()
})

async function failureOf(call: Promise<unknown>): Promise<XksProxyError> {
  const outcome = await call.catch((error: unknown) => error)
  if (isXksProxyError(outcome)) return outcome
  throw new Error(`the call did not fail as one of a proxy, but gave ${String(outcome)}`, { cause: outcome })
}

const encrypt = () => client.encrypt(key, PLAINTEXT, AAD, ABOUT)
const decrypt = (sealed: XksCiphertext, aad = AAD) => client.decrypt(key, sealed, aad, ABOUT)

describe('the proxy of an external key store', () => {
  it('tells its health', async () => {
    const about = { kmsOperation: 'ConnectCustomKeyStore', kmsRequestId: ABOUT.kmsRequestId }
    expect(await client.health(proxy.endpoint, about)).toMatchObject({
      xksProxyFleetSize: 2,
      ekmFleetDetails: [{ healthStatus: 'DEGRADED' }, { healthStatus: 'ACTIVE' }],
    })
    expect(proxy.calls).toEqual([
      { operation: 'health', externalKeyId: undefined, region: 'us-east-1', content: { requestMetadata: about } },
    ])
  })

  it('tells of a key', async () => {
    proxy.key('key-2', { status: 'DISABLED', usage: ['DECRYPT', 'UNWRAP'], spec: 'AES_128' })
    const { kmsKeyArn, ...about } = { ...ABOUT, kmsOperation: 'CreateKey' }
    expect(await client.metadata({ ...key, externalKeyId: 'key-2' }, about)).toEqual({
      ...{ keySpec: 'AES_128', keyUsage: ['DECRYPT', 'UNWRAP'], keyStatus: 'DISABLED' },
    })
    expect(proxy.calls[0]).toMatchObject({ operation: 'metadata', content: { requestMetadata: about } })
  })

  it('encrypts and decrypts, and is told who asks for what', async () => {
    const sealed = await encrypt()
    expect(sealed.ciphertext).not.toEqual(PLAINTEXT)
    expect(await decrypt(sealed)).toEqual(PLAINTEXT)
    expect(proxy.calls.map(({ content }) => content.requestMetadata)).toEqual([ABOUT, ABOUT])
    expect((await failureOf(decrypt(sealed, Buffer.from('other')))).failure).toBe('InvalidCiphertextException')
  })

  it('is asked without additional data where there is none', async () => {
    const none = Buffer.alloc(0)
    const sealed = await client.encrypt(key, PLAINTEXT, none, ABOUT)
    expect(await client.decrypt(key, sealed, none, ABOUT)).toEqual(PLAINTEXT)
    expect(proxy.calls.every(({ content }) => !('additionalAuthenticatedData' in content))).toBe(true)
  })

  it('is reached below a path prefix, and is signed for the Region of the store', async () => {
    await using other = await openXksProxy({ prefix: '/stores/nile' })
    const reached = clientOf(other)
    await reached.health({ ...other.endpoint, region: 'eu-west-1' as never }, ABOUT)
    expect(other.calls).toMatchObject([{ operation: 'health', region: 'eu-west-1' }])
    const elsewhere = { ...other.endpoint, uriPath: '/kms/xks/v1' }
    expect((await failureOf(reached.health(elsewhere, ABOUT))).failure).toBe('InvalidUriPathException')
    reached.close()
  })

  it('is reached over a connection that is kept', async () => {
    for (let i = 0; i < 5; i += 1) await encrypt()
    expect(proxy.connections).toBe(1)
  })

  it('is asked anew where it closed the connection that was kept', async () => {
    await encrypt()
    proxy.closeIdle()
    await encrypt()
    expect(proxy.calls).toHaveLength(2)
  })
})

describe('a refusal of the proxy', () => {
  it.each(Object.keys(PROXY_ERRORS))('%s is known by its name', async (name) => {
    const error = name as ProxyErrorName
    proxy.mischief = { does: 'refuse', error, message: 'as it says' }
    expect(await failureOf(encrypt())).toMatchObject({ failure: error, detail: 'as it says' })
  })

  it.each([undefined, 17, 'x'.repeat(512), 'über', 'two\nlines'])('may say why, but not with %s', async (message) => {
    proxy.mischief = { does: 'refuse', error: 'InternalException', message }
    expect(await failureOf(encrypt())).toMatchObject({ detail: 'the proxy does not say why' })
  })

  it('comes for a wrong secret, for an old signature, for an unknown key and for one that is disabled', async () => {
    const stranger = { ...proxy.endpoint, secret: 'x'.repeat(43) }
    expect((await failureOf(client.health(stranger, ABOUT))).failure).toBe('AuthenticationFailedException')
    const clock = new TestClock()
    const late = clientOf(proxy, { clock })
    expect((await failureOf(late.health(proxy.endpoint, ABOUT))).failure).toBe('AuthenticationFailedException')
    late.close()
    key = { ...key, externalKeyId: 'key-2' }
    expect((await failureOf(encrypt())).failure).toBe('KeyNotFoundException')
    proxy.key('key-2', { status: 'DISABLED' })
    expect((await failureOf(encrypt())).failure).toBe('InvalidStateException')
    proxy.key('key-2', { status: 'ENABLED', usage: ['DECRYPT'] })
    expect((await failureOf(encrypt())).failure).toBe('InvalidKeyUsageException')
  })

  it('comes before anything is sent for what can be no path of a proxy', async () => {
    for (const externalKeyId of ['', '.', '..', 'a/b', 'a?b', 'a b', 'x'.repeat(129)]) {
      key = { ...key, externalKeyId }
      expect((await failureOf(encrypt())).failure).toBe('KeyNotFoundException')
    }
    for (const uriPath of ['', '/', '/kms/xks', '/a?b/kms/xks/v1', '/../kms/xks/v1', '/kms/xks/v1/']) {
      const { failure } = await failureOf(client.health({ ...proxy.endpoint, uriPath }, ABOUT))
      expect(failure).toBe('InvalidUriPathException')
    }
    expect(proxy.requests).toBe(0)
  })
})

describe('the operator', () => {
  it('is told what callers are not: which call failed, and what the proxy says of it', async () => {
    const told: unknown[] = []
    const observed = clientOf(proxy, { failed: ({ failure, detail }, call) => told.push({ failure, detail, ...call }) })
    await observed.encrypt(key, PLAINTEXT, AAD, ABOUT)
    await failureOf(observed.metadata({ ...key, externalKeyId: 'key-2' }, ABOUT))
    const call = { uriEndpoint: 'https://127.0.0.1', operation: 'metadata', kmsRequestId: ABOUT.kmsRequestId }
    expect(told).toEqual([{ failure: 'KeyNotFoundException', detail: 'no such key', ...call }])
    observed.close()
  })
})

describe('an answer that cannot be used', () => {
  const unparsable = async (mischief: Mischief, call: () => Promise<unknown> = encrypt) => {
    proxy.mischief = mischief
    expect((await failureOf(call())).failure).toBe('unparsable')
    expect(proxy.requests).toBe(1)
  }
  const sends = (status: number, body: string | Buffer, headers?: Record<string, string>): Mischief => ({
    ...{ does: 'send', status, body },
    ...(headers && { headers }),
  })

  it.each([
    ['no JSON', sends(200, '<html>')],
    ['nothing', sends(200, '')],
    ['bytes that are no UTF-8', sends(200, Buffer.from('{"plaintext":"\xff"}', 'latin1'))],
    ['JSON that is no object', sends(200, '[]')],
    ['null', sends(200, 'null')],
    ['an error without a name', sends(500, '{}')],
    ['an error of an unknown name', sends(400, '{"errorName":"OutOfPaper"}')],
    ['an error whose name is that of a property', sends(400, '{"errorName":"constructor"}')],
    ['an error page', sends(502, '<html>Bad Gateway</html>')],
    ['another kind of success', sends(201, '{}')],
    ['no HTTP', { does: 'babble' }],
  ] satisfies readonly (readonly [string, Mischief])[])('is %s', (_, mischief) => unparsable(mischief))

  it('is a redirect, which is not followed', async () => {
    await using elsewhere = await openXksProxy()
    const location = `${elsewhere.listed}/kms/xks/v1/keys/key-1/encrypt`
    for (const status of [301, 302, 307, 308]) {
      proxy.mischief = sends(status, '{}', { location })
      expect((await failureOf(encrypt())).failure).toBe('unparsable')
    }
    expect(elsewhere.requests).toBe(0)
  })

  it('is one that is too large, whether it says so or not', async () => {
    await unparsable(sends(200, ' '.repeat(ANSWER_LIMIT + 1)))
    expect(proxy.connections).toBe(1)
  })

  it.each([
    ['ciphertext', undefined],
    ['ciphertext', 17],
    ['ciphertext', 'SGVsbG8gV29ybGQ'],
    ['ciphertext', 'SGVsbG8gV29ybGQhIQ=='],
    ['ciphertext', ''],
    ['initializationVector', undefined],
    ['initializationVector', 'SGVsbG8='],
    ['authenticationTag', 'SGVsbG8gV29ybGQh'],
    ['authenticationTag', null],
    ['ciphertextMetadata', null],
    ['ciphertextMetadata', Buffer.alloc(21).toString('base64')],
    ['ciphertextDataIntegrityValue', undefined],
    ['ciphertextDataIntegrityValue', Buffer.alloc(32).toString('base64')],
    ['ciphertextDataIntegrityValue', 'SGVsbG8='],
  ])('of Encrypt has the member %s %j', (name, value) =>
    unparsable({ does: 'alter', answer: (right) => ({ ...right, [name]: value }) }),
  )

  it.each([
    ['xksProxyFleetSize', 0],
    ['xksProxyFleetSize', 1.5],
    ['xksProxyFleetSize', '1'],
    ['xksProxyVendor', undefined],
    ['xksProxyModel', ''],
    ['ekmVendor', 1],
    ['ekmFleetDetails', []],
    ['ekmFleetDetails', Array.from({ length: 11 }, () => ({ id: 'a', model: 'b', healthStatus: 'ACTIVE' }))],
    ['ekmFleetDetails', [null]],
    ['ekmFleetDetails', [{ id: 'a', model: 'b', healthStatus: 'FINE' }]],
    ['ekmFleetDetails', [{ id: 'a', healthStatus: 'ACTIVE' }]],
  ])('of health has the member %s %j', (name, value) =>
    unparsable({ does: 'alter', answer: (right) => ({ ...right, [name]: value }) }, () =>
      client.health(proxy.endpoint, ABOUT),
    ),
  )

  it.each([
    ['keySpec', undefined],
    ['keyUsage', 'ENCRYPT'],
    ['keyUsage', [1]],
    ['keyUsage', Array.from({ length: 11 }, () => 'ENCRYPT')],
    ['keyStatus', 'enabled'],
  ])('of metadata has the member %s %j', (name, value) =>
    unparsable({ does: 'alter', answer: (right) => ({ ...right, [name]: value }) }, () => client.metadata(key, ABOUT)),
  )

  it.each([undefined, '', 'SGVsbG8=', '????', 'SGVsbG8gV29ybGQhIQ=='])(
    'of Decrypt has the plaintext %j',
    async (plaintext) => {
      const sealed = await encrypt()
      proxy.mischief = { does: 'alter', answer: () => ({ plaintext }) }
      expect((await failureOf(decrypt(sealed))).failure).toBe('unparsable')
    },
  )

  it('comes with the integrity value of the specification, Appendix C', async () => {
    const answer = {
      authenticationTag: 'vBxN2ncH1oEkR8WVXpmyYQ==',
      ciphertext: 'ghxkK1txeDNn3q8Y',
      ciphertextDataIntegrityValue: 'qHA/ImC9h5HsLRXqCyPmWgYx7tzyoTplzILbP0fPXsc=',
      ciphertextMetadata: 'a2V5X3ZlcnNpb249MQ==',
      initializationVector: 'HMrlRw85cAJUd5Ax',
    }
    proxy.mischief = { does: 'alter', answer: () => answer }
    expect((await encrypt()).ciphertext.toString('base64')).toBe(answer.ciphertext)
  })
})

describe('a proxy that lies', () => {
  it.each(['spoil the tag', 'take the wrong key'] as const)(
    'and has to %s is found out when it decrypts',
    async (does) => {
      proxy.mischief = { does }
      const sealed = await encrypt()
      proxy.mischief = undefined
      expect((await failureOf(decrypt(sealed))).failure).toBe('InvalidCiphertextException')
    },
  )
})

describe('no answer in time', () => {
  it.each([
    ['never answers', { does: 'hang' }],
    ['goes no further than the beginning', { does: 'stall' }],
    ['is slow', { does: 'delay', millis: 2000 }],
  ] satisfies readonly (readonly [string, Mischief])[])('comes from a proxy that %s', async (_, mischief) => {
    proxy.mischief = mischief
    const hasty = clientOf(proxy, { deadlineMillis: 50 })
    const begin = performance.now()
    const { failure, message } = await failureOf(hasty.encrypt(key, PLAINTEXT, AAD, ABOUT))
    expect(failure).toBe('timeout')
    expect(message).toMatch(/did not respond to the request in the time allotted/)
    expect(performance.now() - begin).toBeLessThan(1500)
    hasty.close()
  })

  it('comes after the 250 ms of AWS where nothing else is set', async () => {
    proxy.mischief = { does: 'hang' }
    const usual = createXksClient({ clock: systemClock, privateHosts: parsePrivateHosts(proxy.listed) ?? [] })
    const begin = performance.now()
    expect((await failureOf(usual.health(proxy.endpoint, ABOUT))).failure).toBe('timeout')
    expect(performance.now() - begin).toBeGreaterThan(240)
    usual.close()
  })

  it('does not come for time in which this process stood still', async () => {
    proxy.mischief = { does: 'delay', millis: 20 }
    const hasty = clientOf(proxy, { deadlineMillis: 1000 })
    const call = hasty.encrypt(key, PLAINTEXT, AAD, ABOUT)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1200)
    await expect(call).resolves.toBeDefined()
    hasty.close()
  })

  it('comes too where only the name cannot be looked up in time', async () => {
    const hasty = clientOf(proxy, { deadlineMillis: 50, resolve: () => new Promise(() => undefined) })
    const endpoint = { ...proxy.endpoint, uriEndpoint: 'https://xks.example.com' }
    expect((await failureOf(hasty.health(endpoint, ABOUT))).failure).toBe('timeout')
    hasty.close()
  })
})

describe('a proxy that cannot be reached', () => {
  it.each(['drop', 'break off'] as const)('is one that has to %s the connection', async (does) => {
    proxy.mischief = { does }
    expect((await failureOf(encrypt())).failure).toBe('unreachable')
  })

  it('is one that does not listen', async () => {
    const gone = await openXksProxy()
    await gone[Symbol.asyncDispose]()
    const lonely = clientOf(gone)
    expect((await failureOf(lonely.health(gone.endpoint, ABOUT))).failure).toBe('unreachable')
    lonely.close()
  })

  it('is one whose name nobody knows', async () => {
    const unknown = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
    const lost = clientOf(proxy, { resolve: unknown })
    const endpoint = { ...proxy.endpoint, uriEndpoint: 'https://xks.example.com' }
    expect((await failureOf(lost.health(endpoint, ABOUT))).failure).toBe('unreachable')
    lost.close()
  })
})
