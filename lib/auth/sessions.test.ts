import { beforeEach, describe, expect, it } from 'vitest'
import { sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { systemIds } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Store } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import type { TestClock } from '#testing/clock.ts'
import { type ConsoleHarness, openConsoleHarness, ADMIN_PASSWORD as PASSWORD } from '#testing/console-harness.ts'
import { envelopeOf } from '#testing/events.ts'
import { ACCOUNT, OTHER_ACCOUNT, REGION } from '#testing/harness.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import type { ConsolePorts } from './known-user.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createThrottle } from './throttle.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const ROOT = `arn:aws:iam::${ACCOUNT}:root`
const scope = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }
const source = { id: systemIds.uuid() as never, face: 'console', sourceIp: '192.0.2.1', userAgent: 'browser' } as const

let broken: BrokenStore
let store: Store
let clock: TestClock
let sessions: Sessions
let harness: ConsoleHarness

const open = (more: Partial<ConsolePorts> = {}) =>
  createSessions({ ...harness.ports, throttle: createThrottle(), ...more })

beforeEach(async () => {
  broken = breakable(openMemoryStore())
  harness = await openConsoleHarness(broken)
  store = harness.ports.store
  clock = harness.core.clock
  sessions = open()
})

const signIn = async (userName = 'admin', password = PASSWORD, by = sessions) => {
  const outcome = await by.signIn({ userName, password, source })
  return outcome.kind === 'signed-in' ? outcome.token : undefined
}
const signedIn = async () => {
  const token = await signIn()
  if (token === undefined) throw new Error('not signed in')
  return token
}
const logins = async () =>
  (await store.events({ sandbox: MAIN_SANDBOX, account: ACCOUNT, filters: [], limit: 100 })).toReversed()

describe('signing in', () => {
  it('with the right name and password gives a token that stands for the user', async () => {
    const token = await signedIn()
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(await sessions.find(token)).toMatchObject({ userName: 'admin', principal: rootPrincipal(ACCOUNT), scope })
  })

  it('gives another token each time, all of them good', async () => {
    const tokens = [await signedIn(), await signedIn()]
    expect(new Set(tokens).size).toBe(2)
    for (const token of tokens) expect(await sessions.find(token)).toBeDefined()
  })

  it.each([
    ['a wrong password', 'admin', 'wrong'],
    ['no password', 'admin', ''],
    ['part of the password', 'admin', PASSWORD.slice(0, -1)],
    ['a name that nobody has', 'root', PASSWORD],
    ['a name in other case', 'Admin', PASSWORD],
    ['nothing', '', ''],
  ])('is refused with %s', async (_, userName, password) => {
    expect(await sessions.signIn({ userName, password, source })).toEqual({ kind: 'refused' })
  })

  it('is refused where a password would cross the network in clear text, and recorded', async () => {
    expect(await signIn('admin', PASSWORD, open({ allowed: false }))).toBeUndefined()
    expect(await logins()).toMatchObject([{ eventName: 'ConsoleLogin', outcome: 'denied' }])
  })

  it('keeps no token, only its digest', async () => {
    const token = await signedIn()
    expect(await store.session(token)).toBeUndefined()
    expect(await store.session(sha256Hex(token))).toMatchObject({ userName: 'admin', revokedAt: null })
  })

  it('does not happen when it cannot be recorded', async () => {
    broken.fault = () => Promise.reject(new Error('the disk is full'))
    await expect(sessions.signIn({ userName: 'admin', password: PASSWORD, source })).rejects.toThrow()
  })
})

describe('signing in by an identity provider', () => {
  const signInAs = async (authTime: number | undefined) => {
    const by = open({ federated: new Set([ROOT]) })
    const session = await by.signInAs({ arn: ROOT, authTime: authTime as EpochMillis | undefined }, source)
    return by.find(session?.token ?? '')
  }

  it('shows who one is only as long as the provider asked for it within the last ten minutes', async () => {
    expect(await signInAs(clock.now())).toMatchObject({ method: 'oidc', steppedUp: true })
    expect(await signInAs(clock.now() - 10 * MINUTE + 1)).toMatchObject({ steppedUp: true })
    expect(await signInAs(clock.now() - 10 * MINUTE)).toMatchObject({ steppedUp: false })
    expect(await signInAs(undefined)).toMatchObject({ steppedUp: false })
  })

  it('shows it for ten minutes at most, however far the clock of the provider is ahead', async () => {
    const by = open({ federated: new Set([ROOT]) })
    const session = await by.signInAs({ arn: ROOT, authTime: (clock.now() + HOUR) as EpochMillis }, source)
    clock.advance(10 * MINUTE)
    expect(await by.find(session?.token ?? '')).toMatchObject({ steppedUp: false })
  })
})

describe('the ConsoleLogin event', () => {
  it('says that it succeeded, who it was and from where', async () => {
    await signIn()
    const [event, ...more] = await logins()
    expect(more).toEqual([])
    expect(event).toMatchObject({
      ...scope,
      eventName: 'ConsoleLogin',
      principal: `arn:aws:iam::${ACCOUNT}:root`,
      outcome: 'ok',
      readOnly: false,
      keyUse: false,
      requestId: null,
      eventTime: clock.now(),
    })
    expect(event && envelopeOf(event).record).toMatchObject({
      eventSource: 'signin.amazonaws.com',
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { LoginTo: 'http://127.0.0.1:3000/sign-in', MFAUsed: 'No' },
      sourceIPAddress: '192.0.2.1',
      userIdentity: { type: 'Root', accountId: ACCOUNT },
    })
  })

  it('of a wrong password names the user', async () => {
    await signIn('admin', 'wrong')
    const [event] = await logins()
    expect(event).toMatchObject({ outcome: 'denied', principal: `arn:aws:iam::${ACCOUNT}:root` })
    expect(event && envelopeOf(event).record).toMatchObject({
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
    })
  })

  it('of an unknown name keeps neither the name, which may be a password, nor the password', async () => {
    await signIn('hunter2', 'hunter3')
    const [event] = await logins()
    expect(event).toMatchObject({ outcome: 'denied', principal: 'unknown' })
    expect(event?.text).not.toMatch(/hunter/)
    expect(event && envelopeOf(event).record).toMatchObject({
      errorMessage: 'No username found in supplied account',
      userIdentity: { userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    })
  })

  it('never holds password or token', async () => {
    const token = await signedIn()
    await signIn('admin', `${PASSWORD}!`)
    const texts = (await logins()).map(({ text }) => text).join()
    for (const secret of [PASSWORD, token, sha256Hex(token)]) expect(texts).not.toContain(secret)
  })
})

describe('a session', () => {
  it('ends 4 hours after it was last seen', async () => {
    const token = await signedIn()
    clock.advance(4 * HOUR - 1)
    expect(await sessions.find(token)).toBeDefined()
    clock.advance(4 * HOUR - 1)
    expect(await sessions.find(token)).toBeDefined()
    clock.advance(4 * HOUR)
    expect(await sessions.find(token)).toBeUndefined()
  })

  it('ends 12 hours after sign-in, however busy', async () => {
    const token = await signedIn()
    for (let hour = 1; hour < 12; hour += 1) {
      clock.advance(HOUR)
      expect(await sessions.find(token), `hour ${hour}`).toBeDefined()
    }
    clock.advance(HOUR)
    expect(await sessions.find(token)).toBeUndefined()
  })

  it('is written at most once a minute while it is used', async () => {
    const token = await signedIn()
    const version = async () => (await store.session(sha256Hex(token)))?.version
    const first = await version()
    clock.advance(MINUTE - 1)
    await sessions.find(token)
    expect(await version()).toBe(first)
    clock.advance(1)
    await sessions.find(token)
    expect(await version()).not.toBe(first)
  })

  it('is not found by a token that was changed, cut or made up', async () => {
    const token = await signedIn()
    for (const other of ['', token.slice(1), `${token}A`, token.toLowerCase(), sha256Hex(token), '../session']) {
      expect(await sessions.find(other)).toBeUndefined()
    }
  })

  it('outlives a restart', async () => {
    const token = await signedIn()
    expect(await open().find(token)).toBeDefined()
  })

  it('ends when its user is another one after a restart', async () => {
    const token = await signedIn()
    const other = open({ scope: { ...scope, account: OTHER_ACCOUNT } })
    expect(await other.find(token)).toBeUndefined()
  })
})

describe('whether a session goes on', () => {
  it('can be asked without keeping it alive', async () => {
    const token = await signedIn()
    clock.advance(4 * HOUR - 1)
    expect(await sessions.goesOn(token, ROOT)).toBe(true)
    clock.advance(1)
    expect(await sessions.goesOn(token, ROOT)).toBe(false)
    expect(await sessions.goesOn('never', ROOT)).toBe(false)
  })

  it('is told at once when it is revoked', async () => {
    const token = await signedIn()
    await sessions.revoke(token, source)
    expect(await sessions.goesOn(token, ROOT)).toBe(false)
  })
})

describe('revoking', () => {
  it('ends the session at once, and no other', async () => {
    const [token, other] = [await signedIn(), await signedIn()]
    await sessions.revoke(token, source)
    expect(await sessions.find(token)).toBeUndefined()
    expect(await sessions.find(other)).toBeDefined()
  })

  it('is in the log, once, with who it was and from where', async () => {
    const token = await signedIn()
    await sessions.revoke(token, source)
    await sessions.revoke(token, source)
    const [, event, ...more] = await logins()
    expect(more).toEqual([])
    expect(event).toMatchObject({
      ...scope,
      eventName: 'ConsoleLogout',
      principal: `arn:aws:iam::${ACCOUNT}:root`,
      outcome: 'ok',
      requestId: null,
      eventTime: clock.now(),
    })
    expect(event && envelopeOf(event).record).toMatchObject({
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogout: 'Success' },
      sourceIPAddress: '192.0.2.1',
      userIdentity: { type: 'Root', accountId: ACCOUNT },
    })
    expect(event?.text).not.toContain(token)
  })

  it('does not happen when it cannot be recorded', async () => {
    const token = await signedIn()
    broken.fault = () => Promise.reject(new Error('the disk is full'))
    await expect(sessions.revoke(token, source)).rejects.toThrow()
    broken.fault = undefined
    expect(await sessions.find(token)).toBeDefined()
  })

  it('again, or of a token that never was, does nothing', async () => {
    const token = await signedIn()
    await sessions.revoke(token, source)
    clock.advance(HOUR)
    const before = await store.session(sha256Hex(token))
    await sessions.revoke(token, source)
    await sessions.revoke('never', source)
    expect(await store.session(sha256Hex(token))).toEqual(before)
  })

  it('wins when the session is seen at the same time', async () => {
    const token = await signedIn()
    clock.advance(MINUTE)
    let times = 2
    broken.fault = (transaction) => {
      if (times === 0) return undefined
      times -= 1
      return sessions.find(token).then(() => store.commit(transaction))
    }
    await sessions.revoke(token, source)
    broken.fault = undefined
    expect(await sessions.find(token)).toBeUndefined()
    expect(await store.session(sha256Hex(token))).toMatchObject({ revokedAt: clock.now() })
  })

  it('is not undone by a request that saw the session before', async () => {
    const token = await signedIn()
    clock.advance(MINUTE)
    broken.fault = (transaction) => {
      broken.fault = undefined
      return sessions.revoke(token, source).then(() => store.commit(transaction))
    }
    await sessions.find(token)
    expect(await sessions.find(token)).toBeUndefined()
  })
})
