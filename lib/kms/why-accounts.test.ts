import { beforeEach, describe, expect, it } from 'vitest'
import type { Trace } from '#policy/explain/trace.ts'
import { ACCOUNT, OTHER_ACCOUNT } from '#testing/harness.ts'
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
const encrypt = (caller: Caller) => core.kms.execute('Encrypt', { KeyId: arn, Plaintext: Buffer.from('x') }, caller)

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

describe('why a call across accounts was allowed or refused', () => {
  const theirRoot = () => core.caller({ account: OTHER_ACCOUNT })
  const share = (Principal: object, more = {}) =>
    core.kms.execute(
      'PutKeyPolicy',
      {
        KeyId: keyId,
        BypassPolicyLockoutSafetyCheck: true,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'own',
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
              Action: 'kms:*',
              Resource: '*',
            },
            { Sid: 'shared', Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*', ...more },
          ],
        }),
      },
      core.caller(),
    )
  const ownersTraces = async ({ request }: Caller) => (await core.why(request.id, core.caller()))?.traces

  it('is told to each account from its own side', async () => {
    await share({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, { Condition: { Bool: { 'kms:MultiRegion': 'false' } } })
    const bob = again(await core.user('bob', allowing('kms:Encrypt'), theirRoot()))
    await encrypt(bob)
    const [theirs] = await tracesFor(bob)
    expect(theirs).toMatchObject({
      ...{ principal: bob.principal.arn, crossAccount: true, grants: [] },
      decision: { outcome: 'allowed', by: { kind: 'identity-based policy' } },
      reason: 'An IAM policy allows. The account of the resource allows as well. Its policy is not shown here.',
    })
    expect(theirs?.policies.map(({ kind }) => kind)).toEqual(['identity-based policy'])
    expect(JSON.stringify(theirs)).not.toMatch(/shared|MultiRegion|policy\/2/)
    const [ours] = (await ownersTraces(bob)) ?? []
    expect(ours).toMatchObject({
      ...{ principal: OTHER_ACCOUNT, crossAccount: true },
      decision: { outcome: 'allowed', by: { kind: 'resource-based policy', policy: `${arn}/policy/2`, sid: 'shared' } },
      reason:
        'The policy of the resource allows, and the account of the caller as well. Its policies are not shown here.',
    })
    expect(ours?.policies.map(({ kind }) => kind)).toEqual(['resource-based policy'])
    expect(policyOf(ours, 'resource-based policy')?.statements[1]?.conditions).toMatchObject([
      { key: 'kms:MultiRegion', met: true },
    ])
    expect(JSON.stringify(ours)).not.toContain('user/bob')
  })

  it('tells the owner the decision alone when the event of the caller was pruned', async () => {
    await share({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` })
    const bob = again(await core.user('bob', allowing('kms:Encrypt'), theirRoot()))
    await encrypt(bob)
    const event = (await core.why(bob.request.id, core.caller()))?.event
    if (!event) throw new Error('no such call')
    const store = { ...core.ports.store, events: async () => [] }
    const by = { kind: 'resource-based policy', policy: `${arn}/policy/2`, sid: 'shared', statement: 1 }
    expect(await tracesOf(event, { store })).toEqual([
      {
        ...{ principal: OTHER_ACCOUNT, action: 'kms:Encrypt', resource: arn, crossAccount: true },
        ...{ policies: [], grants: [], ceilings: [], decision: { outcome: 'allowed', by } },
        reason: expect.stringMatching(/is not known any more: its own event of the call was pruned/),
      },
    ])
  })

  it('tells the owner which grant allowed, and the caller only that one did', async () => {
    const bob = again(await core.user('bob', undefined, theirRoot()))
    const grant = { KeyId: keyId, GranteePrincipal: bob.principal.arn, Operations: ['Encrypt'] } as const
    const { GrantId = '' } = await core.kms.execute('CreateGrant', grant, core.caller())
    await encrypt(bob)
    const [theirs] = await tracesFor(bob)
    expect(theirs).toMatchObject({
      ...{ grants: [], policies: [], decision: { outcome: 'allowed', foreign: true } },
      reason: 'The account of the resource allows by itself, with a grant. It is not shown here.',
    })
    expect(JSON.stringify(theirs)).not.toContain(GrantId)
    const [ours] = (await ownersTraces(bob)) ?? []
    expect(ours).toMatchObject({
      decision: { outcome: 'allowed', grant: GrantId },
      grants: [{ grant: GrantId, applies: true, names: 'caller' }],
      reason: 'A grant allows. The policies of the caller’s account are not shown here.',
    })
  })

  it('tells the caller which of its own policies is missing', async () => {
    await share({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` })
    const bob = await core.user('bob', allowing('kms:Decrypt'), theirRoot())
    const [trace] = await whyNot(encrypt, bob)
    expect(trace).toMatchObject({
      ...{ crossAccount: true, resource: arn },
      decision: { outcome: 'implicitly-denied', missing: 'identity-based policy' },
      reason: expect.stringMatching(/^It is up to the IAM policies .* is not shown here\.$/),
    })
    expect(trace?.policies.map(({ kind }) => kind)).toEqual(['identity-based policy'])
  })

  it.each<[string, object]>([
    ['does not name it', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
    ['denies', { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'kms:MultiRegion': 'false' } } }],
  ])('tells the caller nothing of a key policy that %s', async (_, statement) => {
    await share({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, statement)
    const bob = again(await core.user('bob', allowing('kms:*'), theirRoot()))
    await refusalOf(encrypt(bob))
    const [trace] = await tracesFor(bob)
    expect(trace).toEqual({
      ...{ principal: bob.principal.arn, action: 'kms:Encrypt', resource: '*', crossAccount: true },
      ...{ policies: [], grants: [], ceilings: [] },
      decision: { outcome: 'implicitly-denied', missing: 'resource' },
      reason:
        'Either there is no such resource in this Region, or it belongs to another account, whose policy decided. That policy is not shown here.',
    })
    expect(await ownersTraces(bob)).toBeUndefined()
  })

  it('tells who retired a grant from each side', async () => {
    await share({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` })
    const issuer = again(await core.user('bob', allowing('kms:*'), theirRoot()))
    const terms = { KeyId: arn, GranteePrincipal: issuer.principal.arn, Operations: ['Encrypt'] } as const
    const { GrantId = '' } = await core.kms.execute('CreateGrant', terms, issuer)
    const retiring = again(issuer)
    await core.kms.execute('RetireGrant', { KeyId: arn, GrantId }, retiring)
    const [theirs] = await tracesFor(retiring)
    expect(theirs).toMatchObject({
      decision: { outcome: 'allowed', by: { kind: 'identity-based policy' } },
      grants: [],
    })
    const [ours] = (await ownersTraces(retiring)) ?? []
    expect(ours).toMatchObject({ decision: { outcome: 'allowed', grant: GrantId } })
  })

  it('tells the owner of a role by its trust policy why it was assumed', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trusting(`arn:aws:iam::${OTHER_ACCOUNT}:root`))
    const { Role } = await core.call('CreateRole', { RoleName: 'App', AssumeRolePolicyDocument })
    const bob = again(await core.user('bob', allowing('sts:*'), theirRoot()))
    await core.sts.execute('AssumeRole', { RoleArn: Role.Arn, RoleSessionName: 'session' }, bob)
    const [ours] = (await ownersTraces(bob)) ?? []
    const by = { kind: 'resource-based policy', policy: `arn:aws:iam::${ACCOUNT}:role/App/trust/1` }
    expect(ours).toMatchObject({ principal: OTHER_ACCOUNT, decision: { outcome: 'allowed', by } })
    const [theirs] = await tracesFor(bob)
    expect(theirs?.policies.map(({ kind }) => kind)).toEqual(['identity-based policy'])
  })

  it('says nothing of the trust policy of another account’s role', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trusting(`arn:aws:iam::${ACCOUNT}:root`))
    const { Role } = await core.call('CreateRole', { RoleName: 'App', AssumeRolePolicyDocument })
    const assume = (caller: Caller) =>
      core.sts.execute('AssumeRole', { RoleArn: Role.Arn, RoleSessionName: 'session' }, caller)
    const bob = await core.user('bob', allowing('sts:*'), theirRoot())
    const [trace] = await whyNot(assume, bob)
    expect(trace).toMatchObject({ policies: [], resource: Role.Arn, decision: { missing: 'resource' } })
  })
})
