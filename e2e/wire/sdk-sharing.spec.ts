import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListRetirableGrantsCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, kmsOf, REGION, refusalOf, textOf, utf8 } from './clients.ts'

const OTHER_ACCOUNT = '444455556666'
const OTHER_ROOT = `arn:aws:iam::${OTHER_ACCOUNT}:root`

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false, env: { KEYSTEAD_AUTH: 'open' } })
})
afterAll(() => server.stop())

const as = (accessKeyId: string) => kmsOf(server, { accessKeyId, secretAccessKey: 'any' })

/** A key of the first account, named by its ARN, with a grant to the second. */
async function shared(grant: Partial<CreateGrantCommandInput> = {}) {
  const [owner, guest] = [as(ACCOUNT), as(OTHER_ACCOUNT)]
  const { KeyMetadata } = await owner.send(new CreateKeyCommand({}))
  const KeyId = KeyMetadata?.Arn ?? ''
  const Plaintext = utf8('shared')
  const before = guest.send(new EncryptCommand({ KeyId, Plaintext }))
  expect((await refusalOf(before)).code).toBe('AccessDeniedException')
  const { GrantId = '', GrantToken = '' } = await owner.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: OTHER_ROOT,
      RetiringPrincipal: OTHER_ROOT,
      Operations: ['Encrypt', 'Decrypt', 'DescribeKey'],
      Name: 'to-guest',
      ...grant,
    }),
  )
  return { owner, guest, KeyId, GrantId, GrantToken, Plaintext }
}

describe('a grant to another account', () => {
  it('lets it do what the grant says, and no more', async () => {
    const { owner, guest, KeyId, Plaintext } = await shared()
    const { CiphertextBlob } = await guest.send(new EncryptCommand({ KeyId, Plaintext }))
    expect(textOf((await owner.send(new DecryptCommand({ CiphertextBlob }))).Plaintext)).toBe('shared')
    expect(textOf((await guest.send(new DecryptCommand({ CiphertextBlob, KeyId }))).Plaintext)).toBe('shared')
    const { KeyMetadata } = await guest.send(new DescribeKeyCommand({ KeyId }))
    expect(KeyMetadata).toMatchObject({ Arn: KeyId, AWSAccountId: ACCOUNT })
    for (const refused of [
      guest.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' })),
      guest.send(new ListGrantsCommand({ KeyId })),
      guest.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
      as('777788889999').send(new EncryptCommand({ KeyId, Plaintext })),
    ]) {
      expect((await refusalOf(refused)).code).toBe('AccessDeniedException')
    }
  })

  it('holds for its encryption context', async () => {
    const { guest, KeyId, Plaintext } = await shared({
      Constraints: { EncryptionContextSubset: { tenant: 'guest' } },
      Operations: ['Encrypt', 'Decrypt'],
    })
    const EncryptionContext = { tenant: 'guest', more: 'of it' }
    const { CiphertextBlob } = await guest.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }))
    const opened = await guest.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))
    expect(textOf(opened.Plaintext)).toBe('shared')
    const others = guest.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { tenant: 'owner' } }))
    expect((await refusalOf(others)).code).toBe('AccessDeniedException')
  })

  it('is listed where it is, and where it may be retired', async () => {
    const { owner, guest, KeyId, GrantId } = await shared()
    const entry = expect.objectContaining({
      KeyId,
      GrantId,
      Name: 'to-guest',
      GranteePrincipal: OTHER_ROOT,
      RetiringPrincipal: OTHER_ROOT,
      IssuingAccount: `arn:aws:iam::${ACCOUNT}:root`,
    })
    const { Grants } = await owner.send(new ListGrantsCommand({ KeyId }))
    expect(Grants).toEqual([entry])
    const retirable = await guest.send(new ListRetirableGrantsCommand({ RetiringPrincipal: OTHER_ROOT }))
    expect(retirable.Grants).toContainEqual(entry)
  })

  it.each<[string, (grant: Awaited<ReturnType<typeof shared>>) => Promise<unknown>]>([
    [
      'its retiring principal retires it',
      ({ guest, GrantToken }) => guest.send(new RetireGrantCommand({ GrantToken })),
    ],
    ['the owner revokes it', ({ owner, KeyId, GrantId }) => owner.send(new RevokeGrantCommand({ KeyId, GrantId }))],
  ])('ends when %s', async (_, end) => {
    const grant = await shared()
    const encrypt = new EncryptCommand({ KeyId: grant.KeyId, Plaintext: grant.Plaintext })
    await grant.guest.send(encrypt)
    await end(grant)
    expect((await refusalOf(grant.guest.send(encrypt))).code).toBe('AccessDeniedException')
    expect((await grant.owner.send(new ListGrantsCommand({ KeyId: grant.KeyId }))).Grants).toEqual([])
  })
})

describe('an AWS managed key', () => {
  const KeyId = 'alias/aws/s3'

  it('is there as soon as it is asked for by its alias, one for each account', async () => {
    const describeFrom = async (account: string) =>
      (await as(account).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata
    const KeyMetadata = await describeFrom(ACCOUNT)
    expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', KeyState: 'Enabled', AWSAccountId: ACCOUNT })
    expect(KeyMetadata?.Arn).toBe(`arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyMetadata?.KeyId}`)
    expect(await describeFrom(ACCOUNT)).toEqual(KeyMetadata)
    expect((await describeFrom(OTHER_ACCOUNT))?.KeyId).not.toBe(KeyMetadata?.KeyId)
    const { Aliases } = await as(ACCOUNT).send(new ListAliasesCommand({ KeyId: KeyMetadata?.KeyId }))
    expect(Aliases).toMatchObject([{ AliasName: KeyId, TargetKeyId: KeyMetadata?.KeyId }])
  })

  it('is used by its service and kept by AWS', async () => {
    const owner = as(ACCOUNT)
    const { KeyMetadata } = await owner.send(new DescribeKeyCommand({ KeyId }))
    for (const refused of [
      owner.send(new EncryptCommand({ KeyId, Plaintext: utf8('direct') })),
      owner.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.KeyId, PendingWindowInDays: 7 })),
    ]) {
      expect((await refusalOf(refused)).code).toBe('AccessDeniedException')
    }
  })
})
