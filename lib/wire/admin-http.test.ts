import { describe, expect, it } from 'vitest'
import { createAdmin } from '#admin/execute.ts'
import type { AdminPorts } from '#admin/ports.ts'
import type { AuditEvent } from '#audit/event.ts'
import type { CallObserver, EndedCall } from '#kernel/observer.ts'
import { explainCall } from '#kms/why.ts'
import { ACCOUNT, OTHER_ACCOUNT, openHarness, REGION } from '#testing/harness.ts'
import { createAdminHttp } from './admin-http.ts'
import type { WireRequest } from './message.ts'

const accessKey = { id: 'AKIAADMIN', secret: 'se:cret' }
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const ADMIN = { authorization: basic('AKIAADMIN:se:cret') }

async function served() {
  const kms = await openHarness()
  const { store, clocks, ids, secrets, materials } = kms.ports
  const explain: AdminPorts['explain'] = (requestId, place) => explainCall(requestId, place, kms.ports)
  const admin = createAdmin({ store, clocks, ids, secrets, vault: materials, explain })
  const publicOrigin = 'http://127.0.0.1:3000'
  const told: Omit<EndedCall, 'id' | 'seconds'>[] = []
  const observer: CallObserver = { began: () => undefined, ended: ({ id, seconds, ...call }) => told.push(call) }
  const http = createAdminHttp({ admin, accessKey, account: ACCOUNT, region: REGION, publicOrigin, ids, observer })
  const ask = async (method: string, target: string, body = '', headers: WireRequest['headers'] = ADMIN) => {
    const whole = { method, target, headers, rawHeaders: [], body: Buffer.from(body), remoteAddress: '127.0.0.1' }
    const answer = await http(whole)
    return { status: answer.status, headers: answer.headers, ...JSON.parse(answer.body) }
  }
  return { kms, ask, told }
}

const recordOf = (event: AuditEvent | undefined) => JSON.parse(event?.text ?? '{}').record

describe('POST /_keystead/accounts', () => {
  it('makes an account of that id and tells its root credentials', async () => {
    const { kms, ask } = await served()
    const answer = await ask('POST', '/_keystead/accounts', JSON.stringify({ accountId: OTHER_ACCOUNT, name: 'b' }))
    expect(answer).toMatchObject({ status: 200, accountId: OTHER_ACCOUNT })
    expect(answer.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(answer.secretAccessKey).toMatch(/^[A-Za-z0-9]{40}$/)
    expect((await kms.ports.store.account(kms.caller().scope.sandbox, OTHER_ACCOUNT))?.name).toBe('b')
  })

  it('chooses an id where none is given, and refuses one that is there', async () => {
    const { ask } = await served()
    const { accountId } = await ask('POST', '/_keystead/accounts')
    expect(accountId).toMatch(/^[1-9]\d{11}$/)
    const again = await ask('POST', '/_keystead/accounts', JSON.stringify({ accountId }))
    expect(again).toMatchObject({ status: 409, code: 'AccountAlreadyExistsException' })
  })

  it('keeps the secret out of the log and in the database only sealed', async () => {
    const { kms, ask } = await served()
    const { secretAccessKey, accessKeyId } = await ask('POST', '/_keystead/accounts', '{"name":"b"}')
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
    ['{"accountId":123456789012}', 'accountId must be 12 digits.'],
    ['{"name":""}', 'name must be a text of 1 to 50 characters.'],
    ['[', 'The body is not JSON.'],
    ['null', 'The body must be a JSON object.'],
  ])('refuses %s', async (body, message) => {
    const { ask } = await served()
    expect(await ask('POST', '/_keystead/accounts', body)).toMatchObject({ status: 400, message })
  })
})

describe('the administration', () => {
  it('lists the accounts', async () => {
    const { ask } = await served()
    await ask('POST', '/_keystead/accounts', JSON.stringify({ accountId: OTHER_ACCOUNT }))
    expect((await ask('GET', '/_keystead/accounts')).accounts).toMatchObject([{ accountId: OTHER_ACCOUNT, name: '' }])
  })

  it('explains a call by its request id, in any account', async () => {
    const { kms, ask } = await served()
    const caller = kms.caller({ account: OTHER_ACCOUNT })
    const { KeyMetadata } = await kms.call('CreateKey', {}, caller)
    const asked = `/_keystead/explain?requestId=${caller.request.id}`
    expect(await ask('GET', `${asked}&accountId=${OTHER_ACCOUNT}`)).toMatchObject({
      status: 200,
      eventName: 'CreateKey',
      outcome: 'ok',
      traces: [{ action: 'kms:CreateKey', decision: { outcome: 'allowed', root: true } }],
      text: expect.stringContaining('kms:CreateKey'),
    })
    expect(KeyMetadata).toBeDefined()
    expect(await ask('GET', asked)).toMatchObject({ status: 404, code: 'NotFoundException' })
    expect(await ask('GET', '/_keystead/explain')).toMatchObject({ status: 400, message: 'requestId is required.' })
  })

  it.each([
    ['no credentials', {}],
    ['a wrong secret', { authorization: basic('AKIAADMIN:secret') }],
    ['another user', { authorization: basic('AKIAOTHER:se:cret') }],
    ['another scheme', { authorization: 'Bearer AKIAADMIN:se:cret' }],
  ])('is for the administrator: %s is refused', async (_, headers) => {
    const { kms, ask } = await served()
    const answer = await ask('POST', '/_keystead/accounts', '{}', headers)
    expect(answer).toMatchObject({ status: 401, code: 'UnauthorizedException' })
    expect(answer.headers['WWW-Authenticate']).toContain('Basic')
    expect(await kms.ports.store.accounts(kms.caller().scope.sandbox)).toEqual([])
  })

  it('takes nothing from pages of another origin, whatever the browser sends along', async () => {
    const { ask } = await served()
    const foreign = { ...ADMIN, origin: 'http://evil.example' }
    expect(await ask('POST', '/_keystead/accounts', '{}', foreign)).toMatchObject({ status: 403 })
    const own = { ...ADMIN, origin: 'http://127.0.0.1:3000' }
    expect(await ask('POST', '/_keystead/accounts', '{}', own)).toMatchObject({ status: 200 })
  })

  it('has nothing elsewhere', async () => {
    const { ask } = await served()
    expect(await ask('DELETE', '/_keystead/accounts')).toMatchObject({ status: 404 })
    expect(await ask('GET', '/_keystead/clock')).toMatchObject({ status: 404 })
  })
})

describe('an observer of the administration', () => {
  it('is told of every request and how it ended', async () => {
    const { ask, told } = await served()
    await ask('GET', '/_keystead/accounts')
    await ask('GET', '/_keystead/accounts', '', {})
    await ask('GET', '/_keystead/nothing')
    const call = { face: 'wire', service: 'admin', isServerFault: false }
    expect(told).toEqual([
      { ...call, operation: 'ListAccounts', code: 'OK', status: 200 },
      { ...call, operation: 'ListAccounts', code: 'UnauthorizedException', status: 401 },
      { ...call, operation: '', code: 'UnknownOperationException', status: 404 },
    ])
  })
})
