import { CreateKeyCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { newAccount } from './accounts.ts'
import { ACCOUNT, refusalOf, utf8 } from './clients.ts'
import { assume, type Household, householdOf, type Person, trusting, type User } from './people.ts'
import { allow, delegation, inPolicy, rootOf, to } from './statements.ts'

const UNHOSTED = '999988887777'

let server: Server
let owner: Household
let guest: Household
let visitor: User
let role: string
let session: Person
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const account = await newAccount(server)
  guest = householdOf(server, account.accountId, account)
  visitor = await guest.user('visitor', { own: [allow('sts:AssumeRole')] })
  role = await guest.role('reader', trusting(visitor.arn))
  session = await assume(server, visitor, role)
})
afterAll(() => server.stop())

const naming = (AWS: string) =>
  new CreateKeyCommand({ Policy: inPolicy(delegation(ACCOUNT), to(AWS, ['kms:Encrypt', 'kms:Decrypt'])) })
const encrypt = ({ kms }: Person, KeyId: string) => kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))

describe('a principal that a key policy names', () => {
  it.each<[string, () => string]>([
    ['a user that is not there', () => `arn:aws:iam::${ACCOUNT}:user/nobody`],
    ['a user that is not in the other account', () => `arn:aws:iam::${guest.id}:user/nobody`],
    ['a role that is a user', () => `arn:aws:iam::${guest.id}:role/visitor`],
    ['a user by another path', () => `arn:aws:iam::${guest.id}:user/path/visitor`],
    ['a session of a role that is not there', () => `arn:aws:sts::${guest.id}:assumed-role/nobody/work`],
    ['a group', () => `arn:aws:iam::${ACCOUNT}:group/any`],
    ['a pattern', () => `arn:aws:iam::${guest.id}:user/*`],
    ['a name alone', () => 'visitor'],
  ])('must exist where its account is hosted: %s is refused', async (_, arn) => {
    const malformed = {
      code: 'MalformedPolicyDocumentException',
      message: 'Policy contains a statement with one or more invalid principals.',
      status: 400,
    }
    expect(await refusalOf(owner.kms.send(naming(arn())))).toEqual(malformed)
    expect(await refusalOf(owner.protect(await owner.key(), to(arn(), 'kms:*')))).toEqual(malformed)
  })

  it.each<[string, () => string]>([
    ['user', () => visitor.arn],
    ['role', () => role],
    ['session', () => session.arn],
    ['account', () => guest.id],
    ['root user', () => rootOf(guest.id)],
    ['user of an account that is not hosted here', () => `arn:aws:iam::${UNHOSTED}:user/nobody`],
    ['role of an account that is not hosted here', () => `arn:aws:iam::${UNHOSTED}:role/none`],
    ['account that is not hosted here', () => UNHOSTED],
  ])('may be a %s', async (_, arn) => {
    await owner.kms.send(naming(arn()))
  })

  it('is not another of its account, nor another session of its role', async () => {
    const other = await assume(server, visitor, role, { RoleSessionName: 'other' })
    await guest.allowRole('reader', allow('kms:*'))
    await guest.allowUser('visitor', allow(['kms:*', 'sts:AssumeRole']))
    const refused = { code: 'AccessDeniedException' }
    const made = async (AWS: string) => (await owner.kms.send(naming(AWS))).KeyMetadata?.Arn ?? ''
    const forSession = await made(session.arn)
    await encrypt(session, forSession)
    for (const person of [other, visitor]) expect(await refusalOf(encrypt(person, forSession))).toMatchObject(refused)
    const forUser = await made(visitor.arn)
    await encrypt(visitor, forUser)
    expect(await refusalOf(encrypt(session, forUser))).toMatchObject(refused)
    const forRole = await made(role)
    for (const person of [session, other]) await encrypt(person, forRole)
    expect(await refusalOf(encrypt(visitor, forRole))).toMatchObject(refused)
  })

  it('of "*" is everyone, each with the leave of its own account', async () => {
    const { KeyMetadata } = await owner.kms.send(naming('*'))
    const KeyId = KeyMetadata?.Arn ?? ''
    await encrypt(await owner.user('anyone'), KeyId)
    const foreign = await guest.user('anyone')
    expect((await refusalOf(encrypt(foreign, KeyId))).message).toContain('because no identity-based policy allows')
    await guest.allowUser('anyone', allow('kms:Encrypt', KeyId))
    const { CiphertextBlob } = await encrypt(foreign, KeyId)
    const decrypt = foreign.kms.send(new DecryptCommand({ CiphertextBlob }))
    expect((await refusalOf(decrypt)).message).toContain('because no identity-based policy allows')
  })
})
