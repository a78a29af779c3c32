import { describe, expect, it } from 'vitest'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { NO_IDENTITY_POLICIES } from '#policy/request.ts'
import { ACCOUNT, OTHER_ACCOUNT } from '#testing/harness.ts'
import { rootIdentities } from './identities.ts'

const identities = (open: boolean, accessKeyId = 'AKIAROOT') =>
  rootIdentities({ account: ACCOUNT, accessKeyId, secretAccessKey: 'secret', open })
const root = (accessKeyId: string, account = ACCOUNT) => ({
  accessKeyId,
  secretAccessKey: 'secret',
  sandbox: MAIN_SANDBOX,
  principal: rootPrincipal(account),
})

describe('the identities of an installation', () => {
  it('in strict mode are one: the root of the first account', async () => {
    const strict = identities(false)
    expect(await strict.credential('AKIAROOT')).toEqual(root('AKIAROOT'))
    for (const other of ['', 'akiaroot', 'AKIAROOT ', 'AKIAOTHER', OTHER_ACCOUNT, ACCOUNT]) {
      expect(await strict.credential(other), other).toBeUndefined()
    }
  })

  it('in open mode are the root of the account that 12 digits name, else of the first account', async () => {
    const open = identities(true)
    expect(await open.credential(OTHER_ACCOUNT)).toEqual(root(OTHER_ACCOUNT, OTHER_ACCOUNT))
    for (const id of ['AKIAROOT', 'test', '44445555666', '4444555566667', 'AKIA444455556666']) {
      expect(await open.credential(id)).toEqual(root(id))
    }
  })

  it('take the configured access key id as it is, also when it looks like an account', async () => {
    for (const open of [true, false]) {
      expect(await identities(open, OTHER_ACCOUNT).credential(OTHER_ACCOUNT)).toEqual(root(OTHER_ACCOUNT))
    }
  })

  it('carry no policies, and take every user and role in a key policy as it comes', async () => {
    const strict = identities(false)
    expect(await strict.policiesOf(MAIN_SANDBOX, rootPrincipal(ACCOUNT))).toBe(NO_IDENTITY_POLICIES)
    expect(await strict.principalExists(MAIN_SANDBOX, `arn:aws:iam::${ACCOUNT}:user/alice`)).toBe('unknown')
  })
})
