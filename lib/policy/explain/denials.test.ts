import { describe, expect, it } from 'vitest'
import { readCases } from '../cases/case-file.ts'
import { runCase } from '../cases/run-case.ts'
import { isAllowed } from '../decision.ts'
import { deniedMessage } from '../messages.ts'
import { traceText } from './text.ts'

const A = '111122223333'
const KEY = `arn:aws:kms:us-east-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const ALICE = `arn:aws:iam::${A}:user/Alice`
const BOB = 'arn:aws:iam::444455556666:user/Bob'
const START = (principal: string) => `User: ${principal} is not authorized to perform: kms:Decrypt`
const NOT_TOLD =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access'

type Statement = Record<string, unknown>
const document = (...Statement: Statement[]) => ({ Version: '2012-10-17', Statement })
const allow = (more: Statement = {}): Statement => ({ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...more })
const deny = (more: Statement = {}): Statement => ({ ...allow(more), Effect: 'Deny' })
const everyone = { Principal: '*' }
const delegating = document(allow({ Principal: { AWS: A } }))
const s3 = (more: Statement = {}) => document(allow({ Action: 's3:*', ...more }))

/** The message of AWS and the trace for a request that the change makes to fail. */
function refusal(change: object) {
  const base = {
    id: 'x',
    expect: 'ImplicitlyDenied',
    principal: ALICE,
    action: 'kms:Decrypt',
    resource: KEY,
    resourceAccount: A,
    keyPolicy: delegating,
    identityPolicies: [document(allow())],
  }
  const [one] = readCases(JSON.stringify({ cases: [{ ...base, ...change }] }))
  if (!one) throw new Error('no case')
  const { trace } = runCase(one)
  if (isAllowed(trace.decision)) throw new Error('it is allowed')
  const { principal, action, resource, decision } = trace
  const message = (shown: string) => deniedMessage({ principalArn: principal, action, resource: shown, decision })
  return { message: message(resource), byCiphertext: message('ciphertext'), text: traceText(trace), trace }
}

describe('each refusal says what AWS says, and its trace the true cause', () => {
  it.each<[string, object, string]>([
    [
      'no identity-based policy allows the kms:Decrypt action',
      { identityPolicies: [s3()] },
      'It is up to the IAM policies of the caller, and none allows.',
    ],
    [
      'no resource-based policy allows the kms:Decrypt action',
      { keyPolicy: document(allow({ Principal: { AWS: BOB } })) },
      `principal: Principal ${BOB} does not cover the caller`,
    ],
    [
      'no permissions boundary allows the kms:Decrypt action',
      { permissionBoundaryPolicies: [s3()] },
      'An IAM policy allows, but no permissions boundary does.',
    ],
    [
      'no session policy allows the kms:Decrypt action',
      { sessionPolicy: s3() },
      'An IAM policy allows, but no session policy does.',
    ],
    [
      'no service control policy allows the kms:Decrypt action',
      { serviceControlPolicies: [s3()] },
      '- service control policy: does not allow',
    ],
    [
      'no resource control policy allows the kms:Decrypt action',
      { resourceControlPolicies: [s3(everyone)] },
      '- resource control policy: does not allow',
    ],
    [
      'no VPC endpoint policy allows the kms:Decrypt action',
      { vpcEndpointPolicy: s3(everyone) },
      '- VPC endpoint policy: does not allow',
    ],
  ])('because %s', (cause, change, said) => {
    const { message, byCiphertext, text } = refusal(change)
    expect(message).toBe(`${START(ALICE)} on resource: ${KEY} because ${cause}`)
    expect(byCiphertext).toBe(`${START(ALICE)} on the resource associated with this ciphertext because ${cause}`)
    expect(text).toContain(said)
  })

  it.each<[string, object, string]>([
    [
      'a resource-based policy',
      { keyPolicy: document(allow({ Principal: { AWS: A } }), deny(everyone)) },
      'Decided by resource-based policy keyPolicy, statement 2',
    ],
    [
      'an identity-based policy',
      { identityPolicies: [document(allow(), deny({ Sid: 'No' }))] },
      'Decided by identity-based policy identityPolicies[0], statement 2 "No"',
    ],
    [
      'a permissions boundary',
      { permissionBoundaryPolicies: [document(deny())] },
      'Decided by permissions boundary permissionBoundaryPolicies[0], statement 1',
    ],
    ['a session policy', { sessionPolicy: document(deny()) }, 'Decided by session policy sessionPolicy, statement 1'],
    [
      'a service control policy',
      { serviceControlPolicies: [document(allow()), document(deny())] },
      'Decided by service control policy serviceControlPolicies[1], statement 1',
    ],
    [
      'a resource control policy',
      { resourceControlPolicies: [document(allow(everyone), deny(everyone))] },
      'Decided by resource control policy resourceControlPolicies[0], statement 2',
    ],
    [
      'a VPC endpoint policy',
      { vpcEndpointPolicy: document(allow(everyone), deny(everyone)) },
      'Decided by VPC endpoint policy vpcEndpointPolicy, statement 2',
    ],
  ])('with an explicit deny in %s', (cause, change, said) => {
    const { message, byCiphertext, text } = refusal({ ...change, expect: 'ExplicitlyDenied' })
    expect(message).toBe(`${START(ALICE)} on resource: ${KEY} with an explicit deny in ${cause}`)
    expect(byCiphertext).toBe(
      `${START(ALICE)} on the resource associated with this ciphertext with an explicit deny in ${cause}`,
    )
    expect(text).toContain(said)
  })

  it.each<[string, object, string]>([
    ['does not allow', { keyPolicy: delegating }, `principal: Principal ${A} does not cover the caller`],
    [
      'denies',
      { keyPolicy: document(allow({ Principal: '*' }), deny(everyone)) },
      'Decided by resource-based policy keyPolicy, statement 2',
    ],
    ['is not there', { keyPolicy: null, resource: `${KEY}0` }, 'Missing: a resource that the caller may know of'],
    [
      'has a resource control policy',
      { resourceControlPolicies: [s3(everyone)] },
      '- resource control policy: does not',
    ],
  ])('nothing about a key of another account that %s; the trace is for its owner', (_, change, said) => {
    const { message, byCiphertext, text } = refusal({ principal: BOB, ...change })
    expect(message).toBe(`${START(BOB)} on this resource ${NOT_TOLD}`)
    expect(byCiphertext).toBe(`${START(BOB)} on the resource associated with this ciphertext ${NOT_TOLD}`)
    expect(text).toContain(said)
    expect(text).toContain('The resource belongs to another account: both accounts must allow.')
  })

  it('for CreateKey', () => {
    const change = { action: 'kms:CreateKey', resource: '*', keyPolicy: null, identityPolicies: [] }
    expect(refusal(change).message).toBe(
      `User: ${ALICE} is not authorized to perform: kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action`,
    )
  })
})

describe('a trace', () => {
  it('names the condition that failed, what it wanted and what the request had', () => {
    const Condition = {
      StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
      'ForAnyValue:StringLike': { 'kms:EncryptionContextKeys': ['a*', `\${aws:username}`] },
    }
    const context = { 'kms:EncryptionContextKeys': ['x', 'y'] }
    const { text } = refusal({ keyPolicy: document(allow({ ...everyone, Condition })), context })
    expect(text).toContain(
      'condition: StringEquals kms:ViaService "s3.us-east-1.amazonaws.com"; the request does not have the key',
    )
    expect(text).toContain(
      `condition: ForAnyValue:StringLike kms:EncryptionContextKeys ["a*", "\${aws:username}"], with values put in ["a*", "Alice"]; the request has ["x", "y"]`,
    )
  })

  it('names the pair of a grant constraint that failed', () => {
    const constraints = { EncryptionContextEquals: { Department: 'IT', Team: 'red' } }
    const grants = [
      { granteePrincipal: ALICE, operations: ['Decrypt'], constraints },
      { granteePrincipal: BOB, operations: ['Encrypt'], constraints: null },
    ]
    const encryptionContext = { Department: 'HR', extra: '1' }
    const { text, trace } = refusal({ identityPolicies: [], grants, encryptionContext })
    expect(text).toContain('EncryptionContextEquals wants Department = "IT", the request has "HR"')
    expect(text).toContain('EncryptionContextEquals wants Team = "red", the request does not have it')
    expect(text).toContain('EncryptionContextEquals wants no pair extra, the request has "1"')
    expect(text).toContain(`grantee: ${BOB} is not the caller`)
    expect(text).toContain('operation: only Encrypt')
    expect(trace.grants.map(({ applies }) => applies)).toEqual([false, false])
  })

  it('tells that the account was trusted with the decision', () => {
    const { trace, text } = refusal({ identityPolicies: [] })
    expect(trace.delegation).toEqual({ kind: 'resource-based policy', policy: 'keyPolicy', statement: 0 })
    expect(text).toContain('The key policy leaves it to the account of the caller')
  })
})
