import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasShared, readSharedJson, sharedPath } from '#testing/shared.ts'
import { parseAmzDate } from './amz-date.ts'
import type { Authorization } from './authorization.ts'
import { parseAuthorizationHeader } from './authorization-header.ts'
import { parseAuthorizationQuery } from './authorization-query.ts'
import { canonicalRequest } from './canonical-request.ts'
import type { SignableRequest } from './request.ts'
import { sign } from './sign.ts'
import { computeSignature } from './signature.ts'
import { stringToSign } from './string-to-sign.ts'

interface Context {
  credentials: { access_key_id: string; secret_access_key: string; token?: string }
  normalize: boolean
  omit_session_token?: boolean
  region: string
  service: string
  sign_body: boolean
  timestamp: string
}

const cases = hasShared('vectors/sigv4') ? readdirSync(sharedPath('vectors/sigv4')) : []

function read(name: string, file: string): string {
  return readFileSync(sharedPath(`vectors/sigv4/${name}/${file}`), 'utf8').replaceAll('\r\n', '\n')
}

function contextOf(name: string): Context {
  return readSharedJson(`vectors/sigv4/${name}/context.json`) as Context
}

/** An HTTP request in the suite's form: raw target, header values that may go on in indented lines. */
function parseRequest(text: string): SignableRequest {
  const [head = '', ...rest] = text.split('\n\n')
  const [start = '', ...lines] = head.replace(/\n(?=[ \t])/g, '\r').split('\n')
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(start) ?? []
  const [path = '', query = ''] = target.split('?')
  const headers = new Map<string, string[]>()
  for (const line of lines.filter((each) => each !== '')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1)])
  }
  return { method, path, query, headers, body: Buffer.from(rest.join('\n\n')) }
}

function wellFormed(parsed: ReturnType<typeof parseAuthorizationHeader>): Authorization {
  if ('fault' in parsed) throw new Error(JSON.stringify(parsed))
  return parsed
}

function expectSteps(name: string, prefix: 'header' | 'query', request: SignableRequest, parsed: Authorization): void {
  const { normalize: normalizePath, credentials } = contextOf(name)
  const canonical = canonicalRequest(request, { ...parsed, normalizePath })
  expect(canonical).toBe(read(name, `${prefix}-canonical-request.txt`))
  expect(stringToSign(canonical, parsed.amzDate, parsed.scope)).toBe(read(name, `${prefix}-string-to-sign.txt`))
  const signature = computeSignature(request, parsed, credentials.secret_access_key, { normalizePath }).toString('hex')
  expect(signature).toBe(read(name, `${prefix}-signature.txt`))
  expect(parsed.signature.toString('hex')).toBe(signature)
}

describe.skipIf(cases.length === 0)('AWS SigV4 test suite (vectors/sigv4)', () => {
  it('has all its 38 cases', () => expect(cases).toHaveLength(38))

  it.each(cases)('%s: header form gives the expected canonical request, string to sign and signature', (name) => {
    const request = parseRequest(read(name, 'header-signed-request.txt'))
    expectSteps(name, 'header', request, wellFormed(parseAuthorizationHeader(request.headers)))
  })

  it.each(cases)('%s: query form gives the expected canonical request, string to sign and signature', (name) => {
    const sent = parseRequest(read(name, 'query-signed-request.txt'))
    const parsed = wellFormed(parseAuthorizationQuery(sent.query))
    const query = contextOf(name).omit_session_token
      ? sent.query.replace(/&X-Amz-Security-Token=[^&]*/, '')
      : sent.query
    expectSteps(name, 'query', { ...sent, query }, parsed)
  })

  it.each(cases)('%s: sign gives the expected Authorization header', (name) => {
    const context = contextOf(name)
    const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, token } = context.credentials
    const session = token === undefined || context.omit_session_token ? {} : { sessionToken: token }
    const expected = parseRequest(read(name, 'header-signed-request.txt'))
    const time = parseAmzDate(context.timestamp.replace(/[-:]/g, ''))
    if (time === undefined) throw new Error(context.timestamp)
    const plain = parseRequest(read(name, 'request.txt'))
    const contentHash = expected.headers.get('x-amz-content-sha256')
    const headers = new Map(plain.headers)
    if (contentHash) headers.set('x-amz-content-sha256', contentHash)
    const credentials = { accessKeyId, secretAccessKey, ...session }
    const options = { normalizePath: context.normalize }
    const signed = sign({ ...plain, headers }, credentials, { ...context, time }, options)
    expect(signed.headers.get('authorization')).toEqual(expected.headers.get('authorization'))
  })
})
