import { DeleteUserPermissionsBoundaryCommand, PutUserPermissionsBoundaryCommand } from '@aws-sdk/client-iam'
import {
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateRandomCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { newAccount } from './accounts.ts'
import { ACCOUNT, refusalOf, utf8 } from './clients.ts'
import { assume, type Household, householdOf, type Person, trusting, type User } from './people.ts'
import { allow, delegation, deny, inPolicy, rootOf, type Statement, to } from './statements.ts'

let server: Server
let owner: Household
let guest: Household
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const account = await newAccount(server)
  guest = householdOf(server, account.accountId, account)
})
afterAll(() => server.stop())

const encrypt = ({ kms }: Person, KeyId: string) => kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))
const describeKey = ({ kms }: Person, KeyId: string) => kms.send(new DescribeKeyCommand({ KeyId }))
const reasonOf = async (call: Promise<unknown>) => / ((?:because|with) .*)$/.exec((await refusalOf(call)).message)?.[1]
const no = (kind: string, action = 'Encrypt') => `because no ${kind} allows the kms:${action} action`
const denied = (kind: string) => `with an explicit deny in ${kind}`

describe('a permissions boundary', () => {
  let bounded: User
  let key: string
  beforeAll(async () => {
    key = await owner.key()
    bounded = await owner.user('bounded', { own: [allow('kms:*')] })
  })
  const bound = async (name: string, ...statements: Statement[]) => {
    const PermissionsBoundary = await owner.policy(name, ...statements)
    await owner.iam.send(new PutUserPermissionsBoundaryCommand({ UserName: bounded.name, PermissionsBoundary }))
  }

  it('limits what IAM policies allow, and allows nothing itself', async () => {
    await bound('describes', allow('kms:DescribeKey'))
    await describeKey(bounded, key)
    expect(await reasonOf(encrypt(bounded, key))).toBe(no('permissions boundary'))
    await bound('all', allow('*'))
    await encrypt(bounded, key)
    await owner.allowUser('bounded', allow('kms:DescribeKey'))
    expect(await reasonOf(encrypt(bounded, key))).toBe(no('identity-based policy'))
    await owner.allowUser('bounded', allow('kms:*'))
    await owner.iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: bounded.name }))
    await encrypt(bounded, key)
  })

  it('does not limit a key policy that names the user, but denies even then', async () => {
    await owner.protect(key, delegation(ACCOUNT), to(bounded.arn, 'kms:Encrypt'))
    await bound('describes-only', allow('kms:DescribeKey'))
    await encrypt(bounded, key)
    await bound('denies', allow('*'), deny('kms:Encrypt'))
    expect(await reasonOf(encrypt(bounded, key))).toBe(denied('a permissions boundary'))
  })
})

describe('a session policy', () => {
  it('narrows a role, and widens nothing', async () => {
    const user = await owner.user('session-user', { own: [allow('sts:AssumeRole')] })
    const role = await owner.role('narrowed', trusting(user.arn), { own: [allow(['kms:Encrypt', 'kms:DescribeKey'])] })
    const key = await owner.key()
    const as = (...statements: Statement[]) =>
      assume(server, user, role, statements.length > 0 ? { Policy: inPolicy(...statements) } : {})
    await encrypt(await as(), key)
    const narrow = await as(allow('kms:DescribeKey'))
    await describeKey(narrow, key)
    expect(await reasonOf(encrypt(narrow, key))).toBe(no('session policy'))
    const wide = await as(allow('*'))
    await encrypt(wide, key)
    const policy = wide.kms.send(new GetKeyPolicyCommand({ KeyId: key }))
    expect(await reasonOf(policy)).toBe(no('identity-based policy', 'GetKeyPolicy'))
    expect(await reasonOf(encrypt(await as(allow('*'), deny('kms:Encrypt')), key))).toBe(denied('a session policy'))
    await owner.protect(key, delegation(ACCOUNT), to(role, 'kms:*'))
    expect(await reasonOf(encrypt(narrow, key))).toBe(no('session policy'))
    await owner.protect(key, delegation(ACCOUNT), to(narrow.arn, 'kms:*'))
    await encrypt(narrow, key)
  })
})

describe('a key policy', () => {
  it('that does not name the account leaves IAM policies dead, also those of an administrator', async () => {
    const keeper = await owner.user('keeper')
    const administrator = await owner.user('administrator', { own: [allow('*')] })
    const key = await owner.key()
    await encrypt(administrator, key)
    await owner.protect(key, to(keeper.arn, 'kms:*'))
    for (const person of [administrator, owner]) {
      expect(await reasonOf(encrypt(person, key))).toBe(no('resource-based policy'))
      const take = new PutKeyPolicyCommand({ KeyId: key, Policy: inPolicy(delegation(ACCOUNT)) })
      expect(await reasonOf(person.kms.send(take))).toBe(no('resource-based policy', 'PutKeyPolicy'))
    }
    await encrypt(keeper, key)
    await keeper.kms.send(
      new PutKeyPolicyCommand({
        KeyId: key,
        Policy: inPolicy(delegation(ACCOUNT)),
        BypassPolicyLockoutSafetyCheck: true,
      }),
    )
    await encrypt(administrator, key)
  })

  it('that would lock its author out is refused, unless the author insists', async () => {
    const keeper = await owner.user('locked-out', { own: [allow('kms:*')] })
    const Policy = inPolicy(to(rootOf(guest.id), 'kms:*'))
    const KeyId = await owner.key()
    for (const command of [new CreateKeyCommand({ Policy }), new PutKeyPolicyCommand({ KeyId, Policy })]) {
      expect(await refusalOf(keeper.kms.send(command as CreateKeyCommand))).toEqual({
        code: 'MalformedPolicyDocumentException',
        message: 'The new key policy will not allow you to update the key policy in the future.',
        status: 400,
      })
    }
    await encrypt(keeper, KeyId)
    await keeper.kms.send(new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true }))
    expect(await reasonOf(encrypt(keeper, KeyId))).toBe(no('resource-based policy'))
    await keeper.kms.send(new CreateKeyCommand({ Policy, BypassPolicyLockoutSafetyCheck: true }))
  })
})

describe('a deny wins over every allow', () => {
  it('in the key policy, over the user’s own name in it, its IAM policy and a grant', async () => {
    const user = await owner.user('denied', { own: [allow('*')] })
    const key = await owner.key()
    await owner.protect(key, delegation(ACCOUNT), to(user.arn, 'kms:*'), { ...to('*', 'kms:Encrypt'), Effect: 'Deny' })
    const grant = new CreateGrantCommand({ KeyId: key, GranteePrincipal: user.arn, Operations: ['Encrypt'] })
    await owner.kms.send(grant)
    for (const person of [user, owner]) {
      expect(await reasonOf(encrypt(person, key))).toBe(denied('a resource-based policy'))
      await describeKey(person, key)
    }
  })

  it('in an IAM policy, over a key policy that names the user', async () => {
    const user = await owner.user('denied-by-iam', { own: [allow('*'), deny('kms:Encrypt')] })
    const key = await owner.key()
    await owner.protect(key, delegation(ACCOUNT), to(user.arn, 'kms:*'))
    expect(await reasonOf(encrypt(user, key))).toBe(denied('an identity-based policy'))
    await describeKey(user, key)
  })
})

describe('operations without a key', () => {
  it.each<[string, (person: Person) => Promise<unknown>]>([
    ['CreateKey', ({ kms }) => kms.send(new CreateKeyCommand({}))],
    ['ListKeys', ({ kms }) => kms.send(new ListKeysCommand({}))],
    ['ListAliases', ({ kms }) => kms.send(new ListAliasesCommand({}))],
    ['GenerateRandom', ({ kms }) => kms.send(new GenerateRandomCommand({ NumberOfBytes: 1 }))],
  ])('%s is decided by IAM alone', async (action, call) => {
    const user = await owner.user(`without-key-${action}`)
    expect(await reasonOf(call(user))).toBe(no('identity-based policy', action))
    await owner.allowUser(user.name, allow(`kms:${action}`, await owner.key()))
    expect(await reasonOf(call(user))).toBe(no('identity-based policy', action))
    await owner.allowUser(user.name, allow(`kms:${action}`))
    await call(user)
    await owner.allowUser(user.name, allow('kms:*'), deny(`kms:${action}`))
    expect(await reasonOf(call(user))).toBe(denied('an identity-based policy'))
  })
})
