import { toBase64, utf8 } from '#kernel/bytes.ts'
import type { Clock } from '#kernel/clock.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import { ciphertextOf, healthOf, keyMetadataOf, membersOf, plaintextOf } from './answers.ts'
import type { Destination } from './destination.ts'
import { destinationOf } from './destination.ts'
import { isXksProxyError, XksProxyError } from './failures.ts'
import type { Members } from './members.ts'
import type { XksEndpoint, XksHealthMetadata, XksProxy } from './ports.ts'
import type { PrivateHost } from './private-hosts.ts'
import type { HttpAnswer, TransportOptions } from './transport.ts'
import { createTransport } from './transport.ts'

/** The service in the credential scope (XKS proxy API specification, Appendix A). */
const SERVICE = 'kms-xks-proxy'

export interface XksClientParts extends TransportOptions {
  /** The wall clock: signatures are fresh by it. */
  readonly clock: Clock
  readonly privateHosts: readonly PrivateHost[]
  /** Where we listen ourselves, as in `http://127.0.0.1:3000`; left out where nobody is served. */
  readonly own?: string | undefined
  /** Told of each call that failed, for the operator: callers are not told the detail. */
  failed?(error: XksProxyError, call: FailedCall): void
}

/** Which call failed. */
export interface FailedCall {
  readonly uriEndpoint: string
  readonly operation: Operation
  readonly kmsRequestId: string
}

/** The proxies of external key stores over HTTP. */
export interface XksClient extends XksProxy {
  close(): void
}

type Operation = 'health' | 'metadata' | 'encrypt' | 'decrypt'

interface Asked {
  readonly operation: Operation
  readonly endpoint: XksEndpoint
  /** Undefined for the health of the proxy. */
  readonly externalKeyId?: string
  readonly about: XksHealthMetadata
  readonly more?: Readonly<Record<string, string>>
}

const ALGORITHM = { encryptionAlgorithm: 'AES_GCM' } as const

export function createXksClient({ clock, privateHosts, own, failed, ...options }: XksClientParts): XksClient {
  const transport = createTransport(options)

  async function send(asked: Asked): Promise<HttpAnswer> {
    const { endpoint, about: requestMetadata, more } = asked
    const to = destinationOf(endpoint, privateHosts, own)
    const path = `${to.path}${pathOf(asked)}`
    const body = utf8(JSON.stringify({ requestMetadata, ...more }))
    return transport.post(to, path, signedHeaders(to, endpoint, path, body, clock), body)
  }

  async function call<T>(asked: Asked, read: (answer: Members) => T): Promise<T> {
    try {
      return read(membersOf(await send(asked)))
    } catch (error) {
      const { operation, endpoint, about } = asked
      const { uriEndpoint } = endpoint
      if (isXksProxyError(error)) failed?.(error, { uriEndpoint, operation, kmsRequestId: about.kmsRequestId })
      throw error
    }
  }

  return {
    health: (endpoint, about) => call({ operation: 'health', endpoint, about }, healthOf),
    metadata: (key, about) => call({ operation: 'metadata', ...key, about }, keyMetadataOf),
    encrypt(key, plaintext, aad, about) {
      const more = {
        plaintext: toBase64(plaintext),
        ...aadMember(aad),
        ...ALGORITHM,
        ciphertextDataIntegrityValueAlgorithm: 'SHA_256',
      }
      const read = (answer: Members) => ciphertextOf(answer, plaintext.length, aad)
      return call({ operation: 'encrypt', ...key, about, more }, read)
    },
    decrypt(key, sealed, aad, about) {
      const { ciphertext, ciphertextMetadata } = sealed
      const more = {
        ciphertext: toBase64(ciphertext),
        ...(ciphertextMetadata.length > 0 && { ciphertextMetadata: toBase64(ciphertextMetadata) }),
        ...aadMember(aad),
        ...ALGORITHM,
        authenticationTag: toBase64(sealed.authenticationTag),
        initializationVector: toBase64(sealed.initializationVector),
      }
      const read = (answer: Members) => plaintextOf(answer, ciphertext.length)
      return call({ operation: 'decrypt', ...key, about, more }, read)
    },
    close: () => transport.close(),
  }
}

function aadMember(aad: Uint8Array) {
  return aad.length > 0 && { additionalAuthenticatedData: toBase64(aad) }
}

/** An id of dots alone would be another path. */
function pathOf({ operation, externalKeyId: id }: Asked): string {
  if (id === undefined) return `/${operation}`
  if (/^[a-zA-Z0-9_.-]{1,128}$/.test(id) && !/^\.+$/.test(id)) return `/keys/${id}/${operation}`
  throw new XksProxyError('KeyNotFoundException', 'the external key id is none that a proxy can have')
}

/** As AWS KMS signs: `host` and `x-amz-date`. */
function signedHeaders(
  { host, port, scheme }: Destination,
  { accessKeyId, secret: secretAccessKey, region }: XksEndpoint,
  path: string,
  body: Buffer,
  clock: Clock,
): Readonly<Record<string, string>> {
  const authority = port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`
  const request = { method: 'POST', path, query: '', headers: new Map([['host', [authority]]]), body }
  const { headers } = sign(request, { accessKeyId, secretAccessKey }, { service: SERVICE, region, time: clock.now() })
  const signed = [...headers].map(([name, values]) => [name, values.join(',')])
  return {
    ...Object.fromEntries(signed),
    'content-type': 'application/json',
    'content-length': String(body.length),
    'user-agent': 'Keystead',
  }
}
