import { describe, expect, it } from 'vitest'
import { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import { REGION } from '#testing/harness.ts'
import { openIamHarness } from '#testing/iam-harness.ts'
import { createIntegrationsHttp, type IntegrationsHttpPorts } from './integrations-http.ts'
import type { WireRequest } from './message.ts'

const PATH = '/_keystead/integrations/s3/ListBuckets'
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
const publicOrigin = 'http://127.0.0.1:3000'

interface Asked {
  readonly service: string
  readonly operation: string
  readonly input: unknown
  readonly caller: Caller
}

async function served(more: Partial<IntegrationsHttpPorts> = {}) {
  const iam = await openIamHarness()
  const asked: Asked[] = []
  const errors: unknown[] = []
  await iam.call('CreateUser', { UserName: 'ada' })
  const { AccessKey } = await iam.call('CreateAccessKey', { UserName: 'ada' })
  const ada = `${AccessKey.AccessKeyId}:${AccessKey.SecretAccessKey}`
  const http = createIntegrationsHttp({
    integrations: {
      async execute(service, operation, input, caller) {
        asked.push({ service, operation, input, caller })
        return { answered: true }
      },
    },
    ...{ identities: iam.identities, region: REGION, publicOrigin, open: false, ids: iam.ports.ids },
    log: { error: (_, cause) => errors.push(cause) },
    ...more,
  })
  const ask = async (headers: WireRequest['headers'], body: Buffer | string = '{}', method = 'POST', target = PATH) => {
    const bytes = body === 'too-large' ? body : Buffer.from(body)
    const answer = await http({
      method,
      target,
      headers,
      rawHeaders: [],
      body: bytes,
      remoteAddress: '10.0.0.1',
    })
    return { status: answer.status, headers: answer.headers, ...JSON.parse(answer.body) }
  }
  return { iam, ask, asked, errors, ada }
}

describe('POST /_keystead/integrations/…', () => {
  it('runs the operation for whose access key it is, in the Region that is named', async () => {
    const { ask, asked, ada } = await served()
    expect(await ask(basic(ada), '{"Bucket":"b","Region":"eu-west-1"}')).toMatchObject({ status: 200, answered: true })
    await ask({ ...basic(ada), 'x-keystead-region': 'eu-central-1' }, '')
    await ask(basic(ada))
    expect(asked[0]).toMatchObject({
      ...{ service: 's3', operation: 'ListBuckets', input: { Bucket: 'b' } },
      caller: { principal: { kind: 'user', name: 'ada' }, request: { sourceIp: '10.0.0.1' } },
    })
    expect(asked.map(({ caller }) => caller.scope.region)).toEqual(['eu-west-1', 'eu-central-1', REGION])
  })

  it('takes temporary credentials with their token, until they end', async () => {
    const { ask, asked, iam, ada } = await served()
    const [accessKeyId = ''] = ada.split(':')
    const caller = await iam.callerWith({ accessKeyId, secretAccessKey: '' })
    const { Credentials } = await iam.sts.execute('GetSessionToken', {}, caller)
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {}
    const headers = { ...basic(`${AccessKeyId}:${SecretAccessKey}`), 'x-amz-security-token': SessionToken }
    expect((await ask(headers)).status).toBe(200)
    expect(asked[0]?.caller.session).toMatchObject({ mfa: false })
    expect((await ask(basic(`${AccessKeyId}:${SecretAccessKey}`))).status).toBe(401)
    iam.clock.advanceDays(2)
    expect((await ask(headers)).status).toBe(401)
  })

  it('is refused without a right access key pair', async () => {
    const { ask, asked, ada } = await served()
    const others = [{}, basic(''), basic(`${ada}x`), basic('AKIANOBODY:x'), basic(ada.split(':')[0] ?? '')]
    for (const headers of [...others, { authorization: basic(ada).authorization.replace('Basic', 'Bearer') }]) {
      const answer = await ask(headers)
      expect(answer).toMatchObject({ status: 401, code: 'UnauthorizedException' })
      expect(answer.headers['WWW-Authenticate']).toContain('Basic')
    }
    expect(await ask({ ...basic(ada), origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 })
    expect((await ask({ ...basic(ada), origin: publicOrigin })).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it('takes anyone at their word in open mode, from this machine only', async () => {
    const { ask, ada } = await served({ open: true })
    const wrong = basic(`${ada}x`)
    expect((await ask({ ...wrong, host: '127.0.0.1:3000' })).status).toBe(200)
    expect((await ask({ ...wrong, host: 'evil.example' })).code).toBe('AccessDeniedException')
  })

  it.each([
    ['another method', '{}', 'GET', 404],
    ['no JSON', '{', 'POST', 400],
    ['a list', '[]', 'POST', 400],
    ['a Region that there is not', '{"Region":"mars-1"}', 'POST', 400],
    ['a Region that is no text', '{"Region":1}', 'POST', 400],
    ['too large a body', 'too-large', 'POST', 413],
  ])('is refused for %s', async (_, body, method, status) => {
    const { ask, asked, ada } = await served()
    expect((await ask(basic(ada), body, method)).status).toBe(status)
    expect(asked).toEqual([])
  })

  it('passes on how AWS KMS refused, and keeps to itself how the service failed', async () => {
    const kmsCall = { operation: 'Decrypt', region: REGION, requestId: 'r', code: 'DisabledException' }
    const refusal = Object.assign(new ServiceError('DisabledException', 'it is disabled.'), { kmsCall })
    const refused = await served({ integrations: { execute: () => Promise.reject(refusal) } })
    const told = { status: 400, code: 'DisabledException', message: 'it is disabled.', kmsCall }
    expect(await refused.ask(basic(refused.ada))).toMatchObject(told)
    const cause = new Error('a secret')
    const failed = await served({ integrations: { execute: () => Promise.reject(cause) } })
    const answer = await failed.ask(basic(failed.ada))
    expect(answer).toMatchObject({ status: 500, code: 'InternalFailure' })
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(failed.errors).toEqual([cause])
  })
})
