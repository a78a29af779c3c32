import { TagUserCommand, UntagUserCommand } from '@aws-sdk/client-iam'
import {
  CreateAliasCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EncryptCommand,
  type EncryptCommandInput,
  GenerateDataKeyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, refusalOf, utf8 } from './clients.ts'
import { assume, type Household, householdOf, type Person, trusting, type User } from './people.ts'
import { allow, delegation, deny, type Statement, to } from './statements.ts'

let server: Server
let owner: Household
/** Without an IAM policy: only what a key policy says to it counts. */
let ada: User
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  ada = await owner.user('ada', { tags: { team: 'red' } })
})
afterAll(() => server.stop())

const encrypt = ({ kms }: Person, KeyId: string, more: Partial<EncryptCommandInput> = {}) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x'), ...more }))
async function expectRefused(call: Promise<unknown>, kind = 'identity-based policy'): Promise<void> {
  const { code, message } = await refusalOf(call)
  expect([code, message]).toEqual(['AccessDeniedException', expect.stringContaining(`because no ${kind} allows`)])
}

/** A key whose policy lets ada do everything under a condition. */
async function keyWhen(Condition: Statement, more = {}): Promise<string> {
  const key = await owner.key(more)
  await owner.protect(key, delegation(ACCOUNT), to(ada.arn, 'kms:*', { Condition }))
  return key
}

describe('a key policy allows on condition', () => {
  it('of the encryption context: values to the letter, names in any case', async () => {
    const key = await keyWhen({ StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } })
    const inContext = (EncryptionContext?: Record<string, string>) => encrypt(ada, key, { EncryptionContext })
    const { CiphertextBlob } = await inContext({ Dept: 'IT', more: 'of it' })
    await inContext({ dept: 'IT' })
    for (const context of [undefined, {}, { Dept: 'it' }, { Dept: 'IT ' }, { Department: 'IT' }]) {
      await expectRefused(inContext(context))
    }
    await ada.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { Dept: 'IT', more: 'of it' } }))
    await expectRefused(ada.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { more: 'of it' } })))
    const dataKey = { KeyId: key, KeySpec: 'AES_256' } as const
    await ada.kms.send(new GenerateDataKeyCommand({ ...dataKey, EncryptionContext: { DEPT: 'IT' } }))
    await expectRefused(ada.kms.send(new GenerateDataKeyCommand(dataKey)))
    await expectRefused(ada.kms.send(new DescribeKeyCommand({ KeyId: key })))
  })

  it('of the names in the encryption context', async () => {
    const key = await keyWhen({
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['tenant', 'file'] },
      Null: { 'kms:EncryptionContextKeys': 'false' },
    })
    await encrypt(ada, key, { EncryptionContext: { tenant: '1', file: '2' } })
    await expectRefused(encrypt(ada, key, { EncryptionContext: { tenant: '1', other: '2' } }))
    await expectRefused(encrypt(ada, key))
  })

  it('of the encryption algorithm, also where the request leaves it out', async () => {
    const rsa = { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }
    const key = await keyWhen({ StringEquals: { 'kms:EncryptionAlgorithm': 'RSAES_OAEP_SHA_256' } }, rsa)
    await encrypt(ada, key, { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' })
    await expectRefused(encrypt(ada, key, { EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' }))
    const symmetric = await keyWhen({ StringEquals: { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT' } })
    await encrypt(ada, symmetric)
    await encrypt(ada, symmetric, { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    await expectRefused(ada.kms.send(new DescribeKeyCommand({ KeyId: symmetric })))
  })

  it('of the alias that the request uses, not of one that the key has', async () => {
    const key = await keyWhen({ StringEquals: { 'kms:RequestAlias': 'alias/front' } })
    for (const AliasName of ['alias/front', 'alias/back']) {
      await owner.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: key }))
    }
    await encrypt(ada, 'alias/front')
    await encrypt(ada, key.replace(/key\/.*/, 'alias/front'))
    for (const other of ['alias/back', key, key.split('/')[1] ?? '']) await expectRefused(encrypt(ada, other))
    await owner.kms.send(new UpdateAliasCommand({ AliasName: 'alias/front', TargetKeyId: await owner.key() }))
    await expectRefused(encrypt(ada, 'alias/front'))
  })
})

describe('an IAM policy allows on condition', () => {
  it('of the aliases that the key has, while it has them', async () => {
    const Condition = { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/app-*' } }
    const bob = await owner.user('bob', { own: [allow('kms:Encrypt', '*', { Condition })] })
    const key = await owner.key()
    await expectRefused(encrypt(bob, key))
    await owner.kms.send(new CreateAliasCommand({ AliasName: 'alias/app-1', TargetKeyId: key }))
    await encrypt(bob, key)
    await owner.kms.send(new DeleteAliasCommand({ AliasName: 'alias/app-1' }))
    await expectRefused(encrypt(bob, key))
  })

  it('which in a key policy nobody meets', async () => {
    const key = await keyWhen({ 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/*' } })
    await owner.kms.send(new CreateAliasCommand({ AliasName: 'alias/in-key-policy', TargetKeyId: key }))
    await expectRefused(encrypt(ada, 'alias/in-key-policy'))
  })
})

describe('attributes of caller and key decide', () => {
  const SAME_TEAM = { StringEquals: { 'aws:ResourceTag/team': `\${aws:PrincipalTag/team}` } }
  const tag = (KeyId: string, TagValue: string) =>
    owner.kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'team', TagValue }] }))

  it('in a key policy, by the tags that the user has now', async () => {
    const key = await keyWhen({ StringEquals: { 'aws:PrincipalTag/team': 'red' } })
    await encrypt(ada, key)
    await owner.iam.send(new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'blue' }] }))
    await expectRefused(encrypt(ada, key))
    await owner.iam.send(new UntagUserCommand({ UserName: 'ada', TagKeys: ['team'] }))
    await expectRefused(encrypt(ada, key))
    await owner.iam.send(new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'Team', Value: 'red' }] }))
    await encrypt(ada, key)
  })

  it('in an IAM policy, by the tags that the key has now', async () => {
    const own = [allow('kms:Encrypt', '*', { Condition: SAME_TEAM })]
    const red = await owner.user('red', { own, tags: { team: 'red' } })
    const key = await owner.key()
    await expectRefused(encrypt(red, key))
    await tag(key, 'red')
    await encrypt(red, key)
    await tag(key, 'blue')
    await expectRefused(encrypt(red, key))
    await owner.kms.send(new UntagResourceCommand({ KeyId: key, TagKeys: ['team'] }))
    await expectRefused(encrypt(red, key))
    await expectRefused(encrypt(await owner.user('untagged', { own }), key))
  })

  it('by the tags of a session, which stand over those of its role', async () => {
    const user = await owner.user('tagging', { own: [allow(['sts:AssumeRole', 'sts:TagSession'])] })
    const own = [allow('kms:Encrypt', '*', { Condition: SAME_TEAM })]
    const role = await owner.role('tagged', trusting(user.arn, 'sts:TagSession'), { own, tags: { team: 'red' } })
    const key = await owner.key()
    await tag(key, 'blue')
    await expectRefused(encrypt(await assume(server, user, role), key))
    const blue = { Tags: [{ Key: 'team', Value: 'blue' }] }
    await encrypt(await assume(server, user, role, blue), key)
    await owner.allowUser('tagging', allow('sts:AssumeRole'), deny('sts:TagSession'))
    expect((await refusalOf(assume(server, user, role, blue))).code).toBe('AccessDenied')
  })
})
