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
const enter = (principal: Principal, sandbox: string, account: AccountId = FIRST, as?: string) =>
  entryOf(sessionOf(principal), { sandbox: sandbox as SandboxId, account, region: REGION }, ports, as)

const administrator = rootPrincipal(FIRST)
const arn = `arn:aws:iam::${FIRST}:user/alice`
const user: Principal = { kind: 'user', account: FIRST, arn, id: 'AIDA', name: 'alice' }
const AS_ROLE = `arn:aws:sts::${FIRST}:assumed-role/app/alice`
const role: Principal = { ...user, kind: 'assumed-role', arn: AS_ROLE, roleArn: arn, sessionName: 'alice' }

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
    ['a role', role],
  ])('in no sandbox, and learns of none, as %s', async (_, who) => {
    expect(await enter(who, DEMO)).toEqual({ kind: 'forbidden' })
    expect(await enter(who, 'other')).toEqual({ kind: 'forbidden' })
  })
})

describe('a session that a page names a principal for', () => {
  it('acts as that principal, wherever it may', async () => {
    expect(await enter(role, MAIN_SANDBOX, FIRST, AS_ROLE)).toMatchObject({ kind: 'granted' })
    expect(await enter(administrator, DEMO, FIRST, administrator.arn)).toMatchObject({ kind: 'granted' })
    expect(await enter(user, MAIN_SANDBOX, OTHER, arn)).toEqual({ kind: 'forbidden' })
  })

  it.each([
    ['the role of the page has ended', user, MAIN_SANDBOX, FIRST, AS_ROLE],
    ['a role of another account has ended', user, MAIN_SANDBOX, OTHER, AS_ROLE.replace(FIRST, OTHER)],
    ['it was switched to a role elsewhere', role, MAIN_SANDBOX, FIRST, arn],
    ['it is no longer that of the administrator', user, DEMO, FIRST, administrator.arn],
    ['the page names none', user, MAIN_SANDBOX, FIRST, 'undefined'],
  ] as const)('does nothing as another when %s', async (_, who, sandbox, account, as) => {
    expect(await enter(who, sandbox, account, as)).toEqual({ kind: 'another-principal' })
  })
})
