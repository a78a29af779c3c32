import { ListKeysCommand } from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { type Server, startServer } from '../support/server.ts'
import { auditRecords, kmsOf, post, refusalOf, sendRaw, stsOf } from './clients.ts'

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

const LIST = { target: 'TrentService.ListKeys', body: '{}' }
const minutes = (count: number) => (Date.now() + count * 60_000) as EpochMillis

describe('a request that the server cannot take as its sender’s', () => {
  it('is refused with a wrong secret', async () => {
    expect(await refusalOf(kmsOf(server, { secretAccessKey: 'wrong' }).send(new ListKeysCommand({})))).toEqual({
      code: 'InvalidSignatureException',
      message:
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      status: 400,
    })
    expect(
      await refusalOf(stsOf(server, { secretAccessKey: 'wrong' }).send(new GetCallerIdentityCommand({}))),
    ).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 })
  })

  it('is refused with an access key that nobody has', async () => {
    expect(await refusalOf(kmsOf(server, { accessKeyId: 'AKIANOBODY' }).send(new ListKeysCommand({})))).toEqual({
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      status: 400,
    })
    const sts = stsOf(server, { accessKeyId: 'AKIANOBODY' }).send(new GetCallerIdentityCommand({}))
    expect(await refusalOf(sts)).toMatchObject({ code: 'InvalidClientTokenId', status: 403 })
  })

  it.each([
    [-6, /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/],
    [6, /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/],
  ])('is refused when its clock is %d minutes off', async (offset, text) => {
    const answer = await sendRaw(server, { ...LIST, time: minutes(offset) })
    expect(answer.status).toBe(400)
    const { __type, message } = JSON.parse(answer.text)
    expect(__type).toBe('InvalidSignatureException')
    expect(message).toMatch(text)
  })

  it('lets the SDK correct its clock by itself', async () => {
    const late = kmsOf(server, {}, { systemClockOffset: -3_600_000, maxAttempts: 2 })
    await expect(late.send(new ListKeysCommand({}))).resolves.toMatchObject({ Keys: [] })
  })

  it.each([
    [{ region: 'mars-north-1' }, 'Credential should be scoped to a valid region.'],
    [{ service: 's3' }, "Credential should be scoped to correct service: 'kms'."],
  ])('is refused when it is signed for %j', async (scope, message) => {
    const answer = await sendRaw(server, { ...LIST, ...scope })
    expect(JSON.parse(answer.text)).toEqual({ __type: 'InvalidSignatureException', message })
  })

  it('is refused without a signature, or with half of one', async () => {
    const target: [string, string] = ['x-amz-target', 'TrentService.ListKeys']
    const none = await post(server, [target], '{}')
    expect([none.status, JSON.parse(none.text)]).toEqual([
      400,
      { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    ])
    const half = await post(server, [target, ['authorization', 'AWS4-HMAC-SHA256 Credential=a']], '{}')
    expect(JSON.parse(half.text)).toMatchObject({
      __type: 'IncompleteSignatureException',
      message: expect.stringContaining("Authorization header requires 'Signature' parameter."),
    })
  })

  it('is refused when a session token comes with a key that has none', async () => {
    const credentials = { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey, sessionToken: 'x' }
    const refusal = await refusalOf(kmsOf(server, {}, { credentials }).send(new ListKeysCommand({})))
    expect(refusal.code).toBe('UnrecognizedClientException')
  })

  it('leaves a log line, with a request id, and no audit record', async () => {
    const before = auditRecords(server).length
    const answer = await post(server, [['x-amz-target', 'TrentService.DescribeKey']], '{}')
    const id = answer.headers.get('x-amzn-requestid') ?? 'none'
    await expect.poll(() => server.log()).toContain(`"requestId":"${id}"`)
    const line =
      server
        .log()
        .split('\n')
        .find((text) => text.includes(id)) ?? ''
    expect(JSON.parse(line)).toMatchObject({ operation: 'DescribeKey', code: 'MissingAuthenticationTokenException' })
    expect(auditRecords(server)).toHaveLength(before)
  })
})
