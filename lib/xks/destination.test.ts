import { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { openXksProxy, type TestXksProxy } from '#testing/xks-proxy.ts'
import { createXksClient, type XksClient } from './client.ts'
import { destinationOf } from './destination.ts'
import { XksProxyError } from './failures.ts'
import { OWN_HOST, type PrivateHost } from './private-hosts.ts'
import type { Resolve } from './resolve.ts'

const ABOUT = { kmsOperation: 'ConnectCustomKeyStore', kmsRequestId: 'request' }

let proxy: TestXksProxy
let client: XksClient | undefined
beforeEach(async () => {
  proxy = await openXksProxy()
})
afterEach(async () => {
  client?.close()
  await proxy[Symbol.asyncDispose]()
})

/** Asks a host whose name stands for these addresses. */
async function outcome(host: string, addresses: readonly string[], privateHosts: readonly PrivateHost[]) {
  const resolve: Resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  client?.close()
  client = createXksClient({ clock: systemClock, privateHosts, deadlineMillis: 5000, resolve })
  return client.health({ ...proxy.endpoint, uriEndpoint: `https://${host}` }, ABOUT).catch((error: unknown) => error)
}

const listed = (host: string): PrivateHost => ({ host, port: Number(/\d+$/.exec(proxy.listed)?.[0]), scheme: 'http' })
const refused = { failure: 'unreachable', detail: expect.stringContaining('is not in the internet') }

describe('a host that nobody listed', () => {
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '2130706433',
    '0x7f.1',
    '127.1',
    '017700000001',
  ])('cannot be the address %s', async (host) => {
    expect(await outcome(host, [], [])).toMatchObject(refused)
  })

  it.each([
    [['127.0.0.1']],
    [['::1']],
    [['10.1.2.3']],
    [['fd12::1']],
    [['169.254.169.254']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::7f00:1']],
    [['8.8.8.8', '127.0.0.1']],
  ])('cannot be a name that stands for %j', async (addresses) => {
    expect(await outcome('xks.example.com', addresses, [])).toMatchObject(refused)
    expect(proxy.requests).toBe(0)
  })

  it.each(['localhost', 'LOCALHOST', 'localhost.'])('cannot be %s', async (host) => {
    expect(await outcome(host, ['127.0.0.1'], [listed('xks.internal')])).toMatchObject(refused)
  })

  it('is not found where its name has no address', async () => {
    expect(await outcome('xks.example.com', [], [])).toMatchObject({ failure: 'unreachable' })
  })
})

describe('a host that the operator listed', () => {
  it('is reached in its private network, at the port and in the way that is listed', async () => {
    expect(await outcome('xks.internal', ['127.0.0.1'], [listed('xks.internal')])).toMatchObject({
      xksProxyFleetSize: 2,
    })
    expect(await outcome('XKS.internal', ['127.0.0.1'], [listed('xks.internal')])).toMatchObject({
      xksProxyFleetSize: 2,
    })
    expect(await outcome('127.0.0.1', [], [listed('127.0.0.1')])).toMatchObject({ xksProxyFleetSize: 2 })
  })

  it.each(['169.254.169.254', 'fd00:ec2::254', 'fe80::1', '0.0.0.0', '::', '224.0.0.1'])(
    'still cannot be a name that stands for %s',
    async (address) => {
      expect(await outcome('xks.internal', [address], [listed('xks.internal')])).toMatchObject(refused)
    },
  )

  it('lets no other one in', async () => {
    for (const host of ['a.xks.internal', 'xks.internal.example.com', 'xks.interna']) {
      expect(await outcome(host, ['127.0.0.1'], [listed('xks.internal')])).toMatchObject(refused)
    }
  })
})

describe('our own host', () => {
  const inSandbox = { uriEndpoint: `https://${OWN_HOST}`, sandbox: 'lesson' as SandboxId }
  const own = (address = '127.0.0.1') => `http://${address}:${listed('').port}`
  /** What a key store comes to that names it, with no name server to be asked. */
  async function ask(more: Partial<TestXksProxy['endpoint']> = {}, at: string | undefined = own()) {
    const resolve: Resolve = () => Promise.reject(new Error('a name was looked up'))
    client?.close()
    client = createXksClient({ clock: systemClock, privateHosts: [], own: at, deadlineMillis: 5000, resolve })
    return client.health({ ...proxy.endpoint, ...inSandbox, ...more }, ABOUT).catch((error: unknown) => error)
  }

  it('is reached by key stores of sandboxes at the port that we listen at, whatever name servers say', async () => {
    expect(await ask()).toMatchObject({ xksProxyFleetSize: 2 })
    expect(await ask({ uriEndpoint: 'https://KEYSTEAD.localhost' })).toMatchObject({ xksProxyFleetSize: 2 })
    expect(proxy.calls).toHaveLength(2)
  })

  it('may be at an IPv6 address', async () => {
    await proxy[Symbol.asyncDispose]()
    proxy = await openXksProxy({ host: '::1' })
    expect(await ask({}, own('[::1]'))).toMatchObject({ xksProxyFleetSize: 2 })
  })

  it.each(['/prefix/kms/xks/v1', '/kms/xks/v2', '/_keystead/kms/xks/v1'])('has no proxy at %s', async (uriPath) => {
    expect(await ask({ uriPath })).toMatchObject({ failure: 'InvalidUriPathException' })
    expect(proxy.requests).toBe(0)
  })

  it.each([`a.${OWN_HOST}`, `${OWN_HOST}.`, 'localhost', '127.0.0.1'])('has not the name %s too', async (host) => {
    expect(await ask({ uriEndpoint: `https://${host}` })).toMatchObject({ failure: 'unreachable' })
    expect(proxy.requests).toBe(0)
  })

  it('is no proxy for key stores of main, nor where nobody is served', async () => {
    const detail = `${OWN_HOST} is for key stores in sandboxes`
    expect(await ask({ sandbox: proxy.endpoint.sandbox })).toMatchObject({ failure: 'unreachable', detail })
    const endpoint = { ...proxy.endpoint, ...inSandbox }
    expect(() => destinationOf(endpoint, [])).toThrow(XksProxyError)
    expect(proxy.requests).toBe(0)
  })

  it('is another one where the operator lists it', () => {
    const endpoint = { ...proxy.endpoint, ...inSandbox }
    const privateHosts: readonly PrivateHost[] = [{ host: OWN_HOST, port: 8443, scheme: 'https' }]
    expect(destinationOf(endpoint, privateHosts, own())).toMatchObject({ port: 8443, scheme: 'https' })
  })
})

describe('a host with several addresses', () => {
  it('is tried at the next one well before the call is out of time', async () => {
    const connecting = vi.spyOn(Socket.prototype, 'connect')
    await outcome('xks.internal', ['127.0.0.1'], [listed('xks.internal')])
    const [options] = connecting.mock.calls.flat(2)
    connecting.mockRestore()
    expect(options).toMatchObject({ autoSelectFamilyAttemptTimeout: 50 })
  })
})

describe('a name that is looked up again', () => {
  it('is checked at each connection: what is asked is what is connected to', async () => {
    // The proxy ends each connection, so that the second call makes one of its own.
    const end: TestXksProxy['mischief'] = {
      ...{ does: 'send', status: 503, headers: { connection: 'close' } },
      body: '{"errorName":"DependencyTimeoutException"}',
    }
    proxy.mischief = end
    const left = ['127.0.0.1', '169.254.169.254']
    const resolve: Resolve = async () => [{ address: left.shift() ?? '', family: 4 }]
    const rebinding = createXksClient({ clock: systemClock, privateHosts: [listed('xks.internal')], resolve })
    client = rebinding
    const endpoint = { ...proxy.endpoint, uriEndpoint: 'https://xks.internal' }
    await expect(rebinding.health(endpoint, ABOUT)).rejects.toMatchObject({ failure: 'DependencyTimeoutException' })
    await expect(rebinding.health(endpoint, ABOUT)).rejects.toMatchObject(refused)
    expect(left).toEqual([])
    expect(proxy.requests).toBe(1)
  })
})

describe('an endpoint', () => {
  it.each([
    'http://xks.example.com',
    'https://xks.example.com:8443',
    'https://xks.example.com/path',
    'https://user@xks.example.com',
    'https://[::1]',
    'ftp://xks.example.com',
    'xks.example.com',
    'https://',
    'https://999.999.999.999',
  ])('%s is none of a proxy', (uriEndpoint) => {
    expect(() => destinationOf({ ...proxy.endpoint, uriEndpoint }, [])).toThrow(XksProxyError)
  })

  it('of a public host is reached with TLS at port 443', () => {
    const uriEndpoint = 'https://XKS.example.com'
    expect(destinationOf({ ...proxy.endpoint, uriEndpoint }, [])).toEqual({
      ...{ scheme: 'https', host: 'xks.example.com', port: 443, path: '/kms/xks/v1', isListed: false },
    })
  })
})
