import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
  ListAliasesCommand,
  ListKeyPoliciesCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  paginateListKeys,
  ReEncryptCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, auditRecords, kmsOf, REGION, refusalOf, stsOf, textOf, utf8 } from './clients.ts'

let server: Server
let kms: KMSClient
beforeAll(async () => {
  server = await startServer({ console: false })
  kms = kmsOf(server)
})
afterAll(() => server.stop())

async function newKey(): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
  return KeyMetadata?.KeyId ?? ''
}

describe('a key, by the SDK', () => {
  it('is made, described, listed and renamed', async () => {
    const made = await kms.send(
      new CreateKeyCommand({ Description: 'first', Tags: [{ TagKey: 'team', TagValue: 'storage' }] }),
    )
    const KeyId = made.KeyMetadata?.KeyId ?? ''
    expect(made.KeyMetadata).toMatchObject({
      AWSAccountId: ACCOUNT,
      Arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`,
      Description: 'first',
      Enabled: true,
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    })
    expect(made.KeyMetadata?.CreationDate).toBeInstanceOf(Date)
    const described = await kms.send(new DescribeKeyCommand({ KeyId }))
    expect(described.KeyMetadata).toEqual(made.KeyMetadata)
    const { Keys = [] } = await kms.send(new ListKeysCommand({}))
    expect(Keys).toContainEqual({ KeyId, KeyArn: made.KeyMetadata?.Arn })
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'second' }))
    const renamed = await kms.send(new DescribeKeyCommand({ KeyId }))
    expect(renamed.KeyMetadata?.Description).toBe('second')
  })

  it('is listed page by page', async () => {
    const made = [await newKey(), await newKey(), await newKey()]
    const listed: (string | undefined)[] = []
    for await (const page of paginateListKeys({ client: kms, pageSize: 1 }, {})) {
      expect(page.Keys?.length).toBeLessThanOrEqual(1)
      listed.push(...(page.Keys ?? []).map((key) => key.KeyId))
    }
    expect(listed).toEqual(expect.arrayContaining(made))
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('is disabled, enabled, scheduled for deletion and kept', async () => {
    const KeyId = await newKey()
    await kms.send(new DisableKeyCommand({ KeyId }))
    const encrypt = new EncryptCommand({ KeyId, Plaintext: utf8('a') })
    expect((await refusalOf(kms.send(encrypt))).code).toBe('DisabledException')
    await kms.send(new EnableKeyCommand({ KeyId }))
    await kms.send(encrypt)
    const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
    expect(scheduled).toMatchObject({ KeyState: 'PendingDeletion', PendingWindowInDays: 7 })
    expect((await refusalOf(kms.send(encrypt))).code).toBe('KMSInvalidStateException')
    await kms.send(new CancelKeyDeletionCommand({ KeyId }))
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }))
    expect(KeyMetadata?.KeyState).toBe('Disabled')
  })

  it('has a policy', async () => {
    const KeyId = await newKey()
    expect((await kms.send(new ListKeyPoliciesCommand({ KeyId }))).PolicyNames).toEqual(['default'])
    const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))
    expect(Policy).toContain(`arn:aws:iam::${ACCOUNT}:root`)
    const changed = Policy.replace('key-default-1', 'changed')
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: changed }))
    expect((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(changed)
  })

  it('has tags', async () => {
    const KeyId = await newKey()
    const tags = [
      { TagKey: 'a', TagValue: '1' },
      { TagKey: 'b', TagValue: '' },
    ]
    await kms.send(new TagResourceCommand({ KeyId, Tags: tags }))
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual(tags)
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['a'] }))
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual(tags.slice(1))
  })

  it('has aliases, which can move to another key', async () => {
    const [first, second] = [await newKey(), await newKey()]
    const AliasName = 'alias/wire-test'
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first }))
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: AliasName, Plaintext: utf8('by alias') }))
    await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }))
    expect((await kms.send(new DescribeKeyCommand({ KeyId: AliasName }))).KeyMetadata?.KeyId).toBe(second)
    expect((await kms.send(new ListAliasesCommand({ KeyId: second }))).Aliases).toMatchObject([
      { AliasName, TargetKeyId: second },
    ])
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob }))
    expect(textOf(opened.Plaintext)).toBe('by alias')
    await kms.send(new DeleteAliasCommand({ AliasName }))
    expect(await refusalOf(kms.send(new DescribeKeyCommand({ KeyId: AliasName })))).toMatchObject({
      code: 'NotFoundException',
      message: `Alias arn:aws:kms:${REGION}:${ACCOUNT}:${AliasName} is not found.`,
    })
  })
})

describe('cryptography, by the SDK', () => {
  const EncryptionContext = { purpose: 'test', ключ: 'значение' }

  it('opens what it sealed, with the same context only', async () => {
    const KeyId = await newKey()
    const sealed = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('secret'), EncryptionContext }))
    expect(sealed).toMatchObject({ EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', KeyId: expect.stringContaining(KeyId) })
    const { CiphertextBlob } = sealed
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))
    expect([textOf(opened.Plaintext), opened.KeyId]).toEqual(['secret', sealed.KeyId])
    const refusal = await refusalOf(
      kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { purpose: 'x' } })),
    )
    expect([refusal.code, refusal.status]).toEqual(['InvalidCiphertextException', 400])
  })

  it('opens old ciphertexts after rotations', async () => {
    const KeyId = await newKey()
    const { CiphertextBlob: old } = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('old') }))
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }))
    const { CiphertextBlob: young } = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('young') }))
    expect(textOf((await kms.send(new DecryptCommand({ CiphertextBlob: old }))).Plaintext)).toBe('old')
    expect(textOf((await kms.send(new DecryptCommand({ CiphertextBlob: young }))).Plaintext)).toBe('young')
    const { Rotations } = await kms.send(new ListKeyRotationsCommand({ KeyId }))
    expect(Rotations).toMatchObject([{ RotationType: 'ON_DEMAND' }])
  })

  it('turns automatic rotation on and off', async () => {
    const KeyId = await newKey()
    const status = async () => kms.send(new GetKeyRotationStatusCommand({ KeyId }))
    expect((await status()).KeyRotationEnabled).toBe(false)
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }))
    const enabled = await status()
    expect(enabled).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 })
    expect(enabled.NextRotationDate).toBeInstanceOf(Date)
    await kms.send(new DisableKeyRotationCommand({ KeyId }))
    expect((await status()).KeyRotationEnabled).toBe(false)
  })

  it('makes data keys', async () => {
    const KeyId = await newKey()
    const whole = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }))
    expect(whole.Plaintext).toHaveLength(32)
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: whole.CiphertextBlob, EncryptionContext }))
    expect(opened.Plaintext).toEqual(whole.Plaintext)
    const sealed = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 24 }))
    expect(sealed).not.toHaveProperty('Plaintext')
    const later = await kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }))
    expect(later.Plaintext).toHaveLength(24)
  })

  it('moves a ciphertext to another key and context', async () => {
    const [from, to] = [await newKey(), await newKey()]
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: from, Plaintext: utf8('moved'), EncryptionContext }),
    )
    const moved = await kms.send(
      new ReEncryptCommand({
        CiphertextBlob,
        SourceEncryptionContext: EncryptionContext,
        DestinationKeyId: to,
        DestinationEncryptionContext: { now: 'here' },
      }),
    )
    expect([moved.SourceKeyId, moved.KeyId]).toEqual([expect.stringContaining(from), expect.stringContaining(to)])
    const opened = await kms.send(
      new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { now: 'here' }, KeyId: to }),
    )
    expect(textOf(opened.Plaintext)).toBe('moved')
  })

  it('gives random bytes', async () => {
    const bytes = async () => (await kms.send(new GenerateRandomCommand({ NumberOfBytes: 1024 }))).Plaintext
    const [a, b] = [await bytes(), await bytes()]
    expect(a).toHaveLength(1024)
    expect(a).not.toEqual(b)
  })
})

describe('STS, by the SDK', () => {
  it('says who is calling', async () => {
    const answer = await stsOf(server).send(new GetCallerIdentityCommand({}))
    expect(answer).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root`, UserId: ACCOUNT })
  })
})

describe('the audit log', () => {
  it('has every call, by the id that its answer carried', async () => {
    const KeyId = await newKey()
    const answers = [
      await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('PLAINTEXT'), EncryptionContext: { a: 'b' } })),
      await stsOf(server).send(new GetCallerIdentityCommand({})),
    ]
    const records = auditRecords(server)
    const found = answers.map(({ $metadata }) => records.find((record) => record.requestID === $metadata.requestId))
    expect(found).toMatchObject([
      { eventName: 'Encrypt', eventSource: 'kms.amazonaws.com', requestParameters: { encryptionContext: { a: 'b' } } },
      { eventName: 'GetCallerIdentity', eventSource: 'sts.amazonaws.com' },
    ])
    expect(JSON.stringify(found)).not.toContain(Buffer.from('PLAINTEXT').toString('base64'))
  })

  it('has the calls that failed', async () => {
    await refusalOf(kms.send(new DescribeKeyCommand({ KeyId: 'alias/none' })))
    expect(auditRecords(server).at(-1)).toMatchObject({ eventName: 'DescribeKey', errorCode: 'NotFoundException' })
  })
})
