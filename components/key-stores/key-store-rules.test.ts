import { describe, expect, it } from 'vitest'
import { failureWords } from './connection-words.ts'
import * as rules from './key-store-rules.ts'

describe('what a key store is made with', () => {
  it.each([
    [rules.endpointProblem, 'https://xks.example.com', true],
    [rules.endpointProblem, 'https://xks.example.com:8443', false],
    [rules.endpointProblem, 'http://xks.example.com', false],
    [rules.pathProblem, '/kms/xks/v1', true],
    [rules.pathProblem, '/prefix/kms/xks/v1', true],
    [rules.pathProblem, '/kms/xks/v1/', false],
    [rules.accessKeyProblem, 'AKIAIOSFODNN7EXAMPLE', true],
    [rules.accessKeyProblem, 'test', false],
    [rules.secretProblem, 'x'.repeat(43), true],
    [rules.secretProblem, 'x'.repeat(40), false],
    [rules.secretProblem, `${'x'.repeat(43)} `, false],
    [rules.passwordProblem, 'short', false],
    [rules.passwordProblem, 'long enough', true],
  ] as const)('%o says of %s whether it is right', (problemOf, text, right) => {
    expect(problemOf(text) === undefined).toBe(right)
  })

  it('a VPC endpoint service is of the Region', () => {
    const name = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0'
    expect(rules.vpcServiceProblem(name, 'us-east-1')).toBeUndefined()
    expect(rules.vpcServiceProblem(name, 'eu-west-1')).toBeDefined()
  })
})

describe('what can be done', () => {
  it('follows from the connection state, and says why not', () => {
    expect(rules.connectReason({ state: 'DISCONNECTED' })).toBeUndefined()
    expect(rules.connectReason({ state: 'FAILED' })).toContain('Disconnect')
    expect(rules.connectReason({ state: 'CONNECTED' })).toBe('It is connected')
    expect(rules.connectReason({ state: 'CONNECTING' })).toContain('moment')
    expect(rules.disconnectReason({ state: 'DISCONNECTED' })).toBeDefined()
    expect(rules.deleteReason({ state: 'CONNECTED' }, 0)).toContain('Disconnect')
    expect(rules.deleteReason({ state: 'DISCONNECTED' }, 2)).toContain('2 keys')
    expect(rules.deleteReason({ state: 'DISCONNECTED' }, 0)).toBeUndefined()
  })
})

it('every failure has words and a next step, unknown ones too', () => {
  for (const code of ['XKS_PROXY_NOT_REACHABLE', 'INVALID_CREDENTIALS', 'SOMETHING_NEW']) {
    expect(failureWords(code).what).not.toBe('')
    expect(failureWords(code).next).not.toBe('')
  }
})
