import { beforeEach, describe, expect, it } from 'vitest'
import { OTHER_ACCOUNT } from '#testing/harness.ts'
import { type IamHarness, openIamHarness } from '#testing/iam-harness.ts'
import { createPermitted, type Permitted } from './permitted.ts'

let core: IamHarness
let permitted: Permitted
let keyId: string

beforeEach(async () => {
  core = await openIamHarness()
  permitted = createPermitted({ ...core.ports, identities: core.identities })
  const { KeyMetadata } = await core.kms.execute('CreateKey', {}, core.caller())
  keyId = KeyMetadata?.KeyId ?? ''
})

const user = (...Statement: object[]) => core.user('some', { Version: '2012-10-17', Statement })
const allow = (Action: string | string[], Condition?: object) => ({
  ...{ Effect: 'Allow', Action, Resource: '*' },
  ...(Condition && { Condition }),
})

async function levels(id: string | undefined, caller = core.caller()) {
  return Object.fromEntries((await permitted(id, caller)).map(({ action, level }) => [action, level]))
}

describe('what a caller may do with a key', () => {
  it('is everything for the root user, and leaves no event', async () => {
    const before = (await core.events()).length
    const all = await levels(keyId)
    expect(new Set(Object.values(all))).toEqual(new Set(['always']))
    expect(all['kms:ListKeys']).toBeUndefined()
    expect(await core.events()).toHaveLength(before)
  })

  it('follows the IAM policies and grants of a user', async () => {
    const caller = await user(allow('kms:Encrypt'))
    const grant = { KeyId: keyId, GranteePrincipal: caller.principal.arn, Operations: ['Decrypt'] } as const
    await core.kms.execute('CreateGrant', grant, core.caller())
    expect(await levels(keyId, caller)).toMatchObject({
      'kms:Encrypt': 'always',
      'kms:Decrypt': 'always',
      'kms:DisableKey': 'never',
    })
  })

  it('depends on the input only where a policy does', async () => {
    const caller = await user(
      allow('kms:Encrypt', { StringEquals: { 'kms:EncryptionContext:a': 'b' } }),
      allow('kms:Decrypt', { StringEquals: { 'kms:KeySpec': 'SYMMETRIC_DEFAULT' } }),
      allow('kms:Sign', { StringEquals: { 'kms:KeySpec': 'RSA_2048' } }),
      allow('kms:DisableKey', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    )
    expect(await levels(keyId, caller)).toMatchObject({
      'kms:Encrypt': 'conditional',
      'kms:Decrypt': 'always',
      'kms:Sign': 'never',
      'kms:DisableKey': 'never',
    })
  })

  it('is told of keys of the own account only', async () => {
    const { KeyMetadata } = await core.kms.execute('CreateKey', {}, core.caller({ account: OTHER_ACCOUNT }))
    const asked = permitted(KeyMetadata?.Arn, core.caller())
    await expect(asked).rejects.toMatchObject({ code: 'AccessDeniedException' })
  })
})

it('a permissions boundary counts', async () => {
  const caller = await user(allow('kms:*'))
  const bounded = { UserName: 'some', PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }
  await core.call('PutUserPermissionsBoundary', bounded)
  expect((await levels(keyId, caller))['kms:DisableKey']).toBe('never')
})

it('without a key it is what IAM policies allow', async () => {
  const all = await levels(undefined, await user(allow(['kms:ListKeys', 'kms:Encrypt'])))
  expect(all).toMatchObject({ 'kms:ListKeys': 'always', 'kms:CreateKey': 'never' })
  expect(all['kms:Encrypt']).toBeUndefined()
})
