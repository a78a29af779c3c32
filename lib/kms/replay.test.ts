import { beforeEach, describe, expect, it } from 'vitest'
import { allowing, type IamHarness, openIamHarness, refusalOf } from '#testing/iam-harness.ts'
import { createAccountSubjects } from './account-subjects.ts'
import type { Caller } from './ports.ts'
import { createReplay, type ReplayPolicy } from './replay.ts'
import { createRecall } from './why.ts'

let core: IamHarness
let replay: ReplayPolicy
let arn: string
let alice: Caller

beforeEach(async () => {
  core = await openIamHarness()
  replay = createReplay({ ...core.ports, identities: core.identities })
  const { KeyMetadata } = await core.kms.execute('CreateKey', {}, core.caller())
  arn = KeyMetadata?.Arn ?? ''
  alice = await core.user('alice', allowing('kms:Encrypt'))
})

const again = (caller: Caller): Caller => ({ ...caller, request: core.caller().request })
const encrypt = (caller: Caller) => core.kms.execute('Encrypt', { KeyId: arn, Plaintext: Buffer.from('x') }, caller)
const draft = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (AWS: string, Action = 'kms:*', more = {}) => ({
  ...{ Effect: 'Allow', Principal: { AWS }, Action, Resource: '*' },
  ...more,
})

describe('replaying the log of a key', () => {
  it('names the calls that would end differently, newest first', async () => {
    const { scope } = alice
    const first = again(alice)
    await encrypt(first)
    await encrypt(core.caller())
    const changed = await replay(
      { keyArn: arn, draft: draft(allow(`arn:aws:iam::${scope.account}:root`)), events: 100 },
      core.caller(),
    )
    expect(changed).toMatchObject({ events: 3, changes: [] })
    const without = draft(allow(`arn:aws:iam::${scope.account}:root`, 'kms:Put*'))
    const { changes } = await replay({ keyArn: arn, draft: without, events: 100 }, core.caller())
    expect(changes).toMatchObject([
      { action: 'kms:Encrypt', before: 'allowed', after: 'denied', unsure: [] },
      { requestId: first.request.id, principal: alice.principal.arn, before: 'allowed', after: 'denied' },
    ])
  })

  it('says of which condition keys the record tells nothing', async () => {
    await encrypt(alice)
    const Condition = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }
    const asks = draft(allow(`arn:aws:iam::${alice.scope.account}:root`, 'kms:*', { Condition }))
    const { changes } = await replay({ keyArn: arn, draft: asks, events: 1 }, core.caller())
    expect(changes).toMatchObject([{ unsure: ['aws:sourceip'] }])
  })

  it('reads no more for a number that is none', async () => {
    await encrypt(alice)
    const one = draft(allow('*'))
    for (const events of [-1, 0, Number.NaN, 1.5]) {
      expect(await replay({ keyArn: arn, draft: one, events }, core.caller())).toMatchObject({ events: 1 })
    }
  })

  it('needs the permission to look up events', async () => {
    const error = await refusalOf(replay({ keyArn: arn, draft: draft(), events: 1 }, alice))
    expect(error.code).toBe('AccessDeniedException')
  })
})

it('a recorded call comes back with the documents that it was decided on', async () => {
  const caller = again(alice)
  await encrypt(caller)
  const recall = createRecall({ ...core.ports, identities: core.identities })
  const call = await recall(caller.request.id, core.caller())
  expect(call?.decided).toMatchObject([
    {
      request: { action: 'kms:Encrypt', resource: arn },
      documents: { identity: [{ document: { statements: [{}] } }] },
    },
  ])
  expect(await recall('no-such-request', core.caller())).toBeUndefined()
})

describe('who there is in an account', () => {
  it('comes with all policies, in one event', async () => {
    const read = createAccountSubjects({ ...core.ports, identities: core.identities })
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: alice.scope.account }, Action: 'sts:AssumeRole' }],
    })
    await core.call('CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: trust })
    const before = (await core.events()).length
    const { subjects, more } = await read(core.caller())
    expect(more).toBe(0)
    expect(subjects.map(({ label, identity }) => [label.split(':').at(-1), identity.length])).toEqual([
      ['root', 0],
      ['user/alice', 1],
      ['role/worker', 0],
    ])
    expect((await core.events()).slice(before)).toMatchObject([{ eventName: 'GetAccountAuthorizationDetails' }])
  })

  it('is told to those who may know it', async () => {
    const read = createAccountSubjects({ ...core.ports, identities: core.identities })
    expect((await refusalOf(read(alice))).code).toBe('AccessDeniedException')
  })
})
