import { beforeEach, describe, expect, it } from 'vitest'
import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { allowing, type IamHarness, openIamHarness, ROOT_KEY, trusting } from '#testing/iam-harness.ts'
import { administering } from '#testing/sandboxes.ts'
import { createIdentities } from './identities.ts'

let iam: IamHarness
let ada: Caller
beforeEach(async () => {
  iam = await openIamHarness()
  ada = await iam.user('ada')
})

async function session(caller: Caller) {
  const asked = { RoleArn: 'arn:aws:iam::111122223333:role/r', RoleSessionName: 'work' }
  const { Credentials } = await iam.sts.execute('AssumeRole', asked, caller)
  return [Credentials?.AccessKeyId ?? '', Credentials?.SessionToken ?? ''] as const
}
const newRole = () =>
  iam.call('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trusting(ada.principal.arn)) })

describe('a key', () => {
  it('of long standing belongs to no token, and a temporary one to its own only', async () => {
    await newRole()
    const [id, token] = await session(ada)
    const [otherId] = await session(ada)
    expect(await iam.identities.credential(id, token)).toMatchObject({ accessKeyId: id })
    expect(await iam.identities.credential(id)).toBeUndefined()
    expect(await iam.identities.credential(otherId, token)).toBeUndefined()
    expect(await iam.identities.credential(ada.accessKeyId ?? '', token)).toBeUndefined()
    expect(await iam.identities.credential(ROOT_KEY.accessKeyId, token)).toBeUndefined()
  })

  it('of a session ends with the role, also when one of its name is made anew', async () => {
    await newRole()
    const [id, token] = await session(ada)
    await iam.call('DeleteRole', { RoleName: 'r' })
    expect(await iam.identities.credential(id, token)).toBeUndefined()
    await newRole()
    expect(await iam.identities.credential(id, token)).toBeUndefined()
  })

  it('of a user’s own session ends with the user', async () => {
    const { Credentials } = await iam.sts.execute('GetSessionToken', {}, ada)
    const { AccessKeyId = '', SessionToken = '' } = Credentials ?? {}
    expect(await iam.identities.credential(AccessKeyId, SessionToken)).toBeDefined()
    await iam.call('DeleteAccessKey', { UserName: 'ada', AccessKeyId: ada.accessKeyId ?? '' })
    expect(await iam.identities.credential(AccessKeyId, SessionToken)).toBeDefined()
    await iam.call('DeleteUser', { UserName: 'ada' })
    expect(await iam.identities.credential(AccessKeyId, SessionToken)).toBeUndefined()
  })
})

describe('a sandbox that is put back or taken away', () => {
  it('leaves nobody known whom it has no more, however lately they called', async () => {
    const sandbox = 'a' as SandboxId
    const admin = administering(iam)
    const { accessKeyId } = await admin('CreateSandbox', { name: 'a' })
    const root = iam.caller({ sandbox })
    await iam.call('CreateUser', { UserName: 'eve' }, root)
    const { AccessKey } = await iam.call('CreateAccessKey', { UserName: 'eve' }, root)
    const known = async () => [
      await iam.identities.credential(accessKeyId),
      await iam.identities.credential(AccessKey?.AccessKeyId ?? ''),
    ]
    expect(await known()).toMatchObject([{ sandbox }, { sandbox }])
    await admin('ResetSandbox', { id: sandbox })
    expect(await known()).toMatchObject([{ sandbox }, undefined])
    await admin('DeleteSandbox', { id: sandbox })
    expect(await known()).toEqual([undefined, undefined])
  })
})

describe('open mode', () => {
  it('takes unknown keys as the root of an account, and known ones as who they are', async () => {
    const { store, materials: vault } = iam.ports
    const root = { account: '111122223333' as never, ...ROOT_KEY, open: true }
    const open = createIdentities({ store, vault, clock: iam.clock, root })
    expect(await open.credential('444455556666')).toMatchObject({
      principal: { account: '444455556666', kind: 'root' },
    })
    expect(await open.credential('anything')).toMatchObject({ principal: { account: '111122223333', kind: 'root' } })
    expect(await open.credential(ada.accessKeyId ?? '')).toMatchObject({ principal: ada.principal })
  })
})

describe('a permissions boundary that is not there any more', () => {
  it('allows nothing', async () => {
    await iam.call('PutUserPolicy', {
      UserName: 'ada',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify(allowing('*')),
    })
    const { store } = iam.ports
    const row = await store.identity(iam.caller().scope, 'user', 'ada')
    if (!row) throw new Error('no row')
    const { version, ...members } = row
    const bounded = { ...members, boundary: 'arn:aws:iam::111122223333:policy/gone' }
    await store.commit({ writes: [{ act: 'put', table: 'identity', row: bounded, version }], events: [] })
    const { boundary } = await iam.identities.policiesOf(MAIN_SANDBOX, ada.principal)
    expect(boundary).toMatchObject({ kind: 'permissions boundary', allows: [] })
  })
})

describe('who exists', () => {
  it('is known of the accounts that are hosted here', async () => {
    await newRole()
    const exists = (arn: string) => iam.identities.principalExists(MAIN_SANDBOX, arn)
    expect(await exists(ada.principal.arn)).toBe('exists')
    expect(await exists('arn:aws:iam::111122223333:user/eve')).toBe('missing')
    expect(await exists('arn:aws:iam::111122223333:user/path/ada')).toBe('missing')
    expect(await exists('arn:aws:sts::111122223333:assumed-role/r/any')).toBe('exists')
    expect(await exists('arn:aws:iam::999999999999:user/eve')).toBe('unknown')
  })
})
