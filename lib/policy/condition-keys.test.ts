import { expect, it } from 'vitest'
import { conditionKeysOf } from './condition-keys.ts'
import { parsePolicy } from './parse.ts'

const variable = (name: string) => `$\{${name}}`
const keysOf = (statement: object, Version = '2012-10-17') => {
  const text = JSON.stringify({
    Version,
    Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...statement }],
  })
  const parsed = parsePolicy(text, 'identity-based policy')
  if (!parsed.ok) throw new Error(parsed.problems[0].message)
  return [...conditionKeysOf(parsed.document)].sort()
}

it('finds the keys of conditions and of variables, in lower case', () => {
  expect(keysOf({})).toEqual([])
  const Condition = {
    StringEquals: {
      'kms:ViaService': 's3.us-east-1.amazonaws.com',
      'aws:PrincipalTag/Team': variable('aws:ResourceTag/Team'),
    },
    Null: { 'kms:EncryptionContext:App': 'false' },
  }
  expect(keysOf({ Condition })).toEqual([
    'aws:principaltag/team',
    'aws:resourcetag/team',
    'kms:encryptioncontext:app',
    'kms:viaservice',
  ])
  expect(keysOf({ Resource: `arn:aws:kms:*:*:key/${variable('aws:username')}` })).toEqual(['aws:username'])
})

it('takes what looks like a variable for text where the version of the policy has none', () => {
  expect(keysOf({ Resource: `arn:aws:kms:*:*:key/${variable('aws:username')}` }, '2008-10-17')).toEqual([])
})
