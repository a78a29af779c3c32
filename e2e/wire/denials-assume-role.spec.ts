import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { newAccount } from './accounts.ts'
import { ACCOUNT } from './clients.ts'
import { denialOf } from './decisions.ts'
import { assume, type Household, householdOf, trusting } from './people.ts'
import { allow, deny, type Statement } from './statements.ts'

const UNKNOWN = { outcome: 'implicitly-denied', missing: 'resource' }

let server: Server
let owner: Household
let guest: Household
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const account = await newAccount(server)
  guest = householdOf(server, account.accountId, account)
})
afterAll(() => server.stop())

describe('AssumeRole is refused, and only a deny of one’s own account is told:', () => {
  const assuming = async (name: string, household: Household, own: readonly Statement[], trust: Statement) => {
    const caller = await household.user(name, { own })
    const role = await owner.role(name, { ...trust, Principal: { AWS: caller.arn } })
    const { decisions, ...refusal } = await denialOf(server, assume(server, caller, role))
    const start = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`
    return { refusal, decisions, start, role }
  }
  const MAY = trusting('*')
  const NEVER = { ...MAY, Effect: 'Deny', Sid: 'Never' }
  const own = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}/policy/own/1`

  it.each<[string, string, () => Household, readonly Statement[], Statement, string, (role: string) => object]>([
    ['neither side allows', 'neither', () => guest, [], { ...MAY, Action: 'sts:TagSession' }, '', () => UNKNOWN],
    [
      'its own account does not allow',
      'foreign',
      () => guest,
      [],
      MAY,
      '',
      () => ({ outcome: 'implicitly-denied', missing: 'identity-based policy' }),
    ],
    [
      'its IAM policy denies',
      'own-deny',
      () => owner,
      [allow('*'), deny('sts:AssumeRole', { Sid: 'Never' })],
      MAY,
      ' with an explicit deny in an identity-based policy',
      () => ({
        outcome: 'explicitly-denied',
        by: { kind: 'identity-based policy', policy: own('own-deny'), statement: 1, sid: 'Never' },
      }),
    ],
    [
      'the trust policy of its account denies',
      'trust-deny',
      () => owner,
      [allow('*')],
      NEVER,
      ' with an explicit deny in a resource-based policy',
      (role) => ({
        outcome: 'explicitly-denied',
        by: { policy: `${role}/trust/1`, statement: 0, sid: 'Never' },
      }),
    ],
    ['the trust policy of another account denies', 'foreign-deny', () => guest, [allow('*')], NEVER, '', () => UNKNOWN],
  ])('%s', async (_, name, household, policies, trust, reason, cause) => {
    const { refusal, decisions, start, role } = await assuming(name, household(), policies, trust)
    expect(refusal).toEqual({ code: 'AccessDenied', message: `${start}${reason}`, status: 403 })
    expect(decisions).toMatchObject([cause(role)])
  })

  it('a role that is not there', async () => {
    const ada = await owner.user('ada', { own: [allow('*')] })
    const role = `arn:aws:iam::${ACCOUNT}:role/none`
    const { decisions, ...refusal } = await denialOf(server, assume(server, ada, role))
    const message = `User: ${ada.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`
    expect(refusal).toEqual({ code: 'AccessDenied', message, status: 403 })
    expect(decisions).toMatchObject([UNKNOWN])
  })
})
