import { describe, expect, it } from 'vitest'
import type { ConsoleSession } from '#auth/sessions.ts'
import type { AccountId, Region, SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { entryOf } from './entry.ts'

const FIRST = '111122223333' as AccountId
const OTHER = '444455556666' as AccountId
const REGION = 'us-east-1' as Region
const DEMO = 'demo' as SandboxId
const ports = {
  firstAccount: FIRST,
  hosts: async ({ sandbox, account }: { sandbox: string; account: string }) => sandbox === DEMO && account === FIRST,
}

function sessionOf(principal: Principal): ConsoleSession {
  const user = { principal } as ConsoleSession['user']
  const scope = { sandbox: MAIN_SANDBOX, account: principal.account, region: REGION }
  return { userName: 'someone', principal, scope, user, method: 'password', steppedUp: true }
}
const enter = (principal: Principal, sandbox: string, account: AccountId = FIRST) =>
  entryOf(sessionOf(principal), { sandbox: sandbox as SandboxId, account, region: REGION }, ports)

const administrator = rootPrincipal(FIRST)
const arn = `arn:aws:iam::${FIRST}:user/alice`
const user: Principal = { kind: 'user', account: FIRST, arn, id: 'AIDA', name: 'alice' }

describe('a session acts', () => {
  it.each([administrator, user, rootPrincipal(OTHER)])('in its own account of main, as itself: %j', async (who) => {
    const entry = await enter(who, MAIN_SANDBOX, who.account)
    expect(entry).toMatchObject({ kind: 'granted', session: { principal: who } })
  })

  it('in the accounts of sandboxes as their root user, when it is that of the administrator', async () => {
    const entry = await enter(administrator, DEMO)
    const scope = { sandbox: DEMO, account: FIRST, region: REGION }
    expect(entry).toMatchObject({ kind: 'granted', session: { principal: rootPrincipal(FIRST), scope } })
    expect(entry).toMatchObject({ session: { steppedUp: true, userName: 'someone' } })
  })

  it('nowhere that is not there', async () => {
    expect(await enter(administrator, 'other')).toEqual({ kind: 'no-such-scope' })
    expect(await enter(administrator, DEMO, OTHER)).toEqual({ kind: 'no-such-scope' })
  })

  it('in no other account of main, the administrator neither', async () => {
    expect(await enter(administrator, MAIN_SANDBOX, OTHER)).toEqual({ kind: 'forbidden' })
  })

  it.each([
    ['a user', user],
    ['the root user of another account', rootPrincipal(OTHER)],
    ['a role', { ...user, kind: 'assumed-role', roleArn: arn, sessionName: 's' } as const],
  ])('in no sandbox, and learns of none, as %s', async (_, who) => {
    expect(await enter(who, DEMO)).toEqual({ kind: 'forbidden' })
    expect(await enter(who, 'other')).toEqual({ kind: 'forbidden' })
  })
})
