import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { byteLength, MOST_BYTES, readPolicy } from './policy-document.ts'

function statement(change: Record<string, unknown> = {}): string {
  const all = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*', ...change }
  return JSON.stringify({ Version: '2012-10-17', Statement: [all] })
}

describe('problems', () => {
  it('are none in the default policy', () => {
    expect(readPolicy(defaultKeyPolicyText('111122223333' as AccountId)).problems).toEqual([])
  })

  it('name the line of what is no JSON', () => {
    expect(readPolicy('{\n  "Version": oops\n}').problems).toMatchObject([{ line: 2 }])
    expect(readPolicy('{\n  "Version": "x",\n').problems).toMatchObject([{ line: 3 }])
  })

  it('name the place of what is JSON but no policy', () => {
    const { problems } = readPolicy(statement({ Effect: 'Maybe' }))
    expect(problems.map(({ message }) => message).join()).toContain('Statement[0].Effect')
  })

  it('count bytes, not characters', () => {
    const text = statement({ Sid: 'ü'.repeat(MOST_BYTES / 2) })
    expect(text.length).toBeLessThan(MOST_BYTES)
    expect(byteLength(text)).toBeGreaterThan(MOST_BYTES)
    expect(readPolicy(text).problems).toHaveLength(1)
  })

  it('are told of nothing too', () => {
    expect(readPolicy('  ').problems).toHaveLength(1)
  })
})

describe('statements', () => {
  it('read single values and lists alike', () => {
    const text = statement({
      Sid: 'A',
      Principal: { AWS: ['arn:aws:iam::111122223333:root', '444455556666'], Service: 'ec2.amazonaws.com' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    })
    expect(readPolicy(text).statements).toEqual([
      {
        number: 1,
        sid: 'A',
        allows: true,
        principals: ['arn:aws:iam::111122223333:root', '444455556666', 'ec2.amazonaws.com'],
        actions: ['kms:*'],
        conditions: ['aws:SecureTransport'],
      },
    ])
  })

  it('say what they leave out', () => {
    const text = statement({ Effect: 'Deny', Action: undefined, NotAction: ['kms:Decrypt'] })
    expect(readPolicy(text).statements).toMatchObject([
      { sid: 'Statement 1', allows: false, actions: ['all but kms:Decrypt'] },
    ])
  })

  it('are none in half-typed text', () => {
    expect(readPolicy('{"Statement": [').statements).toEqual([])
  })
})
