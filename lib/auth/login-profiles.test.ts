import { Secret, TOTP } from 'otpauth'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, RequestId } from '#kernel/ids.ts'
import { systemIds } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { insert } from '#kms/ports.ts'
import { ADMIN_PASSWORD, type ConsoleHarness, openConsoleHarness } from '#testing/console-harness.ts'
import { envelopeOf } from '#testing/events.ts'
import { ACCOUNT, OTHER_ACCOUNT } from '#testing/harness.ts'
import type { UserId } from './known-user.ts'
import type { Asking } from './login-profiles.ts'
import type { ConsoleSession } from './sessions.ts'

const NEXT = 'a quite new password'
const ALICE = { account: ACCOUNT, userName: 'alice' }
const source = {
  id: systemIds.uuid() as RequestId,
  face: 'console',
  sourceIp: '192.0.2.1',
  userAgent: 'browser',
} as const

let harness: ConsoleHarness
beforeEach(async () => {
  harness = await openConsoleHarness()
  await harness.ports.store.commit({
    writes: [ACCOUNT, OTHER_ACCOUNT].map((account) =>
      insert('account', { sandbox: MAIN_SANDBOX, account, name: '', createdAt: harness.core.clock.now() }),
    ),
    events: [],
  })
  await iam('CreateUser', { UserName: 'alice' })
})

const root = () => harness.core.caller()
const iam = (name: 'CreateUser' | 'DeleteUser' | 'UpdateUser', input: { UserName: string; NewUserName?: string }) =>
  harness.iam.execute(name, input, root())
const signIn = (userName: string, password: string, code?: string) =>
  harness.sessions.signIn({ userName, password, source, ...(code !== undefined && { code }) })

async function signedIn(userName: string, password: string, code?: string): Promise<string> {
  const outcome = await signIn(userName, password, code)
  if (outcome.kind !== 'signed-in') throw new Error(outcome.kind)
  return outcome.token
}

async function sessionOf(token: string): Promise<ConsoleSession> {
  const session = await harness.sessions.find(token)
  if (!session) throw new Error('the session has ended')
  return session
}

async function askingOf(token: string): Promise<Asking> {
  const { user, scope } = await sessionOf(token)
  return { user, caller: { principal: user.principal, scope, request: source } }
}

async function alice(): Promise<{ password: string; token: string }> {
  const { password } = await harness.profiles.create(ALICE, root())
  return { password, token: await signedIn('alice', password) }
}

const codeOf = (secret: string) => {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  return totp.generate({ timestamp: harness.core.clock.now() })
}

/** Moves to the next time step, since no code is taken twice. */
const nextCode = (secret: string) => {
  harness.core.clock.advance(30_000)
  return codeOf(secret)
}

async function enrolled() {
  const { password, token } = await alice()
  const asking = await askingOf(token)
  const { secret, token: enrolment } = await harness.profiles.beginTotp(asking)
  const { codes } = await harness.profiles.enableTotp(asking, enrolment, codeOf(secret))
  return { password, token, secret, codes }
}

const listed = async (userName: string) =>
  (await harness.profiles.list()).filter(({ principalArn }) => principalArn.endsWith(`user/${userName}`))

async function idOf(userName: string): Promise<UserId> {
  const [user] = await listed(userName)
  if (!user) throw new Error(`${userName} is not listed`)
  return user
}

const names = async (account: AccountId = ACCOUNT) => {
  const events = await harness.ports.store.events({ sandbox: MAIN_SANDBOX, account, filters: [], limit: 100 })
  return events.toReversed().map(({ eventName, outcome }) => `${eventName} ${outcome}`)
}

describe('a user who is given a password', () => {
  it('signs in, acts as themselves, and is in the log', async () => {
    const { token } = await alice()
    expect((await sessionOf(token)).principal).toMatchObject({ kind: 'user', name: 'alice' })
    expect(await names()).toEqual(expect.arrayContaining(['CreateLoginProfile ok', 'ConsoleLogin ok']))
  })

  it('of another account signs in with its id', async () => {
    const caller = harness.core.caller({ account: OTHER_ACCOUNT })
    await harness.iam.execute('CreateUser', { UserName: 'bob' }, caller)
    const { password } = await harness.profiles.create({ account: OTHER_ACCOUNT, userName: 'bob' }, root())
    const token = await signedIn(`bob@${OTHER_ACCOUNT}`, password)
    expect((await sessionOf(token)).scope.account).toBe(OTHER_ACCOUNT)
    expect((await signIn('bob', password)).kind).toBe('refused')
    expect(await names(OTHER_ACCOUNT)).toContain('ConsoleLogin ok')
  })

  it('may be the administrator of another account', async () => {
    const { password } = await harness.profiles.create({ account: OTHER_ACCOUNT, userName: 'root' }, root())
    const token = await signedIn(`root@${OTHER_ACCOUNT}`, password)
    expect((await sessionOf(token)).principal).toMatchObject({ kind: 'root', account: OTHER_ACCOUNT })
  })

  it('is nobody who does not exist, who has one, or whose name means another', async () => {
    const create = (userName: string) => harness.profiles.create({ account: ACCOUNT, userName }, root())
    await expect(create('nobody')).rejects.toMatchObject({ code: 'NoSuchEntity' })
    await create('alice')
    await expect(create('alice')).rejects.toMatchObject({ code: 'EntityAlreadyExists' })
    await expect(create('admin')).rejects.toMatchObject({ code: 'EntityAlreadyExists' })
    await harness.iam.execute('CreateUser', { UserName: 'root' }, harness.core.caller({ account: OTHER_ACCOUNT }))
  })

  it('loses the session when they are deleted, and whoever gets their name does not get in', async () => {
    const { password, token } = await alice()
    await iam('DeleteUser', { UserName: 'alice' })
    expect(await harness.sessions.find(token)).toBeUndefined()
    await iam('CreateUser', { UserName: 'alice' })
    expect((await signIn('alice', password)).kind).toBe('refused')
    expect(await harness.profiles.list()).toEqual([])
  })

  it('keeps the password under a new name', async () => {
    const { password } = await alice()
    await iam('UpdateUser', { UserName: 'alice', NewUserName: 'alison' })
    expect((await signIn('alison', password)).kind).toBe('signed-in')
  })

  it('renamed as the administrator is called is listed as themselves, can lose it, and cannot sign in', async () => {
    const { password, token } = await alice()
    await iam('UpdateUser', { UserName: 'alice', NewUserName: 'admin' })
    expect(await harness.sessions.find(token)).toBeUndefined()
    expect((await signIn('admin', password)).kind).toBe('refused')
    const arn = `arn:aws:iam::${ACCOUNT}:user/admin`
    expect(await harness.profiles.list()).toMatchObject([{ principalArn: arn, configured: false, hasPassword: true }])
    const id = await idOf('admin')
    await expect(harness.profiles.reset(id, root())).rejects.toMatchObject({ code: 'ValidationError' })
    await harness.profiles.remove(id, root())
    expect(await harness.profiles.list()).toEqual([])
    await iam('UpdateUser', { UserName: 'admin', NewUserName: 'alice' })
    expect((await signIn('alice', password)).kind).toBe('refused')
  })

  it('in another account, called root later, is not its root user', async () => {
    const caller = harness.core.caller({ account: OTHER_ACCOUNT })
    await harness.iam.execute('CreateUser', { UserName: 'bob' }, caller)
    for (const userName of ['bob', 'root']) await harness.profiles.create({ account: OTHER_ACCOUNT, userName }, root())
    await harness.iam.execute('UpdateUser', { UserName: 'bob', NewUserName: 'root' }, caller)
    const arns = (await harness.profiles.list()).map(({ principalArn }) => principalArn)
    expect(arns.toSorted()).toEqual([`arn:aws:iam::${OTHER_ACCOUNT}:root`, `arn:aws:iam::${OTHER_ACCOUNT}:user/root`])
  })

  it('loses it with all sessions when access is removed', async () => {
    const { password, token } = await alice()
    await harness.profiles.remove(await idOf('alice'), root())
    expect(await harness.sessions.find(token)).toBeUndefined()
    expect((await signIn('alice', password)).kind).toBe('refused')
    expect(await names()).toEqual(expect.arrayContaining(['DeleteLoginProfile ok', 'ConsoleLogout ok']))
  })

  it('gets another when it is reset, and the old one works no more', async () => {
    const { password, token } = await alice()
    const next = await harness.profiles.reset(await idOf('alice'), root())
    expect(await harness.sessions.find(token)).toBeUndefined()
    expect((await signIn('alice', password)).kind).toBe('refused')
    expect((await signIn('alice', next.password)).kind).toBe('signed-in')
  })
})

describe('changing the password', () => {
  it('needs the present one', async () => {
    const { password, token } = await alice()
    const asking = await askingOf(token)
    const change = (old: string) => harness.profiles.changePassword(asking, { old, next: NEXT, token })
    await expect(change('guess')).rejects.toMatchObject({ code: 'AccessDenied' })
    await change(password)
    expect((await signIn('alice', NEXT)).kind).toBe('signed-in')
    expect(await names()).toEqual(expect.arrayContaining(['ChangePassword denied', 'ChangePassword ok']))
  })

  it('ends the other sessions of the user, and no others', async () => {
    const { password, token } = await alice()
    const [elsewhere, admin] = [await signedIn('alice', password), await signedIn('admin', ADMIN_PASSWORD)]
    const asking = await askingOf(token)
    const change = (old: string) => harness.profiles.changePassword(asking, { old, next: NEXT, token })
    await expect(change('guess')).rejects.toMatchObject({ code: 'AccessDenied' })
    expect(await harness.sessions.find(elsewhere)).toBeDefined()
    expect(await change(password)).toBe(1)
    expect(await harness.sessions.find(elsewhere)).toBeUndefined()
    expect(await harness.sessions.find(token)).toBeDefined()
    expect(await harness.sessions.find(admin)).toBeDefined()
    expect(await names()).toEqual(expect.arrayContaining(['ConsoleLogout ok']))
  })

  it('cannot be used to guess at it faster than sign-in can, and counts together with it', async () => {
    const { password, token } = await alice()
    const asking = await askingOf(token)
    const change = (old: string) => harness.profiles.changePassword(asking, { old, next: NEXT, token })
    for (let guess = 0; guess < 5; guess += 1)
      await expect(change('guess')).rejects.toMatchObject({ code: 'AccessDenied' })
    await expect(change(password)).rejects.toMatchObject({ code: 'Throttled' })
    expect((await signIn('alice', password)).kind).toBe('throttled')
    harness.core.clock.advance(1000)
    await change(password)
    expect((await signIn('alice', NEXT)).kind).toBe('signed-in')
  })

  it('refuses short ones and those with the name in them, and leaves none in the log', async () => {
    const { password, token } = await alice()
    const asking = await askingOf(token)
    for (const weak of ['short', 'alice-alice-alice']) {
      const change = harness.profiles.changePassword(asking, { old: password, next: weak, token })
      await expect(change).rejects.toMatchObject({ code: 'PasswordPolicyViolation' })
    }
    const events = await harness.ports.store.events({
      sandbox: MAIN_SANDBOX,
      account: ACCOUNT,
      filters: [],
      limit: 100,
    })
    const texts = events.map(({ text }) => text).join()
    for (const secret of [password, 'alice-alice-alice']) expect(texts).not.toContain(secret)
  })

  it('is not for the one whom the operator configured', async () => {
    const token = await signedIn('admin', ADMIN_PASSWORD)
    const asking = await askingOf(token)
    const change = harness.profiles.changePassword(asking, { old: ADMIN_PASSWORD, next: NEXT, token })
    await expect(change).rejects.toMatchObject({ code: 'AccessDenied' })
  })
})

describe('a second factor', () => {
  it('is asked for at the next sign-in, after the password only', async () => {
    const { password, secret } = await enrolled()
    expect((await signIn('alice', 'wrong')).kind).toBe('refused')
    expect((await signIn('alice', password)).kind).toBe('code-required')
    expect((await signIn('alice', password, '000000')).kind).toBe('wrong-code')
    const token = await signedIn('alice', password, nextCode(secret))
    expect(await sessionOf(token)).toMatchObject({ callerSession: { mfa: true }, userSession: { mfa: true } })
    const [event] = await harness.ports.store.events({ sandbox: MAIN_SANDBOX, account: ACCOUNT, filters: [], limit: 1 })
    expect(event && envelopeOf(event).record).toMatchObject({ additionalEventData: { MFAUsed: 'Yes' } })
  })

  it('takes no code twice, not even that of its enrolment', async () => {
    const { password, secret } = await enrolled()
    expect((await signIn('alice', password, codeOf(secret))).kind).toBe('wrong-code')
    const code = nextCode(secret)
    const outcomes = await Promise.all([signIn('alice', password, code), signIn('alice', password, code)])
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['signed-in', 'wrong-code'])
  })

  it('takes a recovery code once', async () => {
    const { password, codes } = await enrolled()
    const [code = ''] = codes
    expect((await signIn('alice', password, code)).kind).toBe('signed-in')
    expect((await signIn('alice', password, code)).kind).toBe('wrong-code')
    const [listed] = (await harness.profiles.list()).filter(({ userName }) => userName === 'alice')
    expect(listed).toMatchObject({ hasTotp: true, recoveryCodes: 9 })
  })

  it('begins with a right code and the secret that was given out to this user', async () => {
    const { token } = await alice()
    const asking = await askingOf(token)
    const begun = await harness.profiles.beginTotp(asking)
    const enable = (enrolment: string, code: string) => harness.profiles.enableTotp(asking, enrolment, code)
    await expect(enable(begun.token, '000000')).rejects.toMatchObject({ code: 'InvalidAuthenticationCode' })
    const admin = await askingOf(await signedIn('admin', ADMIN_PASSWORD))
    const others = await harness.profiles.beginTotp(admin)
    await expect(enable(others.token, codeOf(others.secret))).rejects.toMatchObject({ code: 'ValidationError' })
  })

  it('ends when its user, or the administrator, removes it', async () => {
    const { password, token } = await enrolled()
    await harness.profiles.removeOwnTotp(await askingOf(token))
    expect((await signIn('alice', password)).kind).toBe('signed-in')
    await expect(harness.profiles.removeTotp(await idOf('alice'), root())).rejects.toMatchObject({
      code: 'NoSuchEntity',
    })
    expect(await names()).toEqual(expect.arrayContaining(['EnableMFADevice ok', 'DeactivateMFADevice ok']))
  })
})

describe('the wait after wrong passwords', () => {
  it('comes after five, whatever the name, and counts no further while it lasts', async () => {
    const { password } = await alice()
    for (const name of ['alice', 'nobody']) {
      for (let times = 0; times < 5; times += 1) expect((await signIn(name, 'wrong')).kind).toBe('refused')
      expect(await signIn(name, 'wrong')).toEqual({ kind: 'throttled', seconds: 1 })
    }
    expect(await signIn('ALICE', password)).toEqual({ kind: 'throttled', seconds: 1 })
    expect((await signIn('admin', ADMIN_PASSWORD)).kind).toBe('signed-in')
    harness.core.clock.advance(1000)
    expect((await signIn('alice', password)).kind).toBe('signed-in')
  })
})

describe('showing again who one is', () => {
  const MINUTES = 60_000

  it('counts for ten minutes, as sign-in does', async () => {
    const { password, token } = await alice()
    harness.core.clock.advance(10 * MINUTES - 1)
    expect((await sessionOf(token)).steppedUp).toBe(true)
    harness.core.clock.advance(1)
    expect((await sessionOf(token)).steppedUp).toBe(false)
    expect((await harness.sessions.stepUp(token, { password: 'wrong' }, source)).kind).toBe('refused')
    expect((await harness.sessions.stepUp(token, {}, source)).kind).toBe('refused')
    expect((await sessionOf(token)).steppedUp).toBe(false)
    expect((await harness.sessions.stepUp(token, { password }, source)).kind).toBe('stepped-up')
    expect((await sessionOf(token)).steppedUp).toBe(true)
    expect(await names()).toEqual(expect.arrayContaining(['ConsoleStepUp denied', 'ConsoleStepUp ok']))
  })

  it('can be done by a code, once', async () => {
    const { token, secret } = await enrolled()
    harness.core.clock.advance(11 * MINUTES)
    const code = codeOf(secret)
    expect((await harness.sessions.stepUp(token, { code }, source)).kind).toBe('stepped-up')
    expect((await harness.sessions.stepUp(token, { code }, source)).kind).toBe('refused')
  })

  it('waits after wrong passwords too', async () => {
    const { token } = await alice()
    for (let times = 0; times < 5; times += 1) await harness.sessions.stepUp(token, { password: 'wrong' }, source)
    expect(await harness.sessions.stepUp(token, { password: 'wrong' }, source)).toEqual({
      kind: 'throttled',
      seconds: 1,
    })
  })
})

describe('the sessions of a user', () => {
  it('are listed, own first, and ended one by one or all others', async () => {
    const { password, token } = await alice()
    const others = [await signedIn('alice', password), await signedIn('alice', password)]
    await signedIn('admin', ADMIN_PASSWORD)
    const listed = await harness.sessions.list(token)
    expect(listed.map(({ own }) => own)).toEqual([true, false, false])
    expect(listed[0]).toMatchObject({ sourceIp: '192.0.2.1', userAgent: 'browser', method: 'password', mfa: false })
    expect(await harness.sessions.revokeOf(token, ({ id }) => id === listed[1]?.id, source)).toBe(1)
    expect(await harness.sessions.list(token)).toHaveLength(2)
    expect(await harness.sessions.revokeOf(token, ({ own }) => !own, source)).toBe(1)
    expect(await harness.sessions.find(token)).toBeDefined()
    for (const other of others) expect(await harness.sessions.find(other)).toBeUndefined()
  })
})
