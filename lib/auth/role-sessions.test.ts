import { beforeEach, describe, expect, it } from 'vitest'
import { createRoles } from '#iam/roles.ts'
import { createMint } from '#iam/temporary.ts'
import type { RequestId } from '#kernel/ids.ts'
import { systemIds } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { ADMIN_PASSWORD, type ConsoleHarness, openConsoleHarness } from '#testing/console-harness.ts'
import { ACCOUNT, OTHER_ACCOUNT } from '#testing/harness.ts'
import type { RoleCredentials } from './sessions.ts'

const HOUR = 3600
const ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/team/app`
const source = {
  id: systemIds.uuid() as RequestId,
  face: 'console',
  sourceIp: '192.0.2.1',
  userAgent: 'browser',
} as const

let harness: ConsoleHarness
let token: string
beforeEach(async () => {
  harness = await openConsoleHarness()
  const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` }
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }]
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  const owner = harness.core.caller({ account: OTHER_ACCOUNT })
  await harness.iam.execute('CreateRole', { RoleName: 'app', Path: '/team/', AssumeRolePolicyDocument }, owner)
  const outcome = await harness.sessions.signIn({ userName: 'admin', password: ADMIN_PASSWORD, source })
  if (outcome.kind !== 'signed-in') throw new Error(outcome.kind)
  token = outcome.token
})

async function credentials(): Promise<RoleCredentials> {
  const { store, vault, secrets, clocks } = harness.ports
  const role = await createRoles(store).role(MAIN_SANDBOX, ROLE)
  if (!role) throw new Error('there is no role')
  const mint = createMint({ vault, secrets, clocks })
  const session = { mfa: false, policies: [], tags: [] }
  return mint({ sandbox: MAIN_SANDBOX, principal: role.as('admin'), seconds: HOUR, session })
}

const acting = async () => (await harness.sessions.find(token))?.principal.arn
const AS_ROLE = `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/app/admin`
const AS_USER = `arn:aws:iam::${ACCOUNT}:root`

describe('a session that switched to a role', () => {
  it('acts as the role, in its account, and remembers whose it is', async () => {
    await harness.sessions.act(token, await credentials(), source)
    expect(await harness.sessions.find(token)).toMatchObject({
      principal: { kind: 'assumed-role', arn: AS_ROLE },
      scope: { account: OTHER_ACCOUNT },
      userName: 'admin',
      user: { principal: { arn: AS_USER } },
      role: { arn: ROLE, name: 'app', expiresAt: harness.core.clock.now() + HOUR * 1000 },
    })
  })

  it('acts as its user again once it switches back, both in the log', async () => {
    await harness.sessions.act(token, await credentials(), source)
    await harness.sessions.act(token, undefined, source)
    expect(await acting()).toBe(AS_USER)
    const events = await harness.ports.store.events({ sandbox: MAIN_SANDBOX, account: ACCOUNT, filters: [], limit: 2 })
    expect(events.map(({ eventName }) => eventName)).toEqual(['ExitRole', 'SwitchRole'])
  })

  it('acts as its user again when the session of the role ends, or the role does', async () => {
    await harness.sessions.act(token, await credentials(), source)
    harness.core.clock.advance(HOUR * 1000 - 1)
    expect(await acting()).toBe(AS_ROLE)
    harness.core.clock.advance(1)
    expect(await acting()).toBe(AS_USER)

    await harness.sessions.act(token, await credentials(), source)
    expect(await acting()).toBe(AS_ROLE)
    const owner = harness.core.caller({ account: OTHER_ACCOUNT })
    await harness.iam.execute('DeleteRole', { RoleName: 'app' }, owner)
    expect(await acting()).toBe(AS_USER)
  })

  it('goes on for what it began as its user only as its user, and as the role only as the role', async () => {
    const { sessions } = harness
    await sessions.act(token, await credentials(), source)
    expect(await sessions.goesOn(token, AS_ROLE)).toBe(true)
    expect(await sessions.goesOn(token, AS_USER)).toBe(false)
    harness.core.clock.advance(HOUR * 1000)
    expect(await sessions.goesOn(token, AS_ROLE)).toBe(false)
    expect(await sessions.goesOn(token, AS_USER)).toBe(true)
  })

  it('does not act as anybody by credentials that are none of a role', async () => {
    const { accessKeyId } = await credentials()
    await harness.sessions.act(token, { accessKeyId, sessionToken: 'made up' }, source)
    expect(await acting()).toBe(AS_USER)
  })
})
