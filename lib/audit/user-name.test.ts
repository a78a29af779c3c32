import { expect, it } from 'vitest'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { userIdentity } from './user-identity.ts'
import { userNameOf } from './user-name.ts'

const account = '111122223333' as AccountId
const ARN = `arn:aws:sts::${account}`
const ada: Principal = { kind: 'user', account, arn: `arn:aws:iam::${account}:user/team/ada`, id: 'AIDA', name: 'ada' }
const reader: Principal = {
  ...{ kind: 'assumed-role', account, id: 'AROA:work', sessionName: 'work' },
  arn: `${ARN}:assumed-role/reader/work`,
  roleArn: `arn:aws:iam::${account}:role/team/reader`,
}
const guest: Principal = {
  ...{ kind: 'federated-user', account, id: `${account}:guest`, name: 'guest' },
  arn: `${ARN}:federated-user/guest`,
}
const session = { issuedAt: 0 as EpochMillis, mfa: false }

it.each([
  ['root', userIdentity(rootPrincipal(account)), 'root'],
  ['a user', userIdentity(ada), 'ada'],
  ['the session of a role', userIdentity(reader, { session }), 'work'],
  ['a federated user', userIdentity(guest, { session }), 'guest'],
  ['a service', { accountId: account, invokedBy: 'AWS Internal' }, undefined],
])('the user name of %s', (_, identity, name) => {
  expect(userNameOf({ userIdentity: identity })).toBe(name)
})
