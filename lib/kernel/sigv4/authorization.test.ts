import { describe, expect, it } from 'vitest'
import { parseAuthorizationHeader } from './authorization-header.ts'
import { parseAuthorizationQuery } from './authorization-query.ts'

const CREDENTIAL = 'AKIDEXAMPLE/20150830/us-east-1/kms/aws4_request'
const SIGNATURE = 'ab'.repeat(32)
const COMPLETE = `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, SignedHeaders=host;x-amz-date, Signature=${SIGNATURE}`

function parse(authorization: string | undefined, more: Record<string, string> = { 'x-amz-date': '20150830T123600Z' }) {
  const headers = new Map(Object.entries(more).map(([name, value]) => [name, [value]]))
  if (authorization !== undefined) headers.set('authorization', [authorization])
  return parseAuthorizationHeader(headers)
}

describe('parseAuthorizationHeader', () => {
  it('reads every part', () => {
    expect(parse(COMPLETE, { 'x-amz-date': '20150830T123600Z', 'x-amz-security-token': 'token' })).toEqual({
      form: 'header',
      accessKeyId: 'AKIDEXAMPLE',
      scope: { date: '20150830', region: 'us-east-1', service: 'kms' },
      amzDate: '20150830T123600Z',
      time: Date.UTC(2015, 7, 30, 12, 36),
      signedHeaders: ['host', 'x-amz-date'],
      signature: Buffer.alloc(32, 0xab),
      securityToken: 'token',
    })
  })

  it('takes the parts in any order and without spaces', () => {
    const other = `AWS4-HMAC-SHA256 Signature=${SIGNATURE},SignedHeaders=host;x-amz-date,Credential=${CREDENTIAL}`
    expect(parse(other)).toEqual(parse(COMPLETE))
  })

  it('says that there is none', () => {
    expect(parse(undefined)).toEqual({ fault: 'absent' })
  })

  it('refuses two Authorization headers', () => {
    const headers = new Map([['authorization', [COMPLETE, COMPLETE]]])
    expect(parseAuthorizationHeader(headers)).toEqual({ fault: 'absent' })
  })

  it.each(['Bearer abc', 'AWS4-ECDSA-P256-SHA256 Credential=a', 'AWS4-HMAC-SHA256x'])(
    'names the algorithm of %s',
    (text) => {
      expect(parse(text)).toEqual({ fault: 'algorithm', found: text.split(' ')[0] })
    },
  )

  it('names all missing parts at once', () => {
    expect(parse('AWS4-HMAC-SHA256 SignedHeaders=host', {})).toEqual({
      fault: 'incomplete',
      missing: ['Credential', 'Signature', 'Date'],
    })
    expect(parse('AWS4-HMAC-SHA256')).toMatchObject({ missing: ['Credential', 'Signature', 'SignedHeaders'] })
  })

  it.each([
    ['Credential', CREDENTIAL, 'AKIDEXAMPLE/20150830/us-east-1/kms'],
    ['Credential', CREDENTIAL, `${CREDENTIAL}/more`],
    ['Credential', CREDENTIAL, 'AKIDEXAMPLE/20150830/us-east-1/kms/aws3_request'],
    ['Credential', CREDENTIAL, '/20150830/us-east-1/kms/aws4_request'],
    ['SignedHeaders', 'host;x-amz-date', 'x-amz-date;host'],
    ['SignedHeaders', 'host;x-amz-date', 'Host;x-amz-date'],
    ['SignedHeaders', 'host;x-amz-date', 'host;host'],
    ['SignedHeaders', 'host;x-amz-date', 'host;'],
    ['Signature', SIGNATURE, SIGNATURE.toUpperCase()],
    ['Signature', SIGNATURE, SIGNATURE.slice(2)],
  ])('refuses the %s where %s became %s', (part, from, to) => {
    expect(parse(COMPLETE.replace(from, to))).toEqual({ fault: 'malformed', part, found: to })
  })

  it('refuses a part that comes twice', () => {
    expect(parse(`${COMPLETE}, Credential=${CREDENTIAL}`)).toMatchObject({ fault: 'malformed', part: 'Credential' })
  })

  it.each([
    '20150230T123600Z',
    '20150031T123600Z',
    '20151301T123600Z',
    '20150830T246000Z',
    '20150830T126000Z',
    '2015-08-30T12:36:00Z',
    '20150830T123600',
  ])('refuses the date %s', (date) => {
    expect(parse(COMPLETE, { 'x-amz-date': date })).toEqual({ fault: 'malformed', part: 'Date', found: date })
  })
})

describe('parseAuthorizationQuery', () => {
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${encodeURIComponent(CREDENTIAL)}`,
    'X-Amz-Date=20150830T123600Z',
    'X-Amz-Expires=60',
    'X-Amz-SignedHeaders=host',
    `X-Amz-Signature=${SIGNATURE}`,
  ].join('&')

  it('reads every part', () => {
    expect(parseAuthorizationQuery(`Action=GetCallerIdentity&${query}&X-Amz-Security-Token=a%2Fb`)).toMatchObject({
      form: 'query',
      accessKeyId: 'AKIDEXAMPLE',
      signedHeaders: ['host'],
      expires: 60,
      securityToken: 'a/b',
    })
  })

  it('says that there is none', () => {
    expect(parseAuthorizationQuery('')).toEqual({ fault: 'absent' })
    expect(parseAuthorizationQuery('X-Amz-Date=20150830T123600Z')).toEqual({ fault: 'absent' })
  })

  it('needs an expiry', () => {
    const without = query.replace('&X-Amz-Expires=60', '')
    expect(parseAuthorizationQuery(without)).toEqual({ fault: 'incomplete', missing: ['Expires'] })
    expect(parseAuthorizationQuery(query.replace('=60', '=-1'))).toMatchObject({ fault: 'malformed', part: 'Expires' })
  })

  it('refuses a part that comes twice or is badly encoded', () => {
    expect(parseAuthorizationQuery(`${query}&X-Amz-Date=20150830T123600Z`)).toMatchObject({
      fault: 'malformed',
      part: 'Date',
    })
    expect(parseAuthorizationQuery(query.replace('%2F', '%FF'))).toMatchObject({
      fault: 'malformed',
      part: 'Credential',
    })
  })
})
