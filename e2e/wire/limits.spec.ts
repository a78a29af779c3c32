import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  EncryptCommand,
  type KMSClient,
  KMSServiceException,
  ListKeysCommand,
} from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { keystead } from './accounts.ts'
import { auditRecords, kmsOf, refusalOf } from './clients.ts'

const THROTTLED = {
  code: 'ThrottlingException',
  message: 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
  status: 400,
}

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false, env: { KEYSTEAD_QUOTAS: 'aws' } })
})
afterAll(() => server?.stop())

const isThrottled = ({ code }: { readonly code: string }) => code === THROTTLED.code

describe('request quotas of AWS', () => {
  it('throttle the sixth CreateKey at once, as the SDK knows it from AWS', async () => {
    const client = kmsOf(server, { region: 'eu-west-1' })
    const calls = Array.from({ length: 30 }, () => client.send(new CreateKeyCommand({})))
    const ended = await Promise.allSettled(calls)
    const made = ended.filter(({ status }) => status === 'fulfilled').length
    expect(made).toBeGreaterThanOrEqual(5)
    expect(made).toBeLessThan(30)
    const [refused] = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused).toBeInstanceOf(KMSServiceException)
    expect(refused).toMatchObject({ name: THROTTLED.code, message: THROTTLED.message, $fault: 'client' })
    expect(refused.$metadata.httpStatusCode).toBe(400)
    const { Keys = [] } = await client.send(new ListKeysCommand({}))
    expect(Keys).toHaveLength(made)

    const throttled = 30 - made
    const records = auditRecords(server).filter(({ errorCode }) => errorCode === THROTTLED.code)
    expect(records).toHaveLength(throttled)
    expect(records[0]).toMatchObject({ eventName: 'CreateKey', awsRegion: 'eu-west-1', requestID: expect.any(String) })
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toContain(`keystead_throttled_total{class="CreateKey"} ${throttled}`)
  })

  it('are got over by the retries of the SDK', async () => {
    const client = kmsOf(server, { region: 'eu-central-1' }, { maxAttempts: 20 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.send(new CreateKeyCommand({}))))
    expect(answers.some(({ $metadata }) => ($metadata.attempts ?? 1) > 1)).toBe(true)
    const { Keys = [] } = await client.send(new ListKeysCommand({}))
    expect(Keys).toHaveLength(20)
  })

  it('of another Region, and of another operation, are untouched', async () => {
    const busy = kmsOf(server, { region: 'ap-south-1' })
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => busy.send(new CreateKeyCommand({})).then(() => undefined, refused)),
    )
    expect(outcomes.filter((outcome) => outcome && isThrottled(outcome))).not.toEqual([])
    const { KeyMetadata } = await kmsOf(server, { region: 'sa-east-1' }).send(new CreateKeyCommand({}))
    expect(KeyMetadata?.KeyId).toBeDefined()
    const described = await refusalOf(busy.send(new DescribeKeyCommand({ KeyId: 'alias/none' })))
    expect(described.code).toBe('NotFoundException')
  })
})

describe('a sandbox', () => {
  it('has quotas of its own', async () => {
    const free = await newSandbox({ quotas: 'off' })
    const client = kmsOf(server, free.keys)
    const calls = Array.from({ length: 20 }, () => client.send(new CreateKeyCommand({})))
    await Promise.all(calls)
    await free.put('quotas', { profile: 'aws' })
    const limited = Array.from({ length: 30 }, () => client.send(new CreateKeyCommand({})))
    const ended = await Promise.allSettled(limited)
    expect(ended.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(5)
    expect(ended.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(1)
  })

  it('throttles by a fault every second call, which the SDK gets over', async () => {
    const { id, keys, put } = await newSandbox()
    await put('faults', [{ id: 'busy', kind: 'throttle', operation: 'ListKeys', every: 2 }])
    const once = kmsOf(server, keys)
    await once.send(new ListKeysCommand({}))
    expect(await refusalOf(once.send(new ListKeysCommand({})))).toEqual(THROTTLED)
    await once.send(new ListKeysCommand({}))
    const { $metadata } = await kmsOf(server, keys, { maxAttempts: 3 }).send(new ListKeysCommand({}))
    expect($metadata.attempts).toBe(2)
    const told = auditRecords(server).filter(({ additionalEventData }) => {
      return JSON.stringify(additionalEventData) === '{"injectedFaults":[{"id":"busy","kind":"throttle"}]}'
    })
    expect(told.map(({ errorCode }) => errorCode)).toEqual([THROTTLED.code, THROTTLED.code])
    await put('faults', [])
    await once.send(new ListKeysCommand({}))
    await once.send(new ListKeysCommand({}))
    expect(id).not.toBe('main')
  })

  it('is hit by its faults at the same calls again once it is put back', async () => {
    const { keys, put, post } = await newSandbox()
    await put('faults', [{ kind: 'throttle', operation: 'ListKeys', every: 2 }])
    await post('snapshots', { name: 'before' })
    const once = kmsOf(server, keys)
    for (const _ of ['first', 'again']) {
      await once.send(new ListKeysCommand({}))
      expect(await refusalOf(once.send(new ListKeysCommand({})))).toEqual(THROTTLED)
      await once.send(new ListKeysCommand({}))
      await post('snapshots/before/restore', {})
    }
  })

  it('fails by an exception of AWS KMS, and is slow, for the key that is meant', async () => {
    const { keys, put } = await newSandbox()
    const client = kmsOf(server, keys)
    const [struck, other] = await Promise.all([newKey(client), newKey(client)])
    await put('faults', [
      { kind: 'latency', keyId: struck, millis: 1 },
      { kind: 'error', code: 'KMSInternalException', operation: 'Describe*', keyId: struck },
    ])
    expect(await refusalOf(client.send(new DescribeKeyCommand({ KeyId: struck })))).toEqual({
      code: 'KMSInternalException',
      message: 'The request was rejected because an internal exception occurred.',
      status: 500,
    })
    await client.send(new DescribeKeyCommand({ KeyId: other }))
    await client.send(new EncryptCommand({ KeyId: struck, Plaintext: Buffer.from('attack at dawn') }))
  })

  it('has faults of the other services too, in the words of each', async () => {
    const { keys, put } = await newSandbox()
    const options = { endpoint: server.url, region: 'us-east-1', maxAttempts: 1 }
    const credentials = { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey }
    const [iam, sts, trail] = [
      new IAMClient({ ...options, credentials }),
      new STSClient({ ...options, credentials }),
      new CloudTrailClient({ ...options, credentials }),
    ]
    await put('faults', [
      { id: 'busy', kind: 'throttle', operation: 'iam:List*' },
      { kind: 'error', operation: 'sts:GetCallerIdentity', code: 'ServiceUnavailable' },
      { kind: 'throttle', operation: 'cloudtrail:*', every: 2 },
    ])
    const throttled = { code: 'Throttling', message: 'Rate exceeded', status: 400 }
    expect(await refusalOf(iam.send(new ListUsersCommand({})))).toEqual(throttled)
    expect(await refusalOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      ...{ code: 'ServiceUnavailable', status: 500 },
    })
    const { Events } = await trail.send(new LookupEventsCommand({}))
    expect(Events?.map(({ EventName }) => EventName)).toEqual(['GetCallerIdentity', 'ListUsers'])
    expect(Events?.[1]?.CloudTrailEvent).toContain('"injectedFaults":[{"id":"busy","kind":"throttle"}]')
    expect(await refusalOf(trail.send(new LookupEventsCommand({})))).toMatchObject({ code: 'ThrottlingException' })
    await kmsOf(server, keys).send(new ListKeysCommand({}))
    for (const client of [iam, sts, trail]) client.destroy()
  })

  it('has a clock that is wrong, by which the SDK sets its own', async () => {
    const { keys, put } = await newSandbox()
    await put('faults', [{ kind: 'clock-skew', skewMillis: 3_600_000 }])
    const { code, message, status } = await refusalOf(kmsOf(server, keys).send(new ListKeysCommand({})))
    expect([code, status]).toEqual(['InvalidSignatureException', 400])
    expect(message).toMatch(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    )
    const client = kmsOf(server, keys, { maxAttempts: 3 })
    expect((await client.send(new ListKeysCommand({}))).$metadata.attempts).toBe(2)
    expect((await client.send(new ListKeysCommand({}))).$metadata.attempts).toBe(1)
  })
})

describe('keystead sandbox', () => {
  it('sets faults and quotas through the server that runs, in its words where they are wrong', async () => {
    const { id, keys, put } = await newSandbox()
    const fault = { id: 'busy', kind: 'throttle' }
    const set = await keystead(['sandbox', 'faults', id, JSON.stringify([fault])], server.env)
    expect({ ...set, stdout: JSON.parse(set.stdout) }).toEqual({ code: 0, stdout: { id, faults: [fault] }, stderr: '' })
    expect(await refusalOf(kmsOf(server, keys).send(new ListKeysCommand({})))).toEqual(THROTTLED)
    await put('faults', [])
    await kmsOf(server, keys).send(new ListKeysCommand({}))
    const quotas = await keystead(['sandbox', 'quotas', id, 'brief'], server.env)
    expect(JSON.parse(quotas.stdout)).toEqual({ id, profile: 'brief' })
    const wrong = await keystead(['sandbox', 'faults', id, '[{"kind":"slow"}]'], server.env)
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('faults[0].kind must be one of') })
  })
})

/** A sandbox with the credentials of its root user; `put` changes what it is asked to be like, `post` does something to it. */
async function newSandbox(settings: object = {}) {
  const made = await administer('POST', '', settings)
  const { id, accessKeyId, secretAccessKey } = made
  const put = (path: string, body: object) => administer('PUT', `/${id}/${path}`, body)
  const post = (path: string, body: object) => administer('POST', `/${id}/${path}`, body)
  return { id: String(id), keys: { accessKeyId, secretAccessKey }, put, post }
}

async function administer(method: string, path: string, body: object) {
  const credentials = Buffer.from(`${server.accessKeyId}:${server.secretAccessKey}`).toString('base64')
  const answer = await fetch(`${server.url}/_keystead/sandboxes${path}`, {
    ...{ method, body: JSON.stringify(body) },
    headers: { authorization: `Basic ${credentials}` },
  })
  expect(answer.status).toBe(200)
  return answer.json()
}

async function newKey(client: KMSClient): Promise<string> {
  return (await client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? ''
}

async function refused(error: unknown) {
  return refusalOf(Promise.reject(error))
}
