import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '#audit/event.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Input, OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { permissions } from '#model/permissions.ts'
import type { Decision } from '#policy/decision.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import type { Trace } from '#policy/explain/trace.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { inputFor, newSubject } from '#testing/calls.ts'
import { ACCOUNT, OTHER_ACCOUNT, openHarness, REGION } from '#testing/harness.ts'
import { allowing, type IamHarness, openIamHarness, refusalOf, trusting } from '#testing/iam-harness.ts'
import type { Caller } from './ports.ts'
import { tracesOf } from './why.ts'

let core: IamHarness
let keyId: string
let arn: string

beforeEach(async () => {
  core = await openIamHarness()
  const { KeyMetadata } = await core.kms.execute('CreateKey', {}, core.caller())
  keyId = KeyMetadata?.KeyId ?? ''
  arn = KeyMetadata?.Arn ?? ''
})

const again = (caller: Caller): Caller => ({ ...caller, request: core.caller().request })
const encrypt = (caller: Caller, more: Partial<Input<'Encrypt'>> = {}) =>
  core.kms.execute('Encrypt', { KeyId: arn, Plaintext: Buffer.from('x'), ...more }, caller)

/** The traces of a call that fails. */
async function whyNot(call: (caller: Caller) => Promise<unknown>, as: Caller): Promise<readonly Trace[]> {
  const caller = again(as)
  await refusalOf(call(caller))
  return tracesFor(caller)
}

async function tracesFor({ request, principal }: Caller): Promise<readonly Trace[]> {
  const explained = await core.why(request.id, core.caller({ account: principal.account }))
  if (!explained) throw new Error('no such call')
  return explained.traces
}

const policyOf = (trace: Trace | undefined, kind: string) => trace?.policies.find((policy) => policy.kind === kind)

describe('why a call was refused', () => {
  it('names the condition that failed, with what was expected and what came', async () => {
    const Condition = { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } }
    const alice = await core.user('alice', allowing('kms:Encrypt', '*', { Condition }))
    const EncryptionContext = new Map([['tenant', 'b']])
    const [trace] = await whyNot((caller) => encrypt(caller, { EncryptionContext }), alice)
    expect(trace?.decision).toEqual({ outcome: 'implicitly-denied', missing: 'identity-based policy' })
    expect(policyOf(trace, 'identity-based policy')?.statements[0]?.conditions).toMatchObject([
      { key: 'kms:EncryptionContext:tenant', expected: ['a'], actual: 'b', met: false },
    ])
  })

  it('is told of every check, also of those that were allowed before', async () => {
    const alice = await core.user('alice', allowing('kms:ReEncryptFrom'))
    const { CiphertextBlob = new Uint8Array() } = await encrypt(again(core.caller()))
    const input = { CiphertextBlob, DestinationKeyId: arn }
    const traces = await whyNot((caller) => core.kms.execute('ReEncrypt', input, caller), alice)
    expect(traces.map(({ action, decision }) => `${action} ${decision.outcome}`)).toEqual([
      'kms:ReEncryptFrom allowed',
      'kms:ReEncryptTo implicitly-denied',
    ])
  })

  it('is told of an AWS managed key that came to be by the call', async () => {
    const [trace] = await whyNot((caller) => encrypt(caller, { KeyId: 'alias/aws/ebs' }), core.caller())
    expect(trace?.decision).toEqual({ outcome: 'implicitly-denied', missing: 'resource-based policy' })
    expect(policyOf(trace, 'resource-based policy')?.statements[0]?.conditions).toMatchObject([
      { key: 'kms:CallerAccount', met: true },
      { key: 'kms:ViaService', actual: undefined, met: false },
    ])
  })

  it('is told from the policy as it was then, whatever became of it', async () => {
    const alice = again(await core.user('alice', allowing('kms:DescribeKey')))
    await refusalOf(encrypt(alice))
    await core.call('PutUserPolicy', {
      UserName: 'alice',
      PolicyName: 'own',
      PolicyDocument: JSON.stringify(allowing('kms:*')),
    })
    await encrypt(again(alice))
    const [trace] = await tracesFor(alice)
    expect(policyOf(trace, 'identity-based policy')).toMatchObject({
      policy: `arn:aws:iam::${ACCOUNT}:user/alice/policy/own/1`,
      statements: [
        { matched: false, mismatches: [{ part: 'action', element: 'Action', listed: ['kms:DescribeKey'] }] },
      ],
    })
  })

  it('is told of a key policy that was replaced and of a key that is gone', async () => {
    const Policy = defaultKeyPolicyText(OTHER_ACCOUNT as typeof ACCOUNT)
    const bypass = { KeyId: keyId, Policy, BypassPolicyLockoutSafetyCheck: true }
    await core.kms.execute('PutKeyPolicy', bypass, core.caller())
    const [trace] = await whyNot(encrypt, core.caller())
    expect(trace?.decision).toMatchObject({ missing: 'resource-based policy' })
    expect(policyOf(trace, 'resource-based policy')?.policy).toBe(`${arn}/policy/2`)
  })

  it('says which pair of a grant did not fit', async () => {
    const bob = await core.user('bob')
    await core.kms.execute(
      'CreateGrant',
      {
        KeyId: keyId,
        GranteePrincipal: bob.principal.arn,
        Operations: ['Encrypt'],
        Constraints: { EncryptionContextSubset: new Map([['tenant', 'a']]) },
      },
      core.caller(),
    )
    const EncryptionContext = new Map([['tenant', 'b']])
    const [trace] = await whyNot((caller) => encrypt(caller, { EncryptionContext }), bob)
    expect(trace?.grants).toMatchObject([
      { applies: false, mismatches: [{ part: 'encryption context', name: 'tenant', expected: 'a', actual: 'b' }] },
    ])
  })

  it('says nothing of a key that the caller may not know of', async () => {
    const stranger = core.caller({ account: OTHER_ACCOUNT })
    const unknown = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
    const [trace] = await whyNot((caller) => encrypt(caller, { KeyId: unknown }), stranger)
    expect(trace).toMatchObject({ policies: [], decision: { missing: 'resource' } })
  })

  it('reaches the trust policy of a role', async () => {
    const alice = await core.user('alice', allowing('sts:AssumeRole'))
    const AssumeRolePolicyDocument = JSON.stringify(trusting(`arn:aws:iam::${OTHER_ACCOUNT}:root`))
    const { Role } = await core.call('CreateRole', { RoleName: 'App', AssumeRolePolicyDocument })
    const assume = (caller: Caller) =>
      core.sts.execute('AssumeRole', { RoleArn: Role.Arn, RoleSessionName: 'session' }, caller)
    const [trace] = await whyNot(assume, alice)
    expect(policyOf(trace, 'resource-based policy')).toMatchObject({
      policy: `arn:aws:iam::${ACCOUNT}:role/App/trust/1`,
      statements: [{ matched: false, mismatches: [{ part: 'principal' }] }],
    })
  })
})

describe('the explanation of a call', () => {
  it('is for those who may read the log, and leaves an event', async () => {
    const alice = await core.user('alice')
    const refused = await refusalOf(core.why('x', alice))
    expect(refused.code).toBe('AccessDeniedException')
    expect(await core.why('x', core.caller())).toBeUndefined()
    expect((await core.events()).slice(-2).map(({ eventName, outcome }) => [eventName, outcome])).toEqual([
      ['ExplainDecision', 'denied'],
      ['ExplainDecision', 'ok'],
    ])
  })

  it('is not given for the calls of another account', async () => {
    const caller = again(core.caller())
    await encrypt(caller)
    expect(await core.why(caller.request.id, core.caller({ account: OTHER_ACCOUNT }))).toBeUndefined()
  })
})

describe('the second evaluator', () => {
  it.each(operationNames)(
    'comes to the decisions that stand in the events of %s and of all calls before it',
    async (name: OperationName) => {
      const kms = await openHarness()
      const subject = await newSubject(kms, name)
      await kms.call(name, inputFor(name, subject))
      for (const event of await kms.events()) {
        const references = (JSON.parse(event.text) as Envelope).decisions as readonly DecisionReference[]
        const traces = await tracesOf(event, kms.ports)
        expect(traces.map(({ decision }) => decision)).toEqual(references.map(decisionOf))
      }
    },
  )

  it('comes to the decisions that stand in the events of both accounts, of every call that another account may make', async () => {
    const kms = await openHarness()
    const theirs = kms.caller({ account: OTHER_ACCOUNT })
    const AWS = [ACCOUNT, OTHER_ACCOUNT].map((account) => `arn:aws:iam::${account}:root`)
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }],
    })
    for (const name of operationNames.filter((each) => permissions[each].crossAccount)) {
      const subject = await newSubject(kms, name, { Policy })
      await kms.call(name, { ...inputFor(name, { ...subject, keyId: subject.arn }) } as never, theirs).catch(isRefused)
    }
    const logs = await Promise.all([ACCOUNT, OTHER_ACCOUNT].map((account) => kms.events({ account })))
    for (const event of logs.flat()) {
      const references = (JSON.parse(event.text) as Envelope).decisions as readonly DecisionReference[]
      const traces = await tracesOf(event, kms.ports)
      expect(traces.map(({ decision }) => decision)).toEqual(references.map(decisionOf))
    }
  })
})

/** A refusal is an outcome like another here. */
function isRefused(error: unknown): void {
  if (!isServiceError(error)) throw error
}

/** The decision in a reference, without what it was made of. */
function decisionOf(reference: DecisionReference): Decision {
  const { action: _a, resource: _r, owner: _o, policies: _p, grants: _g, facts: _f, ...decision } = reference
  return decision as Decision
}
