import {
  CreateGrantCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  ReEncryptCommand,
  RetireGrantCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { newAccount } from './accounts.ts'
import { ACCOUNT, refusalOf, textOf, utf8 } from './clients.ts'
import { assume, type Household, householdOf, type Person, trusting, type User } from './people.ts'
import { allow, delegation, rootOf, to } from './statements.ts'

const USES = ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey']

let server: Server
let owner: Household
let guest: Household
let visitor: User
let role: string
let session: Person
let key: string
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const account = await newAccount(server)
  guest = householdOf(server, account.accountId, account)
  visitor = await guest.user('visitor', { own: [allow('sts:AssumeRole')] })
  role = await guest.role('reader', trusting(visitor.arn))
  session = await assume(server, visitor, role)
  key = await owner.key()
})
afterAll(() => server.stop())

/** The two sides of the key: what its policy allows to the other account, and what that allows to its role. */
async function sides(ofKey: readonly string[], ofRole: readonly string[]): Promise<void> {
  const theirs = ofKey.length > 0 ? [to(rootOf(guest.id), ofKey)] : []
  await owner.protect(key, delegation(ACCOUNT), ...theirs)
  await guest.allowRole('reader', allow(ofRole.length > 0 ? ofRole : 'kms:ListKeys', key))
}

const encrypt = ({ kms }: Person, EncryptionContext?: Record<string, string>) =>
  kms.send(new EncryptCommand({ KeyId: key, Plaintext: utf8('shared'), EncryptionContext }))
const refused = (action: string, rest: string) => ({
  code: 'AccessDeniedException',
  message: `User: ${session.arn} is not authorized to perform: kms:${action} ${rest}`,
  status: 400,
})
const NOT_TOLD =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access'
const BY_CIPHERTEXT = 'on the resource associated with this ciphertext'

describe('a role of another account', () => {
  it('uses a key where the key policy and its own policy allow', async () => {
    await sides(USES, USES)
    const { CiphertextBlob, KeyId } = await encrypt(session)
    expect(KeyId).toBe(key)
    const opened = await session.kms.send(new DecryptCommand({ CiphertextBlob, KeyId: key }))
    expect(textOf(opened.Plaintext)).toBe('shared')
    expect(textOf((await owner.kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext)).toBe('shared')
    const { KeyMetadata } = await session.kms.send(new DescribeKeyCommand({ KeyId: key }))
    expect(KeyMetadata).toMatchObject({ Arn: key, AWSAccountId: ACCOUNT })
  })

  it('is refused without the key policy, and not told why', async () => {
    await sides([], ['kms:*'])
    expect(await refusalOf(encrypt(session))).toEqual(refused('Encrypt', `on this resource ${NOT_TOLD}`))
  })

  it('is refused without its own policy', async () => {
    await sides(['kms:*'], [])
    const why = 'because no identity-based policy allows the kms:Encrypt action'
    expect(await refusalOf(encrypt(session))).toEqual(refused('Encrypt', `on resource: ${key} ${why}`))
    await guest.allowRole('reader', allow('kms:*', 'arn:aws:kms:*:*:key/00000000-0000-0000-0000-000000000000'))
    expect(await refusalOf(encrypt(session))).toEqual(refused('Encrypt', `on resource: ${key} ${why}`))
  })

  it('is allowed no more than the lesser side', async () => {
    await sides(USES, ['kms:*'])
    const dataKey = () => session.kms.send(new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256' }))
    expect(await refusalOf(dataKey())).toEqual(refused('GenerateDataKey', `on this resource ${NOT_TOLD}`))
    await sides(['kms:*'], ['kms:GenerateDataKey'])
    await dataKey()
    expect((await refusalOf(encrypt(session))).code).toBe('AccessDeniedException')
  })

  it('never manages a key, whatever both sides allow', async () => {
    await sides(['kms:*'], ['kms:*'])
    const disable = session.kms.send(new DisableKeyCommand({ KeyId: key }))
    expect(await refusalOf(disable)).toEqual(refused('DisableKey', `on this resource ${NOT_TOLD}`))
  })

  it('follows a key policy that names it, its own side still being asked', async () => {
    await owner.protect(key, delegation(ACCOUNT), to(role, USES))
    await guest.allowRole('reader', allow(USES, key))
    await encrypt(session)
    const other = await guest.user('other', { own: [allow('kms:*')] })
    expect((await refusalOf(encrypt(other))).message).toContain(NOT_TOLD)
    await guest.allowRole('reader', allow('kms:ListKeys'))
    expect((await refusalOf(encrypt(session))).message).toContain('because no identity-based policy allows')
  })
})

describe('Decrypt that names no key is judged by the key of the ciphertext', () => {
  const decrypt = async () => {
    const { CiphertextBlob } = await encrypt(owner)
    return session.kms.send(new DecryptCommand({ CiphertextBlob }))
  }

  it('and allowed where both sides allow', async () => {
    await sides(['kms:Decrypt'], ['kms:Decrypt'])
    expect(await decrypt()).toMatchObject({ KeyId: key, Plaintext: utf8('shared') })
  })

  it('and refused where either does not', async () => {
    await sides([], ['kms:*'])
    expect(await refusalOf(decrypt())).toEqual(refused('Decrypt', `${BY_CIPHERTEXT} ${NOT_TOLD}`))
    await sides(['kms:*'], [])
    const why = 'because no identity-based policy allows the kms:Decrypt action'
    expect(await refusalOf(decrypt())).toEqual(refused('Decrypt', `${BY_CIPHERTEXT} ${why}`))
  })

  it('and ReEncrypt likewise, on both of its sides', async () => {
    const { CiphertextBlob } = await encrypt(owner)
    const move = () => session.kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: key }))
    await sides(['kms:ReEncryptFrom'], ['kms:*'])
    expect(await refusalOf(move())).toEqual(refused('ReEncryptTo', `on this resource ${NOT_TOLD}`))
    await sides(['kms:ReEncryptTo'], ['kms:*'])
    expect(await refusalOf(move())).toEqual(refused('ReEncryptFrom', `${BY_CIPHERTEXT} ${NOT_TOLD}`))
    await sides(['kms:ReEncrypt*'], ['kms:ReEncrypt*'])
    expect(await move()).toMatchObject({ SourceKeyId: key, KeyId: key })
  })
})

describe('a grant to a role of another account', () => {
  it('allows by itself, in a context that holds its pairs, until it is retired', async () => {
    await sides([], [])
    const EncryptionContext = { tenant: 'guest', file: '1' }
    const { CiphertextBlob } = await encrypt(owner, EncryptionContext)
    const decrypt = (more = EncryptionContext) =>
      session.kms.send(new DecryptCommand({ CiphertextBlob, KeyId: key, EncryptionContext: more }))
    expect((await refusalOf(decrypt())).code).toBe('AccessDeniedException')
    const { GrantId } = await owner.kms.send(
      new CreateGrantCommand({
        KeyId: key,
        GranteePrincipal: role,
        RetiringPrincipal: rootOf(guest.id),
        Operations: ['Decrypt', 'DescribeKey'],
        Constraints: { EncryptionContextSubset: { tenant: 'guest' } },
      }),
    )
    expect(textOf((await decrypt()).Plaintext)).toBe('shared')
    const other = await encrypt(owner, { tenant: 'owner', file: '1' })
    const foreign = {
      CiphertextBlob: other.CiphertextBlob,
      KeyId: key,
      EncryptionContext: { tenant: 'owner', file: '1' },
    }
    for (const call of [
      decrypt({ ...EncryptionContext, tenant: 'owner' }),
      decrypt({ tenant: 'Guest', file: '1' }),
      session.kms.send(new DecryptCommand(foreign)),
    ]) {
      expect(await refusalOf(call)).toEqual(refused('Decrypt', `on this resource ${NOT_TOLD}`))
    }
    await session.kms.send(new DescribeKeyCommand({ KeyId: key }))
    expect((await refusalOf(encrypt(session, EncryptionContext))).code).toBe('AccessDeniedException')
    await guest.kms.send(new RetireGrantCommand({ KeyId: key, GrantId }))
    expect(await refusalOf(decrypt())).toEqual(refused('Decrypt', `on this resource ${NOT_TOLD}`))
  })
})
