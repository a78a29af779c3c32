import { expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { principalContext } from './principal-context.ts'

const account = '111122223333' as AccountId
const arn = `arn:aws:sts::${account}:assumed-role/App/i-1`
const roleArn = `arn:aws:iam::${account}:role/path/App`

it('a session goes by the ARN of its role, and only users have a name', () => {
  const session = { kind: 'assumed-role', account, arn, id: 'AROA1:i-1', roleArn, sessionName: 'i-1' } as const
  expect(Object.fromEntries(principalContext(session))).toEqual({
    'kms:calleraccount': account,
    'aws:principalaccount': account,
    'aws:principalarn': roleArn,
    'aws:principaltype': 'AssumedRole',
    'aws:userid': 'AROA1:i-1',
    'aws:principalisawsservice': 'false',
  })
  expect(new Map(principalContext(rootPrincipal(account))).get('aws:principaltype')).toBe('Account')
  const user = { kind: 'user', account, arn: `arn:aws:iam::${account}:user/A`, id: 'AIDA1', name: 'A' } as const
  expect(new Map(principalContext(user)).get('aws:username')).toBe('A')
  const service = 'logs.amazonaws.com'
  const logs = new Map(principalContext({ kind: 'service', account, arn: service, id: service, service }))
  expect(logs.get('aws:principalisawsservice')).toBe('true')
  expect(logs.get('aws:principalservicename')).toBe(service)
})
