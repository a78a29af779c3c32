import { describe, expect, it } from 'vitest'
import { parsePolicy } from './parse.ts'
import { isPrincipalForm, namedPrincipals } from './principals.ts'

describe('principals of a document', () => {
  it('are listed once each, without the wildcard and other types', () => {
    const text = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
        { Effect: 'Deny', NotPrincipal: { AWS: ['a', 'b', 'a'], Service: 's' }, Action: 'kms:*', Resource: '*' },
      ],
    })
    const parsed = parsePolicy(text)
    expect(parsed.ok && namedPrincipals(parsed.document)).toEqual(['a', 'b'])
  })

  it.each([
    ['111122223333', true],
    ['arn:aws:iam::111122223333:root', true],
    ['arn:aws-cn:iam::111122223333:user/path/Alice', true],
    ['arn:aws:sts::111122223333:assumed-role/App/i-1', true],
    ['AIDACKCEVSQ6C2EXAMPLE', true],
    ['*', false],
    ['11112222333', false],
    ['arn:aws:iam::111122223333:user/Al*', false],
    ['arn:aws:iam::111122223333:group/g', false],
    ['arn:aws:s3:::bucket', false],
    ['Alice', false],
  ])('%s has the form of a principal: %s', (value, expected) => expect(isPrincipalForm(value)).toBe(expected))
})
