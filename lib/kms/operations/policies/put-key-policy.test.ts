import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'

let kms: Harness
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  kms.identities.user(ACCOUNT, 'somebody')
  KeyId = (await kms.newKey()).KeyId
})

const ROOT = `arn:aws:iam::${ACCOUNT}:root`
const userArn = (name: string, account: AccountId = ACCOUNT) => `arn:aws:iam::${account}:user/${name}`
const policyOf = async () => (await kms.call('GetKeyPolicy', { KeyId })).Policy
const versionOf = async () => (await kms.ports.store.keyRecords(kms.caller().scope))[0]?.key.policyVersion
const allow = (AWS: string | readonly string[], Action: string | readonly string[] = 'kms:*', more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  ...more,
})
const text = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const malformed = (message: string) => ({ code: 'MalformedPolicyDocumentException', message })
const LOCKED_OUT = malformed('The new key policy will not allow you to update the key policy in the future.')
const NO_PRINCIPAL = malformed('Policy contains a statement with one or more invalid principals.')

describe('GetKeyPolicy', () => {
  it('gives AWS’s exact text for a key made without a policy', async () => {
    expect(await kms.call('GetKeyPolicy', { KeyId })).toStrictEqual({
      Policy: `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::111122223333:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}`,
      PolicyName: 'default',
    })
  })

  it('knows the policy named default only', async () => {
    expect(await kms.call('GetKeyPolicy', { KeyId, PolicyName: 'default' })).toMatchObject({ PolicyName: 'default' })
    const error = { code: 'NotFoundException', message: 'No such policy exists: other' }
    expect(await kms.refusal('GetKeyPolicy', { KeyId, PolicyName: 'other' })).toMatchObject(error)
    const put = { KeyId, PolicyName: 'other', Policy: text(allow(ROOT)) }
    expect(await kms.refusal('PutKeyPolicy', put)).toMatchObject(error)
  })
})

describe('PutKeyPolicy', () => {
  it('keeps the document byte for byte', async () => {
    const Policy = `\t{"Statement":\r\n [${JSON.stringify(allow(ROOT))}],  "Version":"2012-10-17", "Id":"\u00e9\\u00e9"}\n`
    await kms.call('PutKeyPolicy', { KeyId, Policy })
    expect(await policyOf()).toBe(Policy)
  })

  it('makes a new version and keeps the old ones as they were', async () => {
    const documents = [defaultKeyPolicyText(ACCOUNT), text(allow(ROOT)), text(allow(ROOT, 'kms:P*'), allow(ROOT))]
    for (const Policy of documents.slice(1)) await kms.call('PutKeyPolicy', { KeyId, Policy })
    const { scope } = kms.caller()
    const kept = await Promise.all([1, 2, 3].map((number) => kms.ports.store.policy(scope, KeyId as never, number)))
    expect(kept.map((row) => row?.document)).toEqual(documents)
    expect(await versionOf()).toBe(3)
  })

  it('is in force for the very next call', async () => {
    const caller = kms.caller({ principal: kms.identities.user(ACCOUNT, 'alice') })
    await kms.call('PutKeyPolicy', { KeyId, Policy: text(allow(ROOT), allow(userArn('alice'), 'kms:DescribeKey')) })
    await kms.call('DescribeKey', { KeyId }, caller)
    await kms.call('PutKeyPolicy', { KeyId, Policy: text(allow(ROOT)) })
    expect((await kms.refusal('DescribeKey', { KeyId }, caller)).code).toBe('AccessDeniedException')
  })

  it('makes one version of two that come at the same time, each planned on the other', async () => {
    const documents = [text(allow(ROOT, 'kms:*', { Sid: 'a' })), text(allow(ROOT, 'kms:*', { Sid: 'b' }))]
    await Promise.all(documents.map((Policy) => kms.call('PutKeyPolicy', { KeyId, Policy })))
    expect(await versionOf()).toBe(3)
    expect(documents).toContain(await policyOf())
  })
})

/** Both ways in: a key's first policy and its later ones. */
const WAYS: readonly [
  string,
  (more: Input<'CreateKey'> & { Policy: string }) => Promise<{ code: string; message: string }>,
][] = [
  ['CreateKey', (more) => kms.refusal('CreateKey', more)],
  ['PutKeyPolicy', (more) => kms.refusal('PutKeyPolicy', { KeyId, ...more })],
]

describe.each(WAYS)('%s', (_, refusal) => {
  it.each<[string, string, string]>([
    ['no JSON', '{"Version"', 'Expected '],
    ['an array', '[]', 'Expected an object'],
    ['a key twice', '{"Statement":[],"Statement":[]}', ''],
    ['no statement', '{"Version":"2012-10-17"}', 'Statement: A policy has at least one statement'],
    ['an empty list', '{"Version":"2012-10-17","Statement":[]}', 'Statement: A policy has at least one statement'],
    ['another version', '{"Version":"2020-01-01","Statement":[]}', 'Version: '],
    ['an unknown element', text({ ...allow(ROOT), Principals: '*' }), 'There is no element "Principals"'],
    ['no effect', text({ ...allow(ROOT), Effect: 'allow' }), 'Statement[0].Effect: The effect is Allow or Deny'],
    ['no principal', text({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }), 'names its principal'],
    ['Principal beside NotPrincipal', text({ ...allow(ROOT), NotPrincipal: '*' }), 'exclude each other'],
    ['Action beside NotAction', text({ ...allow(ROOT), NotAction: 'kms:x' }), 'exclude each other'],
    ['an unknown operator', text(allow(ROOT, 'kms:*', { Condition: { StringIs: { a: 'b' } } })), '"StringIs"'],
    ['an action that is no text', text(allow(ROOT, 1 as never)), 'Expected text'],
  ])('refuses %s as malformed', async (__, Policy, words) => {
    const error = await refusal({ Policy })
    expect(error.code).toBe('MalformedPolicyDocumentException')
    expect(error.message).toContain(words)
  })

  it.each([
    ['kms:EncryptionContext:dept', 'encryption context'],
    ['aws:RequestTag/dept', 'tag'],
  ])('refuses ForAllValues on %s', async (key, thing) => {
    const Condition = { 'ForAllValues:StringEquals': { [key]: 'x' } }
    expect(await refusal({ Policy: text(allow(ROOT), allow(ROOT, 'kms:Decrypt', { Condition })) })).toMatchObject(
      malformed(
        `OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified ${thing} or with an unspecified ${thing}. To fix, remove ForAllValues.`,
      ),
    )
  })

  it('refuses more than 32,768 bytes, not characters, as a limit', async () => {
    const padded = (bytes: number, filler: string) => {
      const bare = text(allow(ROOT, 'kms:*', { Sid: '' }))
      const room = (bytes - Buffer.byteLength(bare)) / Buffer.byteLength(filler)
      return bare.replace('"Sid":""', `"Sid":"${filler.repeat(room)}"`)
    }
    for (const filler of ['x', 'é']) {
      const Policy = padded(32_770, filler)
      expect(Buffer.byteLength(Policy)).toBeGreaterThan(32_768)
      expect(await refusal({ Policy })).toMatchObject({
        code: 'LimitExceededException',
        message: 'Key policy is larger than the maximum of 32768 bytes.',
      })
    }
    await kms.newKey({ Policy: padded(32_768, 'x') })
  })

  it.each([
    ['a character that policies may not hold', text(allow(ROOT, 'kms:*', { Sid: 'ключ' }))],
    ['more than 131,072 characters', 'x'.repeat(131_073)],
    ['no character', ''],
  ])('refuses %s by the model', async (__, Policy) => {
    expect((await refusal({ Policy })).code).toBe('ValidationException')
  })

  it.each([
    ['a user that is not there', userArn('ghost')],
    ['no ARN at all', 'alice'],
    ['a wildcard in an ARN', userArn('*')],
    ['an account of eleven digits', '11112222333'],
    ['a group', `arn:aws:iam::${ACCOUNT}:group/admins`],
  ])('refuses %s as principal, in Deny statements too', async (__, AWS) => {
    expect(await refusal({ Policy: text(allow(ROOT), allow(AWS)) })).toMatchObject(NO_PRINCIPAL)
    expect(await refusal({ Policy: text(allow(ROOT), { ...allow(AWS), Effect: 'Deny' }) })).toMatchObject(NO_PRINCIPAL)
  })

  it('refuses what would lock its author out, unless told not to look', async () => {
    kms.identities.user(ACCOUNT, 'alice')
    for (const Policy of [
      text(allow(userArn('alice'))),
      text(allow(ROOT, 'kms:Decrypt')),
      text(allow(ROOT), { ...allow('*', 'kms:PutKeyPolicy'), Effect: 'Deny' }),
      text(allow(ROOT, 'kms:*', { Condition: { StringEquals: { 'aws:SourceIp': '203.0.113.1' } } })),
    ]) {
      expect(await refusal({ Policy })).toMatchObject(LOCKED_OUT)
      expect(await refusal({ Policy, BypassPolicyLockoutSafetyCheck: false })).toMatchObject(LOCKED_OUT)
      await kms.newKey({ Policy, BypassPolicyLockoutSafetyCheck: true })
    }
  })

  it('refuses a malformed document also without the safety check', async () => {
    const error = await refusal({ Policy: '{}', BypassPolicyLockoutSafetyCheck: true })
    expect(error.code).toBe('MalformedPolicyDocumentException')
  })
})

describe('a policy', () => {
  it.each([
    [
      'principals of accounts that are not here',
      [userArn('ghost', OTHER_ACCOUNT), `arn:aws:iam::${OTHER_ACCOUNT}:root`],
    ],
    ['an account id', [ACCOUNT]],
    ['everyone', ['*']],
    ['a role and its session', [`arn:aws:iam::${ACCOUNT}:role/app`, `arn:aws:sts::${ACCOUNT}:assumed-role/app/me`]],
  ])('may name %s', async (_, AWS) => {
    await kms.call('PutKeyPolicy', { KeyId, Policy: text(allow([ROOT, ...AWS])) })
  })

  it('may leave out action or resource, with no effect', async () => {
    kms.identities.user(ACCOUNT, 'alice')
    const caller = kms.caller({ principal: kms.identities.user(ACCOUNT, 'alice') })
    const { Resource: _, ...open } = allow(userArn('alice'))
    await kms.call('PutKeyPolicy', { KeyId, Policy: text(allow(ROOT), open) })
    expect((await kms.refusal('DescribeKey', { KeyId }, caller)).code).toBe('AccessDeniedException')
  })

  it('that locks its author out cannot be replaced by the author', async () => {
    kms.identities.user(ACCOUNT, 'alice')
    const Policy = text(allow(userArn('alice')))
    await kms.call('PutKeyPolicy', { KeyId, Policy, BypassPolicyLockoutSafetyCheck: true })
    expect(await kms.refusal('PutKeyPolicy', { KeyId, Policy: text(allow(ROOT)) })).toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining('because no resource-based policy allows the kms:PutKeyPolicy action'),
    })
  })

  it('is checked for the caller: a user under root delegation keeps control', async () => {
    const iam = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*' } }
    const caller = kms.caller({ principal: kms.identities.user(ACCOUNT, 'admin', iam) })
    await kms.call('PutKeyPolicy', { KeyId, Policy: text(allow(ROOT)) }, caller)
    const onlyOther = { KeyId, Policy: text(allow(kms.identities.user(ACCOUNT, 'bob').arn)) }
    expect(await kms.refusal('PutKeyPolicy', onlyOther, caller)).toMatchObject(LOCKED_OUT)
    await kms.call('PutKeyPolicy', { KeyId, Policy: text(allow(userArn('admin'))) }, caller)
  })

  it('lets policies ask whether the safety check is skipped', async () => {
    const Statement = {
      Effect: 'Allow',
      Action: 'kms:PutKeyPolicy',
      Resource: '*',
      Condition: { Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' } },
    }
    const caller = kms.caller({
      principal: kms.identities.user(ACCOUNT, 'prudent', { Version: '2012-10-17', Statement }),
    })
    const Policy = text(allow(ROOT))
    await kms.call('PutKeyPolicy', { KeyId, Policy }, caller)
    const skipping = { KeyId, Policy, BypassPolicyLockoutSafetyCheck: true }
    expect((await kms.refusal('PutKeyPolicy', skipping, caller)).code).toBe('AccessDeniedException')
  })
})
