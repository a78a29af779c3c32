import { describe, expect, it } from 'vitest'
import type { Denial, PolicyKind } from './decision.ts'
import { deniedMessage } from './messages.ts'

const principalArn = 'arn:aws:iam::111122223333:user/Alice'
const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
const START = `User: ${principalArn} is not authorized to perform: kms:Decrypt`
const NOT_TOLD =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access'

const missing = (kind: PolicyKind | 'resource'): Denial => ({ outcome: 'implicitly-denied', missing: kind })
const denied = (kind: PolicyKind): Denial => ({ outcome: 'explicitly-denied', by: { kind, policy: 'p', statement: 0 } })
const foreign: Denial = { ...denied('resource-based policy'), foreign: true } as Denial

describe('messages of AccessDeniedException', () => {
  it('name no resource where the service tells of none', () => {
    const action = 'cloudtrail:LookupEvents'
    const told = (decision: Denial) => deniedMessage({ principalArn, action, decision })
    const start = `User: ${principalArn} is not authorized to perform: ${action}`
    expect(told(missing('identity-based policy'))).toBe(
      `${start} because no identity-based policy allows the ${action} action`,
    )
    expect(told(denied('session policy'))).toBe(`${start} with an explicit deny in a session policy`)
  })

  it.each<[Denial, string, string]>([
    [
      missing('identity-based policy'),
      key,
      `on resource: ${key} because no identity-based policy allows the kms:Decrypt action`,
    ],
    [
      missing('resource-based policy'),
      key,
      `on resource: ${key} because no resource-based policy allows the kms:Decrypt action`,
    ],
    [
      missing('permissions boundary'),
      key,
      `on resource: ${key} because no permissions boundary allows the kms:Decrypt action`,
    ],
    [missing('session policy'), key, `on resource: ${key} because no session policy allows the kms:Decrypt action`],
    [
      missing('service control policy'),
      key,
      `on resource: ${key} because no service control policy allows the kms:Decrypt action`,
    ],
    [
      missing('resource control policy'),
      key,
      `on resource: ${key} because no resource control policy allows the kms:Decrypt action`,
    ],
    [
      missing('VPC endpoint policy'),
      key,
      `on resource: ${key} because no VPC endpoint policy allows the kms:Decrypt action`,
    ],
    [
      missing('identity-based policy'),
      '*',
      'on resource: * because no identity-based policy allows the kms:Decrypt action',
    ],
    [missing('resource'), key, `on this resource ${NOT_TOLD}`],
    [foreign, key, `on this resource ${NOT_TOLD}`],
    [missing('resource'), 'ciphertext', `on the resource associated with this ciphertext ${NOT_TOLD}`],
    [
      missing('identity-based policy'),
      'ciphertext',
      'on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action',
    ],
    [
      denied('resource-based policy'),
      'ciphertext',
      'on the resource associated with this ciphertext with an explicit deny in a resource-based policy',
    ],
    [denied('resource-based policy'), key, `on resource: ${key} with an explicit deny in a resource-based policy`],
    [denied('identity-based policy'), key, `on resource: ${key} with an explicit deny in an identity-based policy`],
    [denied('service control policy'), key, `on resource: ${key} with an explicit deny in a service control policy`],
    [denied('resource control policy'), key, `on resource: ${key} with an explicit deny in a resource control policy`],
    [denied('permissions boundary'), key, `on resource: ${key} with an explicit deny in a permissions boundary`],
    [denied('session policy'), key, `on resource: ${key} with an explicit deny in a session policy`],
    [denied('VPC endpoint policy'), key, `on resource: ${key} with an explicit deny in a VPC endpoint policy`],
  ])('%j on %s', (decision, resource, rest) => {
    expect(deniedMessage({ principalArn, action: 'kms:Decrypt', resource, decision })).toBe(`${START} ${rest}`)
  })
})
