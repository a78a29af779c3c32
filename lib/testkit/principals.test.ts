import { describe, expect, it } from 'vitest'
import { credentialsOf, principalsOf } from './principals.ts'

const accessKeys = [
  ['111122223333', undefined, 'AKIAROOT'],
  ['111122223333', 'alice', 'AKIAALICE1'],
  ['111122223333', 'alice', 'AKIAALICE2'],
  ['111122223333', 'bob', 'AKIABOB1'],
  ['444455556666', 'bob', 'AKIABOB4'],
] as const

const principals = principalsOf({
  accessKeys: accessKeys.map(([AccountId, UserName, AccessKeyId]) => ({
    ...{ AccountId, AccessKeyId, SecretAccessKey: 'secret' },
    ...(UserName !== undefined && { UserName }),
  })),
})

describe('credentialsOf', () => {
  it.each([
    ['alice', 'AKIAALICE1'],
    ['444455556666/bob', 'AKIABOB4'],
    ['arn:aws:iam::111122223333:user/bob', 'AKIABOB1'],
    ['arn:aws:iam::444455556666:user/some/path/bob', 'AKIABOB4'],
    ['111122223333', 'AKIAROOT'],
    ['arn:aws:iam::111122223333:root', 'AKIAROOT'],
  ])('are those of %s', (name, accessKeyId) => {
    expect(credentialsOf(principals, name)).toEqual({ accessKeyId, secretAccessKey: 'secret' })
  })

  it.each([
    ['bob', "'bob' is a user of several accounts: say 111122223333/bob or 444455556666/bob."],
    ['carol', /No access key of 'carol' is known here\. There are those of 111122223333, 111122223333\/alice, /],
    ['444455556666', /No access key of '444455556666'/],
    ['111122223333/carol', /No access key/],
    ['arn:aws:iam::111122223333:role/alice', /Roles are assumed: see assumeRole/],
  ])('are not guessed for %s', (name, message) => {
    expect(() => credentialsOf(principals, name)).toThrow(message)
  })
})
