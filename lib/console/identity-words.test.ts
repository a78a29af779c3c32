import { expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { decoded, principalsIn, seenBy } from './identity-words.ts'

const trust = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const group = (value: string, count: number, last: number) =>
  ({ attribute: 'principal', value, count, first: 0 as EpochMillis, last: last as EpochMillis }) as const

it('names the principals that a trust policy allows, once each', () => {
  const alice = 'arn:aws:iam::111122223333:user/alice'
  const document = trust(
    { Effect: 'Allow', Principal: { AWS: [alice, '444455556666'], Service: 'ec2.amazonaws.com' } },
    { Effect: 'Allow', Principal: { AWS: alice } },
    { Effect: 'Deny', Principal: '*' },
  )
  expect(principalsIn(document)).toEqual([alice, '444455556666', 'ec2.amazonaws.com'])
  expect(principalsIn(trust({ Effect: 'Allow', Principal: '*' }))).toEqual(['*'])
  expect(principalsIn('{')).toEqual([])
})

it('reads policies as AWS IAM answers them', () => {
  expect(decoded('%7B%22a%22%3A%20%22%2B%22%7D')).toBe('{"a": "+"}')
  expect(decoded(undefined)).toBe('')
})

it('tells when a user, or any session of a role, called last', () => {
  const seen = seenBy([
    group('arn:aws:iam::111122223333:user/team/alice', 2, 5),
    group('arn:aws:sts::111122223333:assumed-role/worker/one', 3, 7),
    group('arn:aws:sts::111122223333:assumed-role/worker/two', 4, 6),
  ])
  expect(seen('arn:aws:iam::111122223333:user/team/alice')).toEqual({ seen: { last: 5, calls: 2 } })
  expect(seen('arn:aws:iam::111122223333:role/apps/worker')).toEqual({ seen: { last: 7, calls: 7 } })
  expect(seen('arn:aws:iam::111122223333:user/worker')).toEqual({})
})
