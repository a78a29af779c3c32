import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Authorization } from './authorization.ts'
import { parseAuthorizationHeader } from './authorization-header.ts'
import { unsignedHeaders } from './canonical-headers.ts'
import { canonicalPath } from './canonical-path.ts'
import { canonicalQuery } from './canonical-query.ts'
import { payloadHashMatches } from './payload-hash.ts'
import type { SignableRequest } from './request.ts'
import { sign } from './sign.ts'
import { signatureMatches } from './signature.ts'
import { cachedSigningKeys, deriveSigningKey } from './signing-key.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET }
const target = { service: 'kms', region: 'us-east-1', time: Date.UTC(2026, 10, 23) as EpochMillis }

const request: SignableRequest = {
  method: 'POST',
  path: '/',
  query: '',
  headers: new Map([
    ['host', ['kms.us-east-1.amazonaws.com']],
    ['content-type', ['application/x-amz-json-1.1']],
    ['x-amz-target', ['TrentService.Encrypt']],
    ['user-agent', ['aws-cli/2']],
  ]),
  body: Buffer.from('{"KeyId":"alias/a"}'),
}

function authorizationOf(signed: SignableRequest): Authorization {
  const parsed = parseAuthorizationHeader(signed.headers)
  if ('fault' in parsed) throw new Error(parsed.fault)
  return parsed
}

describe('signature', () => {
  const signed = sign(request, credentials, target)
  const authorization = authorizationOf(signed)

  it('matches what sign made, and not under another secret', () => {
    expect(signatureMatches(signed, authorization, SECRET)).toBe(true)
    expect(signatureMatches(signed, authorization, `${SECRET}x`)).toBe(false)
  })

  it('covers method, path, query, body, every signed header, date and scope', () => {
    const header = (name: string, value: string) => ({ headers: new Map(signed.headers).set(name, [value]) })
    const changes: readonly Partial<SignableRequest>[] = [
      { method: 'GET' },
      { path: '/other' },
      { query: 'a=b' },
      { body: Buffer.from('{"KeyId":"alias/b"}') },
      header('host', 'elsewhere'),
      header('content-type', 'text/plain'),
      header('x-amz-target', 'TrentService.Decrypt'),
    ]
    for (const change of changes) expect(signatureMatches({ ...signed, ...change }, authorization, SECRET)).toBe(false)
    const scope = { ...authorization.scope, region: 'eu-west-1' }
    expect(signatureMatches(signed, { ...authorization, scope }, SECRET)).toBe(false)
    expect(signatureMatches(signed, { ...authorization, amzDate: '20261123T000001Z' }, SECRET)).toBe(false)
  })

  it('does not cover what proxies change', () => {
    const headers = new Map(signed.headers).set('user-agent', ['other']).set('connection', ['close'])
    expect(signatureMatches({ ...signed, headers }, authorization, SECRET)).toBe(true)
  })

  it('signs the session token', () => {
    const session = sign(request, { ...credentials, sessionToken: 'token' }, target)
    const parsed = authorizationOf(session)
    expect(parsed.securityToken).toBe('token')
    expect(parsed.signedHeaders).toContain('x-amz-security-token')
    const headers = new Map(session.headers).set('x-amz-security-token', ['other'])
    expect(signatureMatches({ ...session, headers }, parsed, SECRET)).toBe(false)
  })

  it('holds for header values beyond ASCII, one character per byte', () => {
    const headers = new Map(request.headers).set('x-amz-note', [Buffer.from('é').toString('latin1')])
    const noted = sign({ ...request, headers }, credentials, target)
    expect(signatureMatches(noted, authorizationOf(noted), SECRET)).toBe(true)
  })

  it('is the same whether the body was hashed before or not', () => {
    const hashed = { ...signed, payloadHash: sha256Hex(signed.body) }
    expect(signatureMatches(hashed, authorization, SECRET)).toBe(true)
  })
})

describe('cachedSigningKeys', () => {
  const scope = { date: '20261123', region: 'us-east-1', service: 'kms' }

  it('gives the derived key, the same object for the same secret and scope', () => {
    const keys = cachedSigningKeys()
    const key = keys(SECRET, scope)
    expect(key.equals(deriveSigningKey(SECRET, scope))).toBe(true)
    expect(keys(SECRET, { ...scope })).toBe(key)
  })

  it('never gives one secret or scope the key of another', () => {
    const keys = cachedSigningKeys()
    const others = [
      { ...scope, date: '20261124' },
      { ...scope, region: 'eu-west-1' },
      { ...scope, service: 'sts' },
    ]
    const key = keys(SECRET, scope)
    for (const other of others) expect(keys(SECRET, other).equals(key)).toBe(false)
    expect(keys(`${SECRET}x`, scope).equals(key)).toBe(false)
  })

  it('forgets the key that was used longest ago when it is full', () => {
    const keys = cachedSigningKeys(1)
    const first = keys(SECRET, scope)
    keys('other', scope)
    expect(keys(SECRET, scope)).not.toBe(first)
  })
})

describe('payloadHashMatches', () => {
  const claim = (...values: string[]) =>
    payloadHashMatches({ ...request, headers: new Map(request.headers).set('x-amz-content-sha256', values) })

  it('accepts no claim, or the hash of the body', () => {
    expect(payloadHashMatches(request)).toBe(true)
    expect(claim(sha256Hex(request.body))).toBe(true)
  })

  it.each(['UNSIGNED-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', sha256Hex('other'), ''])('refuses %s', (value) => {
    expect(claim(value)).toBe(false)
  })

  it('refuses two claims', () => {
    expect(claim(sha256Hex(request.body), sha256Hex(request.body))).toBe(false)
  })
})

describe('unsignedHeaders', () => {
  it('names host and the x-amz- headers that are not signed, and no others', () => {
    expect(unsignedHeaders(request.headers, ['content-type', 'host', 'x-amz-target'])).toEqual([])
    expect(unsignedHeaders(request.headers, ['content-type'])).toEqual(['host', 'x-amz-target'])
    expect(unsignedHeaders(new Map(), [])).toEqual(['host'])
  })
})

describe('canonical path and query', () => {
  it('gives a query the same form however its parameters are ordered and escaped', () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 })
    const pairs = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(pairs, (parameters) => {
        const plain = parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
        const escaped = parameters.map(([name, value]) => `${escapeAll(name)}=${escapeAll(value)}`).reverse()
        expect(canonicalQuery(escaped.join('&'))).toBe(canonicalQuery(plain.join('&')))
      }),
    )
  })

  it('never throws, whatever the bytes', () => {
    expect(canonicalQuery('a=%FF%&%zz&\ud800')).toBe('%25zz=&%EF%BF%BD=&a=%FF%25')
    expect(canonicalPath('/\ud800%')).toBe('/%EF%BF%BD%25')
  })

  it('encodes again what is encoded in a path', () => {
    expect(canonicalPath('/a%20b')).toBe('/a%2520b')
  })
})

function escapeAll(text: string): string {
  return Buffer.from(text).toString('hex').replace(/../g, '%$&')
}
