import { expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { createGrantInput, grantDto } from './grants.ts'

const ROLE = 'arn:aws:iam::111122223333:role/worker'
const empty = { name: '', retiree: '', operations: ['Decrypt'], constraints: {} }

it('shows a grant with its constraints as pairs', () => {
  const grant = grantDto({
    KeyId: 'arn:aws:kms:us-east-1:444455556666:key/k',
    IssuingAccount: 'arn:aws:iam::444455556666:root',
    GrantId: 'g',
    CreationDate: 5 as EpochMillis,
    GranteeServicePrincipal: 'rds.amazonaws.com',
    RetiringPrincipal: ROLE,
    Operations: ['Decrypt'],
    Constraints: { EncryptionContextSubset: new Map([['tenant', 'acme']]) },
  })
  expect(grant).toEqual({
    keyArn: 'arn:aws:kms:us-east-1:444455556666:key/k',
    issuer: '444455556666',
    grantId: 'g',
    name: '',
    createdAt: 5,
    grantee: 'rds.amazonaws.com',
    retiree: ROLE,
    operations: ['Decrypt'],
    constraints: { subset: [{ name: 'tenant', value: 'acme' }] },
  })
})

it('asks for a grant with no member that was left empty', () => {
  expect(createGrantInput('k', { ...empty, grantee: ROLE })).toEqual({
    KeyId: 'k',
    GranteePrincipal: ROLE,
    Operations: ['Decrypt'],
  })
})

it('tells principals of services from those with an ARN', () => {
  const constraints = { equals: [{ name: 'a', value: 'b' }] }
  const input = createGrantInput('k', {
    ...empty,
    grantee: 'rds.amazonaws.com',
    retiree: 'rds.amazonaws.com',
    constraints,
  })
  expect(input).toMatchObject({
    GranteeServicePrincipal: 'rds.amazonaws.com',
    RetiringServicePrincipal: 'rds.amazonaws.com',
    Constraints: { EncryptionContextEquals: new Map([['a', 'b']]) },
  })
})
