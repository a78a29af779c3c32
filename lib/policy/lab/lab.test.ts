import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { compileText } from '../compile.ts'
import { defaultKeyPolicyText } from '../default-policy.ts'
import type { PolicyDocument } from '../document.ts'
import { sourceOf } from '../documents.ts'
import { principalContext } from '../principal-context.ts'
import type { Policies } from '../request.ts'
import { KMS_VOCABULARY, keyActions } from '../vocabulary.ts'
import { accessMatrix } from './access-matrix.ts'
import { diffAccess } from './diff-access.ts'
import { recordedKeys, replay } from './replay.ts'
import { type Scenario, simulate } from './simulate.ts'

const account = '111122223333' as AccountId
const OTHER = '444455556666'
const arn = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const key = { arn, account }
const alice: Principal = {
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/Alice`,
  id: 'AIDAALICE',
  name: 'Alice',
}
const keyPolicy = defaultKeyPolicyText(account)

const text = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (principal: unknown, action: unknown = 'kms:*', more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: '*',
  ...more,
})
const delegating = allow({ AWS: account })
const document = (...statements: object[]): PolicyDocument =>
  sourceOf('p', text(...statements), 'resource-based policy').document
const iam = (action: unknown) => text({ Effect: 'Allow', Action: action, Resource: '*' })

describe('simulate', () => {
  const scenario: Scenario = { principal: alice, action: 'kms:Decrypt', resource: arn, keyPolicy }

  it('decides on policies that are stored nowhere, and explains', () => {
    expect(simulate(scenario)).toMatchObject({ ok: true, decision: { missing: 'identity-based policy' } })
    const allowed = simulate({ ...scenario, identityPolicies: [iam('kms:Decrypt')] })
    expect(allowed).toMatchObject({
      ok: true,
      decision: { outcome: 'allowed' },
      trace: { decision: { outcome: 'allowed' } },
    })
  })

  it('knows the keys of conditions that follow from the caller and the encryption context', () => {
    const Condition = { StringEquals: { 'aws:username': 'Alice', 'kms:EncryptionContext:App': 'x' } }
    const policy = text(allow('*', 'kms:*', { Condition }))
    const outcome = (pairs: [string, string][]) =>
      simulate({ ...scenario, keyPolicy: policy, encryptionContext: new Map(pairs) })
    expect(outcome([['App', 'x']])).toMatchObject({ decision: { outcome: 'allowed' } })
    expect(outcome([['App', 'y']])).toMatchObject({ decision: { outcome: 'implicitly-denied' } })
  })

  it('takes ceilings, grants and more context', () => {
    const grants = [{ id: 'g', granteePrincipal: alice.arn, operations: new Set(['Decrypt']) }]
    expect(simulate({ ...scenario, grants })).toMatchObject({ decision: { outcome: 'allowed', grant: 'g' } })
    const bounded = simulate({ ...scenario, identityPolicies: [iam('*')], boundary: iam('s3:*') })
    expect(bounded).toMatchObject({ decision: { missing: 'permissions boundary' } })
    const endpointPolicy = text({ ...delegating, Effect: 'Deny', Principal: '*' })
    expect(simulate({ ...scenario, endpointPolicy })).toMatchObject({
      decision: { by: { kind: 'VPC endpoint policy' } },
    })
  })

  it('names what is wrong with a policy, and which', () => {
    const problems = simulate({ ...scenario, keyPolicy: '{', identityPolicies: [iam('*'), '{}'] })
    expect(problems).toMatchObject({
      ok: false,
      problems: [{ document: 'keyPolicy' }, { document: 'identityPolicies[1]', path: 'Statement' }],
    })
  })
})

describe('accessMatrix', () => {
  const actions = keyActions(KMS_VOCABULARY).filter(({ name }) => /kms:(Decrypt|ScheduleKeyDeletion)/.test(name))
  const policy = sourceOf('p', text(delegating, allow({ AWS: OTHER }, 'kms:*')), 'resource-based policy')

  it('has a decision and a reason for each principal and operation', () => {
    const identity = [sourceOf('i', iam('kms:Decrypt'), 'identity-based policy')]
    const subjects = [{ label: 'Alice', principal: alice, identity }]
    const [row] = accessMatrix(subjects, actions, { ...key, policy })
    expect(row?.cells.map(({ action, decision, reason }) => [action, decision.outcome, reason])).toEqual([
      ['kms:ScheduleKeyDeletion', 'implicitly-denied', 'It is up to the IAM policies of the caller, and none allows.'],
      ['kms:Decrypt', 'allowed', "The key policy leaves it to the caller's account, and an IAM policy there allows."],
    ])
  })

  it('leaves out what other accounts can never call', () => {
    const subjects = [{ label: 'other root', principal: rootPrincipal(OTHER as AccountId), identity: [] }]
    const [row] = accessMatrix(subjects, actions, { ...key, policy })
    expect(row?.cells.map(({ action }) => action)).toEqual(['kms:Decrypt'])
  })
})

describe('diffAccess', () => {
  const named = (principal: unknown, action: unknown, more?: object) =>
    document(delegating, allow(principal, action, more))
  const labels = (before: PolicyDocument, after: PolicyDocument) =>
    diffAccess(before, after, key).map(({ label, gains, loses }) => [
      label,
      gains.map(({ action, before: old, after: now }) => `${action}: ${old} → ${now}`),
      loses.map(({ action, before: old, after: now }) => `${action}: ${old} → ${now}`),
    ])
  const BOB = `arn:aws:iam::${OTHER}:user/Bob`

  it('says nothing of policies that mean the same', () => {
    expect(
      labels(
        document(delegating),
        document({ ...delegating, Sid: 'x', Principal: { AWS: `arn:aws:iam::${account}:root` } }),
      ),
    ).toEqual([])
  })

  it('tells who gains and who loses', () => {
    expect(labels(named({ AWS: alice.arn }, 'kms:Decrypt'), named({ AWS: BOB }, 'kms:Encrypt'))).toEqual([
      [alice.arn, [], ['kms:Decrypt: always → always, by IAM']],
      [BOB, ['kms:Encrypt: never → always, by IAM'], []],
    ])
  })

  it('tells when access comes under a condition', () => {
    const Condition = { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }
    const [logs] = labels(
      named({ Service: 'logs.amazonaws.com' }, 'kms:Decrypt'),
      named({ Service: 'logs.amazonaws.com' }, 'kms:Decrypt', { Condition }),
    )
    expect(logs).toEqual(['logs.amazonaws.com', [], ['kms:Decrypt: always → conditional']])
  })

  it('sees everyone, and all other accounts', () => {
    const found = labels(document(delegating), document(delegating, allow('*', 'kms:Decrypt')))
    expect(found).toEqual([
      [`other identities of ${account}, by IAM policies`, ['kms:Decrypt: always, by IAM → always'], []],
      ['other accounts, by IAM policies', ['kms:Decrypt: never → always, by IAM'], []],
    ])
  })

  it('sees a lockout', () => {
    const role = `arn:aws:iam::${account}:role/path/App`
    const found = diffAccess(document(delegating), document(allow({ AWS: role }, 'kms:Decrypt')), key)
    const root = found.find(({ label }) => label === `the root user of ${account}`)
    expect(root?.loses.map(({ action }) => action)).toContain('kms:PutKeyPolicy')
    expect(found.find(({ label }) => label === role)?.gains).toEqual([
      { action: 'kms:Decrypt', before: 'always, by IAM', after: 'always' },
    ])
  })

  it('sees a conditional deny', () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }
    const denying = { ...allow('*', 'kms:ScheduleKeyDeletion', { Condition }), Effect: 'Deny' }
    const found = labels(document(delegating), document(delegating, denying))
    expect(found[0]).toEqual([`the root user of ${account}`, [], ['kms:ScheduleKeyDeletion: always → conditional']])
  })
})

describe('replay', () => {
  const Condition = { StringEquals: { 'kms:KeySpec': 'RSA_2048' } }
  const compiled = (statement: object) => compileText('v1', text(statement), 'resource-based policy')
  const policies: Policies = {
    resource: compiled(allow({ AWS: alice.arn })),
    identity: [],
    serviceControl: [],
    resourceControl: [],
    grants: [],
  }
  const context = new Map(principalContext(alice))
  const stored = (id: string, action: string) => {
    const request = { principal: alice, action, resource: arn, resourceAccount: account, context }
    return { id, request, policies, knownKeys: recordedKeys(alice, policies) }
  }
  const requests = [stored('a', 'kms:Decrypt'), stored('b', 'kms:Encrypt')]

  it('gives the requests that would end differently', () => {
    expect(replay(requests, document(allow({ AWS: alice.arn }, 'kms:Decrypt')))).toMatchObject([
      { id: 'b', before: { outcome: 'allowed' }, after: { outcome: 'implicitly-denied' }, unsure: [] },
    ])
    expect(replay(requests, document(allow({ AWS: alice.arn })))).toEqual([])
  })

  it('says when the record does not tell', () => {
    const draft = document(allow({ AWS: alice.arn }, 'kms:*', { Condition }))
    expect(replay(requests, draft).map(({ unsure }) => unsure)).toEqual([['kms:keyspec'], ['kms:keyspec']])
    const onName = document(allow('*', 'kms:*', { Condition: { StringEquals: { 'aws:username': 'Alice' } } }))
    expect(replay(requests, onName)).toEqual([])
  })

  it('passes over what no key policy governs', () => {
    const { resource: _resource, ...rest } = policies
    const keyless = requests.map((one) => ({ ...one, policies: rest }))
    expect(replay(keyless, document(delegating))).toEqual([])
  })
})
