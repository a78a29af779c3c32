import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '#audit/event.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { CallObserver, EndedCall } from '#kernel/observer.ts'
import { adminHttpOf, basic, PUBLIC_ORIGIN } from '#testing/admin-http.ts'
import { OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'

async function served() {
  const kms = await openHarness()
  const told: Omit<EndedCall, 'id' | 'seconds'>[] = []
  const observer: CallObserver = { began: () => undefined, ended: ({ id, seconds, ...call }) => told.push(call) }
  return { kms, told, ...adminHttpOf(kms, { observer }) }
}

const recordOf = (event: AuditEvent | undefined) => JSON.parse(event?.text ?? '{}').record

describe('POST /_keystead/accounts', () => {
  it('makes an account of that id and tells its root credentials', async () => {
    const { kms, ask } = await served()
    const answer = await ask('POST', 'accounts', JSON.stringify({ accountId: OTHER_ACCOUNT, name: 'b' }))
    expect(answer).toMatchObject({ status: 200, accountId: OTHER_ACCOUNT })
    expect(answer.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(answer.secretAccessKey).toMatch(/^[A-Za-z0-9]{40}$/)
    expect((await kms.ports.store.account(kms.caller().scope.sandbox, OTHER_ACCOUNT))?.name).toBe('b')
  })

  it('chooses an id where none is given, and refuses one that is there', async () => {
    const { ask } = await served()
    const { accountId } = await ask('POST', 'accounts')
    expect(accountId).toMatch(/^[1-9]\d{11}$/)
    const again = await ask('POST', 'accounts', JSON.stringify({ accountId }))
    expect(again).toMatchObject({ status: 409, code: 'AccountAlreadyExistsException' })
  })

  it('keeps the secret out of the log and in the database only sealed', async () => {
    const { kms, ask } = await served()
    const { secretAccessKey, accessKeyId } = await ask('POST', 'accounts', '{"name":"b"}')
    const [event] = await kms.events()
    expect(event?.text).not.toContain(secretAccessKey)
    expect(recordOf(event)).toMatchObject({
      eventSource: 'keystead',
      eventName: 'CreateAccount',
      requestParameters: { name: 'b' },
      responseElements: { accessKeyId },
    })
    const row = await kms.ports.store.accessKey(accessKeyId)
    expect(Buffer.from(row?.secret ?? []).includes(secretAccessKey)).toBe(false)
  })

  it.each([
    ['{"accountId":"12"}', 'accountId must be 12 digits.'],
    ['{"accountId":"000000000007"}', '000000000007 is the account of AWS itself.'],
    ['{"accountId":123456789012}', 'accountId must be 12 digits.'],
    ['{"name":""}', 'name must be a text of 1 to 50 characters.'],
    ['[', 'The body is not JSON.'],
    ['null', 'The body must be a JSON object.'],
  ])('refuses %s', async (body, message) => {
    const { ask } = await served()
    expect(await ask('POST', 'accounts', body)).toMatchObject({ status: 400, message })
  })
})

describe('the administration', () => {
  it('lists the accounts', async () => {
    const { ask } = await served()
    await ask('POST', 'accounts', JSON.stringify({ accountId: OTHER_ACCOUNT }))
    expect((await ask('GET', 'accounts')).accounts).toMatchObject([{ accountId: OTHER_ACCOUNT, name: '' }])
  })

  it('explains a call by its request id, in any account', async () => {
    const { kms, ask } = await served()
    const caller = kms.caller({ account: OTHER_ACCOUNT })
    const { KeyMetadata } = await kms.call('CreateKey', {}, caller)
    const asked = `explain?requestId=${caller.request.id}`
    expect(await ask('GET', `${asked}&accountId=${OTHER_ACCOUNT}`)).toMatchObject({
      status: 200,
      eventName: 'CreateKey',
      outcome: 'ok',
      traces: [{ action: 'kms:CreateKey', decision: { outcome: 'allowed', root: true } }],
      text: expect.stringContaining('kms:CreateKey'),
    })
    expect(KeyMetadata).toBeDefined()
    expect(await ask('GET', asked)).toMatchObject({ status: 404, code: 'NotFoundException' })
    expect(await ask('GET', 'explain')).toMatchObject({ status: 400, message: 'requestId is required.' })
  })

  it('explains a call in a sandbox, of its first account where none is named', async () => {
    const { kms, ask } = await served()
    await ask('POST', 'sandboxes', { name: 'a', accountId: OTHER_ACCOUNT })
    const caller = kms.caller({ sandbox: 'a' as SandboxId, account: OTHER_ACCOUNT })
    await kms.call('CreateKey', {}, caller)
    const asked = `explain?requestId=${caller.request.id}`
    const explained = { status: 200, eventName: 'CreateKey', traces: [{ action: 'kms:CreateKey' }] }
    expect(await ask('GET', `sandboxes/a/${asked}`)).toMatchObject(explained)
    expect(await ask('GET', `${asked}&accountId=${OTHER_ACCOUNT}`)).toMatchObject({ status: 404 })
    expect(await ask('GET', `sandboxes/b/${asked}`)).toMatchObject({ message: 'There is no sandbox b.' })
  })

  it.each([
    ['no credentials', { authorization: undefined }],
    ['a wrong secret', { authorization: basic('AKIAADMIN:secret') }],
    ['another user', { authorization: basic('AKIAOTHER:se:cret') }],
    ['another scheme', { authorization: 'Bearer AKIAADMIN:se:cret' }],
  ])('is for the administrator: %s is refused', async (_, headers) => {
    const { kms, raw } = await served()
    const answer = await raw('POST', 'accounts', '{}', headers)
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([401, 'UnauthorizedException'])
    expect(answer.headers['WWW-Authenticate']).toContain('Basic')
    expect(await kms.ports.store.accounts(kms.caller().scope.sandbox)).toEqual([])
  })

  it('takes nothing from pages of another origin, whatever the browser sends along', async () => {
    const { ask } = await served()
    const foreign = { origin: 'http://evil.example' }
    expect(await ask('POST', 'accounts', '{}', foreign)).toMatchObject({ status: 403 })
    const own = { origin: PUBLIC_ORIGIN }
    expect(await ask('POST', 'accounts', '{}', own)).toMatchObject({ status: 200 })
  })

  it('has nothing elsewhere', async () => {
    const { ask } = await served()
    expect(await ask('DELETE', 'accounts')).toMatchObject({ status: 404 })
    expect(await ask('GET', 'clock')).toMatchObject({ status: 404 })
  })
})

describe('a failure of the administration', () => {
  it('tells its caller nothing of the cause, and the operator all of it', async () => {
    const kms = await openHarness()
    const cause = new Error('the disk is away')
    kms.ports.store.accounts = () => Promise.reject(cause)
    const { ask, failures } = adminHttpOf(kms)
    const message = 'The request could not be processed.'
    expect(await ask('GET', 'accounts')).toEqual({ status: 500, code: 'InternalFailure', message })
    expect(failures).toEqual([cause])
    expect(await ask('GET', 'nothing')).toMatchObject({ status: 404 })
    expect(failures).toHaveLength(1)
  })
})

describe('an observer of the administration', () => {
  it('is told of every request and how it ended', async () => {
    const { ask, told } = await served()
    await ask('GET', 'accounts')
    await ask('GET', 'accounts', '', { authorization: undefined })
    await ask('GET', 'nothing')
    const call = { face: 'wire', service: 'admin', isServerFault: false }
    expect(told).toEqual([
      { ...call, operation: 'ListAccounts', code: 'OK', status: 200 },
      { ...call, operation: 'ListAccounts', code: 'UnauthorizedException', status: 401 },
      { ...call, operation: '', code: 'UnknownOperationException', status: 404 },
    ])
  })
})
