import { expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { defaultKeyPolicyText } from './default-policy.ts'
import { parsePolicy } from './parse.ts'
import { writePolicy } from './write.ts'

const TEXTS = [
  defaultKeyPolicyText('111122223333' as AccountId),
  JSON.stringify({
    Version: '2008-10-17',
    Id: 'x',
    Statement: [
      {
        Sid: 'A',
        Effect: 'Deny',
        NotPrincipal: { AWS: ['111122223333', '444455556666'], Service: 's3.amazonaws.com' },
        NotAction: ['kms:Decrypt', 'kms:Encrypt'],
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:ViaService': ['a', 'b'], 'kms:CallerAccount': '1' },
          Bool: { 'aws:SecureTransport': 'true' },
        },
      },
    ],
  }),
]

it.each(TEXTS)('a document that was written says what it said', (text) => {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error('it does not parse')
  expect(parsePolicy(writePolicy(parsed.document))).toEqual(parsed)
})
