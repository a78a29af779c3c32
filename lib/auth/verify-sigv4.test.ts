import { describe, expect, it } from 'vitest'
import { utf8 } from '#kernel/bytes.ts'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { SignableRequest } from '#kernel/sigv4/request.ts'
import type { SigningTarget } from '#kernel/sigv4/sign.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import { computeSignature } from '#kernel/sigv4/signature.ts'
import type { SignedMessage } from './verify-sigv4.ts'
import { createVerifier } from './verify-sigv4.ts'

const NOW = Date.UTC(2026, 10, 23, 12) as EpochMillis
const ACCESS_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const TARGET: SigningTarget = { service: 'kms', region: 'eu-central-1', time: NOW }

const known = { ...ACCESS_KEY, sandbox: MAIN_SANDBOX, principal: rootPrincipal('111122223333' as AccountId) }
/** No token belongs to a key of long standing. */
const identities = {
  credential: async (id: string, token?: string) =>
    id === ACCESS_KEY.accessKeyId && token === undefined ? known : undefined,
}
const clock = { now: () => NOW }
const strict = createVerifier({ identities, clock, mode: 'strict' })
const open = createVerifier({ identities: { credential: async () => known }, clock, mode: 'open' })

const plain: SignableRequest = {
  method: 'POST',
  path: '/',
  query: '',
  headers: new Map([
    ['host', ['127.0.0.1:3000']],
    ['x-amz-target', ['TrentService.ListKeys']],
  ]),
  body: utf8('{}'),
}

function message({ method, path, query, headers, body }: SignableRequest): SignedMessage {
  const rawHeaders = [...headers].flatMap(([name, values]) => values.flatMap((value) => [name, value]))
  return { method, target: query ? `${path}?${query}` : path, rawHeaders, body }
}

function signed(target: Partial<SigningTarget> = {}, credentials = ACCESS_KEY): SignableRequest {
  return sign(plain, credentials, { ...TARGET, ...target })
}

function withHeader(request: SignableRequest, name: string, ...values: string[]): SignableRequest {
  return { ...request, headers: new Map(request.headers).set(name, values) }
}

function presigned(expires: string, time = '20261123T120000Z'): SignableRequest {
  const bare = { method: 'GET', path: '/', body: utf8(''), headers: new Map([['host', ['localhost']]]) }
  const query = [
    'Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256',
    'X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Feu-central-1%2Fsts%2Faws4_request',
    `X-Amz-Date=${time}&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host`,
  ].join('&')
  const scope = { date: '20261123', region: 'eu-central-1', service: 'sts' }
  const form = { form: 'query', amzDate: time, scope, signedHeaders: ['host'] } as const
  const signature = computeSignature({ ...bare, query }, form, ACCESS_KEY.secretAccessKey).toString('hex')
  return { ...bare, query: `${query}&X-Amz-Signature=${signature}` }
}

async function refusal(request: SignableRequest, verify = strict, service = 'kms'): Promise<[string, string]> {
  const thrown = await verify(message(request), service).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof Error)) throw new Error('was taken')
  return [thrown.name, thrown.message]
}

const MISMATCH = [
  'InvalidSignatureException',
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
]
const UNKNOWN = ['UnrecognizedClientException', 'The security token included in the request is invalid.']

describe('a rightly signed request', () => {
  it('gives the credential and the Region it was signed for', async () => {
    await expect(strict(message(signed()), 'kms')).resolves.toEqual({ credential: known, region: 'eu-central-1' })
  })

  it.each([-300_000, 300_000])('is taken when its clock is off by %d ms', async (skew) => {
    await expect(strict(message(signed({ time: (NOW + skew) as EpochMillis })), 'kms')).resolves.toBeDefined()
  })

  it('is taken in its query form until it expires', async () => {
    await expect(strict(message(presigned('60')), 'sts')).resolves.toMatchObject({ region: 'eu-central-1' })
    await expect(strict(message(presigned('3600', '20261123T110001Z')), 'sts')).resolves.toBeDefined()
    expect(await refusal(presigned('3600', '20261123T105959Z'), strict, 'sts')).toEqual([
      'InvalidSignatureException',
      'Signature expired: 20261123T115959Z is now earlier than 20261123T120000Z',
    ])
  })
})

describe('a clock that is to be wrong', () => {
  const HOUR = 3_600_000
  const skewed = (skew: number) => createVerifier({ identities, clock, mode: 'strict', skewOf: () => skew })

  it('refuses what is right, in AWS’s words for a client whose clock is wrong, and says by how much', async () => {
    expect(await refusal(signed(), skewed(HOUR))).toEqual([
      'InvalidSignatureException',
      'Signature expired: 20261123T120000Z is now earlier than 20261123T125500Z (20261123T130000Z - 5 min.)',
    ])
    expect(await refusal(signed(), skewed(-HOUR))).toEqual([
      'InvalidSignatureException',
      'Signature not yet current: 20261123T120000Z is still later than 20261123T110500Z (20261123T110000Z + 5 min.)',
    ])
    const told: number[] = []
    await skewed(HOUR)(message(signed()), 'kms', (millis) => told.push(millis)).catch(() => undefined)
    await skewed(0)(message(signed()), 'kms', (millis) => told.push(millis))
    expect(told).toEqual([HOUR])
  })

  it('takes what is signed by that clock', async () => {
    const time = (NOW + HOUR) as EpochMillis
    await expect(skewed(HOUR)(message(signed({ time })), 'kms')).resolves.toMatchObject({ credential: known })
  })

  it('is right for access keys that nobody has', async () => {
    expect(await refusal(signed({}, { ...ACCESS_KEY, accessKeyId: 'OTHER' }), skewed(HOUR))).toEqual(UNKNOWN)
  })
})

describe('a request that somebody changed', () => {
  it.each([
    ['the secret', signed({}, { ...ACCESS_KEY, secretAccessKey: 'other' })],
    ['the body', { ...signed(), body: utf8('{"Limit":1}') }],
    ['the path', { ...signed(), path: '/other' }],
    ['the query', { ...signed(), query: 'a=b' }],
    ['a signed header', withHeader(signed(), 'x-amz-target', 'TrentService.CreateKey')],
    ['a header sent twice', withHeader(signed(), 'x-amz-target', 'TrentService.ListKeys', 'TrentService.CreateKey')],
  ])('is refused when it is %s', async (_, request) => {
    expect(await refusal(request)).toEqual(MISMATCH)
  })

  it('is refused when a hash of another body was signed', async () => {
    const lying = withHeader(plain, 'x-amz-content-sha256', '0'.repeat(64))
    expect(await refusal(sign(lying, ACCESS_KEY, TARGET))).toEqual(MISMATCH)
    const unsignedPayload = withHeader(plain, 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD')
    expect(await refusal(sign(unsignedPayload, ACCESS_KEY, TARGET))).toEqual(MISMATCH)
  })

  it('is refused when a header that decides was added unsigned', async () => {
    const [code, text] = await refusal(withHeader(signed(), 'x-amz-meta', 'a'))
    expect(code).toBe('InvalidSignatureException')
    expect(text).toBe("'x-amz-meta' must be a 'SignedHeader' in the AWS Authorization.")
  })
})

describe('a request whose signature says too little', () => {
  it('is refused when the host is not signed', async () => {
    const { headers } = signed()
    const bare = (headers.get('authorization') ?? []).map((value) => value.replace('host;', ''))
    expect(await refusal(withHeader(signed(), 'authorization', ...bare))).toEqual([
      'InvalidSignatureException',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ])
  })

  it('is told that it has no token when there is no signature', async () => {
    const none = ['MissingAuthenticationTokenException', 'Missing Authentication Token']
    expect(await refusal(plain)).toEqual(none)
    expect(await refusal(withHeader(plain, 'authorization', 'Basic YTpi'))).toEqual(none)
  })

  it('is told every part that is missing', async () => {
    expect(await refusal(withHeader(plain, 'authorization', 'AWS4-HMAC-SHA256 Signature=a'))).toEqual([
      'IncompleteSignatureException',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=mBXaaaMqD325zDKnFn547JUvKdTinBFz7BxMXBzi2wY=",
    ])
    expect(await refusal({ ...plain, query: 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=a' })).toEqual([
      'IncompleteSignatureException',
      "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. AWS query-string parameters must include 'X-Amz-Expires'. Re-examine the query-string parameters.",
    ])
  })

  it('is refused when it is signed in both ways', async () => {
    expect(await refusal({ ...signed(), query: 'X-Amz-Algorithm=AWS4-HMAC-SHA256' })).toEqual([
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    ])
  })

  it.each([
    [
      /AWS4-HMAC-SHA256/,
      'AWS4-HMAC-SHA512',
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512' (only AWS4-HMAC-SHA256 for now).",
    ],
    [
      /AKIDEXAMPLE/,
      'AKID/EXAMPLE',
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKID/EXAMPLE/20261123/eu-central-1/kms/aws4_request'",
    ],
  ])('is told what is malformed: %s', async (from, to, text) => {
    const values = (signed().headers.get('authorization') ?? []).map((value) => value.replace(from, to))
    expect(await refusal(withHeader(signed(), 'authorization', ...values))).toEqual([
      'IncompleteSignatureException',
      text,
    ])
  })

  it('is told that its date is malformed', async () => {
    expect(await refusal(withHeader(signed(), 'x-amz-date', 'today'))).toEqual([
      'IncompleteSignatureException',
      "Date must be in ISO-8601 'basic format'. Got 'today'. See http://en.wikipedia.org/wiki/ISO_8601",
    ])
  })
})

describe('a request at the wrong time or place', () => {
  it('is refused when its clock is more than 5 minutes behind', async () => {
    expect(await refusal(signed({ time: (NOW - 301_000) as EpochMillis }))).toEqual([
      'InvalidSignatureException',
      'Signature expired: 20261123T115459Z is now earlier than 20261123T115500Z (20261123T120000Z - 5 min.)',
    ])
  })

  it('is refused when its clock is more than 5 minutes ahead', async () => {
    expect(await refusal(signed({ time: (NOW + 301_000) as EpochMillis }))).toEqual([
      'InvalidSignatureException',
      'Signature not yet current: 20261123T120501Z is still later than 20261123T120500Z (20261123T120000Z + 5 min.)',
    ])
  })

  it('is refused when its scope names another service or no Region', async () => {
    const region = 'Credential should be scoped to a valid region.'
    const service = "Credential should be scoped to correct service: 'kms'."
    expect(await refusal(signed({ region: 'mars-1' }))).toEqual(['InvalidSignatureException', region])
    expect(await refusal(signed({ service: 'sts' }))).toEqual(['InvalidSignatureException', service])
    const both = signed({ region: 'mars-1', service: 'sts' })
    expect(await refusal(both)).toEqual(['InvalidSignatureException', `${region} ${service}`])
    expect(await refusal(both, open)).toEqual(['InvalidSignatureException', `${region} ${service}`])
  })

  it('is refused when its scope is of another day, or ends wrongly', async () => {
    const changed = (from: string, to: string) =>
      withHeader(
        signed(),
        'authorization',
        ...(signed().headers.get('authorization') ?? []).map((v) => v.replace(from, to)),
      )
    expect(await refusal(changed('/20261123/', '/20261122/'))).toEqual([
      'InvalidSignatureException',
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261122' != '20261123', from '20261123T120000Z'.",
    ])
    expect(await refusal(changed('aws4_request', 'aws5_request'))).toEqual([
      'InvalidSignatureException',
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
    ])
  })
})

describe('a caller who is not known', () => {
  it('is refused when the access key does not exist', async () => {
    expect(await refusal(signed({}, { ...ACCESS_KEY, accessKeyId: 'AKIDOTHER' }))).toEqual(UNKNOWN)
  })

  it('is refused when a key of long standing comes with a session token', async () => {
    const session = { ...ACCESS_KEY, sessionToken: 'token' }
    expect(await refusal(sign(plain, session, TARGET))).toEqual(UNKNOWN)
  })
})

describe('open mode', () => {
  it('takes any signature of any time', async () => {
    const forged = signed({ time: 0 as EpochMillis }, { accessKeyId: '444455556666', secretAccessKey: 'any' })
    await expect(open(message(forged), 'kms')).resolves.toEqual({ credential: known, region: 'eu-central-1' })
  })

  it('still wants a signature that can be read', async () => {
    expect((await refusal(plain, open))[0]).toBe('MissingAuthenticationTokenException')
    const broken = withHeader(signed(), 'authorization', 'AWS4-HMAC-SHA256 Credential=a')
    expect((await refusal(broken, open))[0]).toBe('IncompleteSignatureException')
  })
})
