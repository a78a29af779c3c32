import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions as TlsOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { createVerifier } from '#auth/verify-sigv4.ts'
import { systemClock } from '#kernel/clock.ts'
import type { AccountId, Region } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { PROXY_ERRORS, type ProxyErrorName } from '#xks/failures.ts'
import { gcmAad, integrityValue } from '#xks/gcm-parts.ts'
import type { XksEndpoint } from '#xks/ports.ts'

type Json = Readonly<Record<string, unknown>>

/** What a proxy can be told to do instead of answering rightly. */
export type Mischief =
  | { readonly does: 'refuse'; readonly error: ProxyErrorName; readonly message?: unknown }
  /** Answers rightly, but with this made of the answer. */
  | { readonly does: 'alter'; readonly answer: (right: Json) => unknown }
  | {
      readonly does: 'send'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body: string | Buffer
    }
  /** Answers rightly, this many milliseconds late. */
  | { readonly does: 'delay'; readonly millis: number }
  /** Never answers; or begins to and goes no further; or closes the connection; or closes it after half the answer. */
  | { readonly does: 'hang' | 'stall' | 'drop' | 'break off' }
  /** Answers with what is no HTTP. */
  | { readonly does: 'babble' }
  /** Encrypts and decrypts under another key, or gives a tag that does not fit, with a right integrity value. */
  | { readonly does: 'take the wrong key' | 'spoil the tag' }

/** A call that came in, with the Region that it was signed for. */
export interface ProxyCall {
  readonly operation: string
  readonly externalKeyId: string | undefined
  readonly region: Region
  readonly content: Json
}

export interface TestKey {
  readonly status: 'ENABLED' | 'DISABLED'
  readonly usage: readonly string[]
  readonly spec: string
}

/** A proxy with an external key manager in it, on a loopback port of its own. */
export interface TestXksProxy extends AsyncDisposable {
  /** Its entry in KEYSTEAD_XKS_PRIVATE_HOSTS. */
  readonly listed: string
  /** How a key store is configured for it. */
  readonly endpoint: XksEndpoint
  /** Calls whose signature was right, in order. */
  readonly calls: readonly ProxyCall[]
  /** Requests of all kinds. */
  readonly requests: number
  /** Connections that were opened. */
  readonly connections: number
  /** What it does from now on. */
  mischief: Mischief | undefined
  /** A new key, or one that changes. */
  key(externalKeyId: string, facts?: Partial<TestKey>): void
  /** Closes the connections that clients keep. */
  closeIdle(): void
}

export interface TestXksProxyOptions {
  /** `127.0.0.1` where it is left out; what key stores call it. */
  readonly host?: string
  readonly tls?: TlsOptions
  /** What stands before `/kms/xks/v1`. */
  readonly prefix?: string
}

const CREDENTIAL = {
  accessKeyId: 'BUILTFORTESTSXKSPROXY2',
  secret: 'a/secret+of/the/test/proxy/that/is/long/enough==',
} as const

class Refusal extends Error {
  readonly error: ProxyErrorName

  constructor(error: ProxyErrorName, message: string) {
    super(message)
    this.error = error
  }
}

export async function openXksProxy(options: TestXksProxyOptions = {}): Promise<TestXksProxy> {
  const { host = '127.0.0.1', tls, prefix = '' } = options
  const uriPath = `${prefix}/kms/xks/v1`
  const keys = new Map<string, TestKey & { readonly material: Buffer }>()
  const calls: ProxyCall[] = []
  const counts = { requests: 0, connections: 0 }
  const verify = createVerifier({ identities: { credential }, clock: systemClock, mode: 'strict' })

  async function answer(request: IncomingMessage, body: Buffer): Promise<Json> {
    const { method = '', url = '', rawHeaders } = request
    const [, path = ''] = url.startsWith(uriPath) ? [url, url.slice(uriPath.length)] : []
    const [, externalKeyId, named] = /^\/keys\/([a-zA-Z0-9_.-]+)\/(metadata|encrypt|decrypt)$/.exec(path) ?? []
    const operation = path === '/health' ? 'health' : named
    if (operation === undefined) throw new Refusal('InvalidUriPathException', 'no such path')
    const message = { method, target: url, rawHeaders, body }
    const { region } = await verify(message, 'kms-xks-proxy').catch((error: Error) => {
      throw new Refusal('AuthenticationFailedException', error.message.slice(0, 500))
    })
    const content: Json = JSON.parse(body.toString('utf8'))
    calls.push({ operation, externalKeyId, region, content })
    if (operation === 'health' || externalKeyId === undefined) return HEALTH
    const key = keys.get(externalKeyId)
    if (!key) throw new Refusal('KeyNotFoundException', 'no such key')
    if (operation === 'metadata') return { keySpec: key.spec, keyUsage: key.usage, keyStatus: key.status }
    if (key.status === 'DISABLED') throw new Refusal('InvalidStateException', 'the key is disabled')
    if (!key.usage.includes(operation.toUpperCase())) throw new Refusal('InvalidKeyUsageException', 'not for this key')
    const material = proxy.mischief?.does === 'take the wrong key' ? randomBytes(32) : key.material
    return operation === 'encrypt' ? encrypt(material, content, proxy.mischief) : decrypt(material, content)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counts.requests += 1
    const body = Buffer.concat(await request.toArray())
    if (request.method !== 'POST') return send(response, 405, {})
    const { mischief } = proxy
    if (mischief?.does === 'refuse') {
      return send(response, PROXY_ERRORS[mischief.error], { errorName: mischief.error, errorMessage: mischief.message })
    }
    if (mischief && spoiled(mischief, request.socket, response)) return
    try {
      const right = await answer(request, body)
      if (mischief?.does === 'delay') await new Promise((resolve) => setTimeout(resolve, mischief.millis))
      send(response, 200, mischief?.does === 'alter' ? mischief.answer(right) : right)
    } catch (thrown) {
      const error = thrown instanceof Refusal ? thrown : new Refusal('ValidationException', String(thrown))
      send(response, PROXY_ERRORS[error.error], { errorName: error.error, errorMessage: error.message })
    }
  }

  const handler = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch(() => response.destroy())
  }
  const server = tls ? createHttpsServer(tls, handler) : createHttpServer(handler)
  server.on('connection', () => {
    counts.connections += 1
  })
  // A client that does not trust the certificate goes away.
  server.on('tlsClientError', () => undefined)
  server.listen(0, host === 'localhost' ? '127.0.0.1' : host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const proxy: TestXksProxy = {
    listed: `${tls ? '' : 'http://'}${host}:${port}`,
    endpoint: {
      ...CREDENTIAL,
      uriEndpoint: `https://${host}`,
      uriPath,
      region: 'us-east-1' as Region,
      sandbox: MAIN_SANDBOX,
    },
    calls,
    get requests() {
      return counts.requests
    },
    get connections() {
      return counts.connections
    },
    mischief: undefined,
    key(externalKeyId, facts) {
      const { material = randomBytes(32), ...old } = keys.get(externalKeyId) ?? {}
      const usual: TestKey = { status: 'ENABLED', usage: ['ENCRYPT', 'DECRYPT'], spec: 'AES_256' }
      keys.set(externalKeyId, { ...usual, ...old, ...facts, material })
    },
    closeIdle: () => server.closeIdleConnections(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}

const ACCOUNT = '999988887777' as AccountId

async function credential(accessKeyId: string) {
  if (accessKeyId !== CREDENTIAL.accessKeyId) return undefined
  const { secret: secretAccessKey } = CREDENTIAL
  return { accessKeyId, secretAccessKey, sandbox: MAIN_SANDBOX, principal: rootPrincipal(ACCOUNT) }
}

const HEALTH: Json = {
  xksProxyFleetSize: 2,
  xksProxyVendor: 'Acme Corp',
  xksProxyModel: 'Acme XKS Proxy 1.0',
  ekmVendor: 'Thales Group',
  ekmFleetDetails: [
    { id: 'hsm-id-1', model: 'Luna 5.0', healthStatus: 'DEGRADED' },
    { id: 'hsm-id-2', model: 'Luna 5.1', healthStatus: 'ACTIVE' },
  ],
}

const METADATA = Buffer.from('key_version=1')

function encrypt(material: Buffer, content: Json, mischief: Mischief | undefined): Json {
  const aad = bytesAt(content, 'additionalAuthenticatedData')
  const initializationVector = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', material, initializationVector).setAAD(gcmAad(aad, METADATA))
  const ciphertext = Buffer.concat([cipher.update(bytesAt(content, 'plaintext')), cipher.final()])
  const authenticationTag = cipher.getAuthTag()
  if (mischief?.does === 'spoil the tag') authenticationTag[0] = (authenticationTag[0] ?? 0) ^ 1
  const sealed = { ciphertext, ciphertextMetadata: METADATA, initializationVector, authenticationTag }
  const asked = content.ciphertextDataIntegrityValueAlgorithm === 'SHA_256'
  return {
    ...Object.fromEntries(Object.entries(sealed).map(([name, bytes]) => [name, bytes.toString('base64')])),
    ...(asked && { ciphertextDataIntegrityValue: integrityValue(aad, sealed).toString('base64') }),
  }
}

function decrypt(material: Buffer, content: Json): Json {
  const aad = gcmAad(bytesAt(content, 'additionalAuthenticatedData'), bytesAt(content, 'ciphertextMetadata'))
  const decipher = createDecipheriv('aes-256-gcm', material, bytesAt(content, 'initializationVector'))
  decipher.setAAD(aad).setAuthTag(bytesAt(content, 'authenticationTag'))
  try {
    const plaintext = Buffer.concat([decipher.update(bytesAt(content, 'ciphertext')), decipher.final()])
    return { plaintext: plaintext.toString('base64') }
  } catch {
    throw new Refusal('InvalidCiphertextException', 'not what was encrypted')
  }
}

function bytesAt(content: Json, name: string): Buffer {
  return Buffer.from(String(content[name] ?? ''), 'base64')
}

function send(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
}

/** Whether that was all: the other kinds of mischief begin with a right answer. */
function spoiled(mischief: Mischief, socket: Socket, response: ServerResponse): boolean {
  switch (mischief.does) {
    case 'send':
      response.writeHead(mischief.status, mischief.headers).end(mischief.body)
      return true
    case 'stall':
      response.writeHead(200, { 'Content-Length': '1000' }).write('{')
      return true
    case 'break off':
      response.writeHead(200, { 'Content-Length': '1000' }).write('{', () => socket.destroy())
      return true
    case 'drop':
      socket.destroy()
      return true
    case 'babble':
      socket.end('220 smtp.example.com ESMTP\r\n')
      return true
    default:
      return mischief.does === 'hang'
  }
}
