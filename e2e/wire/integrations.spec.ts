import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GenerateDataKeyCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ReplicateKeyCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { administer, basic, type Keys, rootKeys } from './accounts.ts'
import { ACCOUNT, auditRecords, kmsOf, REGION, refusalOf } from './clients.ts'
import { type Household, householdOf, type User } from './people.ts'
import { allow, delegation, to } from './statements.ts'

const AWAY = 'eu-west-1'
const SECRET = 'a plaintext that nothing on the disk may hold'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const textOf = (data: unknown) => Buffer.from(String(data), 'base64').toString().replaceAll('\0', '')

let server: Server
let owner: Household
/** May use keys by EC2 and S3 only. */
let ada: User
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const byService = { StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com', 's3.*.amazonaws.com'] } }
  ada = await owner.user('ada', { own: [allow('kms:*', '*', { Condition: byService })] })
})
afterAll(() => server.stop())

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

async function call(service: string, operation: string, input: object, keys: Keys = server): Promise<Answer> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }
  const answer = await fetch(new URL(`/_keystead/integrations/${service}/${operation}`, server.url), {
    method: 'POST',
    headers: { ...basic(accessKeyId, secretAccessKey), ...token },
    body: JSON.stringify(input),
  })
  return { status: answer.status, body: await answer.json() }
}

/** A call that must succeed. */
async function done(service: string, operation: string, input: object, keys?: Keys): Promise<Answer['body']> {
  const { status, body } = await call(service, operation, input, keys)
  if (status !== 200) throw new Error(`${service} ${operation}: ${JSON.stringify(body)}`)
  return body
}

const operationsOf = (body: Answer['body']) => Object(body.KmsCalls).map(({ operation }: Call) => operation)
const disable = (KeyId: string) => owner.kms.send(new DisableKeyCommand({ KeyId }))
const grantsOn = async (KeyId: string) => (await owner.kms.send(new ListGrantsCommand({ KeyId }))).Grants ?? []

interface Call {
  readonly operation: string
  readonly requestId: string
}

/** What the log says of the calls that a service made for another. */
function recordsOf(body: Answer['body']) {
  const ids = Object(body.KmsCalls).map(({ requestId }: Call) => requestId)
  const records = auditRecords(server)
  return ids.map((id: string) => records.find(({ requestID }) => requestID === id))
}

describe('EBS', () => {
  let key: string
  let VolumeId: unknown
  let SnapshotId: unknown

  beforeAll(async () => {
    key = await owner.key()
    const Condition = { StringEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` } }
    const grants = { Bool: { 'kms:GrantIsForAWSResource': 'true' } }
    const manages = {
      ...delegation(ACCOUNT),
      Action: ['kms:Describe*', 'kms:ListGrants', 'kms:DisableKey', 'kms:EnableKey', 'kms:Put*'],
    }
    const uses = to(ada.arn, ['kms:GenerateDataKey*', 'kms:ReEncrypt*', 'kms:Decrypt'], { Condition })
    await owner.protect(key, manages, uses, to(ada.arn, 'kms:CreateGrant', { Condition: { ...Condition, ...grants } }))
  })

  it('makes a volume under a key that its owner may use by EC2 only', async () => {
    const direct = ada.kms.send(new GenerateDataKeyCommand({ KeyId: key, NumberOfBytes: 64 }))
    expect((await refusalOf(direct)).code).toBe('AccessDeniedException')
    const grant = new CreateGrantCommand({ KeyId: key, GranteePrincipal: ada.arn, Operations: ['Decrypt'] })
    expect((await refusalOf(ada.kms.send(grant))).code).toBe('AccessDeniedException')
    const made = await done('ebs', 'CreateVolume', { Size: 8, KmsKeyId: key }, ada.keys)
    VolumeId = made.VolumeId
    expect(made).toMatchObject({ State: 'available', Encrypted: true, KmsKeyId: key, Size: 8 })
    const records = recordsOf(made)
    expect(records).toMatchObject([
      {
        eventName: 'GenerateDataKeyWithoutPlaintext',
        userIdentity: { arn: ada.arn, invokedBy: 'ec2.amazonaws.com' },
        sourceIPAddress: 'ec2.amazonaws.com',
        requestParameters: { encryptionContext: { 'aws:ebs:id': VolumeId }, numberOfBytes: 64 },
      },
    ])
  })

  it('attaches it by a grant to the machine of the instance, which alone decrypts the data key', async () => {
    const attached = await done('ebs', 'AttachVolume', { VolumeId, InstanceId: 'i-0123456789abcdef0' }, ada.keys)
    expect(operationsOf(attached)).toEqual(['CreateGrant', 'Decrypt'])
    const machine = `arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0`
    expect(await grantsOn(key)).toMatchObject([
      {
        GranteePrincipal: machine,
        Operations: expect.arrayContaining(['Decrypt', 'RetireGrant']),
        Constraints: { EncryptionContextSubset: { 'aws:ebs:id': VolumeId } },
      },
    ])
    expect(recordsOf(attached)).toMatchObject([
      { eventName: 'CreateGrant', userIdentity: { arn: ada.arn } },
      { eventName: 'Decrypt', userIdentity: { arn: machine, type: 'AssumedRole', invokedBy: 'ec2.amazonaws.com' } },
    ])
    expect((await call('ebs', 'AttachVolume', { VolumeId, InstanceId: 'i-00000000' }, ada.keys)).body).toMatchObject({
      code: 'IncorrectStateException',
    })
  })

  it('writes and reads without AWS KMS, also while the key is disabled; a volume taken off does not come back', async () => {
    const written = await done('ebs', 'WriteBlocks', { VolumeId, Offset: 1024, Data: base64(SECRET) }, ada.keys)
    expect(written).toMatchObject({ SectorsWritten: 1, KmsCalls: [] })
    await disable(key)
    const read = await done('ebs', 'ReadBlocks', { VolumeId, Offset: 512, Length: 1024 }, ada.keys)
    expect([textOf(read.Data), read.KmsCalls]).toEqual([SECRET, []])
    SnapshotId = (await done('ebs', 'CreateSnapshot', { VolumeId }, ada.keys)).SnapshotId

    const detached = await done('ebs', 'DetachVolume', { VolumeId }, ada.keys)
    expect(detached).toMatchObject({ State: 'available', GrantRetired: true, Attachments: [] })
    expect(await grantsOn(key)).toEqual([])
    expect((await call('ebs', 'ReadBlocks', { VolumeId }, ada.keys)).status).toBe(409)
    const refused = await call('ebs', 'AttachVolume', { VolumeId, InstanceId: 'i-00000001' }, ada.keys)
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'DisabledException', message: `${key} is disabled.`, kmsCall: { operation: 'CreateGrant' } },
    })
    const { requestId } = Object(refused.body.kmsCall)
    expect(auditRecords(server).find(({ requestID }) => requestID === requestId)?.errorCode).toBe('DisabledException')
    const why = await administer(server, { method: 'GET', path: `/_keystead/explain?requestId=${requestId}` })
    expect(why.body).toMatchObject({ eventName: 'CreateGrant', traces: [expect.anything()] })
    await owner.kms.send(new EnableKeyCommand({ KeyId: key }))
  })

  it('makes a volume of a snapshot, and copies for another key and another Region', async () => {
    const restored = await done('ebs', 'CreateVolume', { SnapshotId }, ada.keys)
    expect(operationsOf(restored)).toEqual(['ReEncrypt'])
    const copied = await done(
      'ebs',
      'CopySnapshot',
      { SourceSnapshotId: SnapshotId, SourceRegion: REGION, Region: AWAY },
      ada.keys,
    )
    expect(operationsOf(copied)).toEqual(['Decrypt', 'GenerateDataKey'])
    const away = await done('ebs', 'CreateVolume', { SnapshotId: copied.SnapshotId, Region: AWAY }, ada.keys)
    const { KeyMetadata } = await kmsOf(server, { region: AWAY }).send(
      new DescribeKeyCommand({ KeyId: 'alias/aws/ebs' }),
    )
    expect(away.KmsKeyId).toBe(KeyMetadata?.Arn)
    for (const [made, Region] of [
      [restored, REGION],
      [away, AWAY],
    ] as const) {
      const id = { VolumeId: made.VolumeId, Region }
      await done('ebs', 'AttachVolume', { ...id, InstanceId: 'i-00000002' }, ada.keys)
      const { Data } = await done('ebs', 'ReadBlocks', { ...id, Offset: 1024 }, ada.keys)
      expect(textOf(Data)).toBe(SECRET)
    }
    const raw = await done('ebs', 'ReadRawBlocks', { VolumeId: away.VolumeId, Offset: 1024, Region: AWAY }, ada.keys)
    const old = await done('ebs', 'ReadRawBlocks', { VolumeId: restored.VolumeId, Offset: 1024 }, ada.keys)
    expect(Buffer.from(String(raw.Ciphertext), 'base64')).toHaveLength(512)
    expect(raw.Ciphertext).not.toBe(old.Ciphertext)
  })
})

describe('S3', () => {
  const objects = Array.from({ length: 10 }, (_, index) => `object-${index}`)
  const putAll = (Bucket: string) =>
    Promise.all(objects.map((Key) => done('s3', 'PutObject', { Bucket, Key, Body: base64(SECRET) }, ada.keys)))
  const uses = (KeyId: string, eventName: string) =>
    auditRecords(server).filter((record) => record.eventName === eventName && JSON.stringify(record).includes(KeyId))

  it.each([
    ['asks AWS KMS for each object', false, 10],
    ['asks AWS KMS once with a bucket key', true, 1],
  ])('%s', async (_, BucketKeyEnabled, calls) => {
    const SSEKMSKeyId = await owner.key()
    const Bucket = `with-${BucketKeyEnabled}`
    await done('s3', 'CreateBucket', { Bucket, SSEKMSKeyId, BucketKeyEnabled }, ada.keys)
    const put = await putAll(Bucket)
    expect(put.flatMap(operationsOf)).toEqual(Array(calls).fill('GenerateDataKey'))
    const records = uses(SSEKMSKeyId, 'GenerateDataKey')
    expect(records).toHaveLength(calls)
    const arn = BucketKeyEnabled ? `arn:aws:s3:::${Bucket}` : expect.stringMatching(`arn:aws:s3:::${Bucket}/object-`)
    expect(records[0]).toMatchObject({
      userIdentity: { invokedBy: 's3.amazonaws.com' },
      requestParameters: { encryptionContext: { 'aws:s3:arn': arn } },
    })
    // Another requester is asked about at least once.
    const got = await Promise.all(objects.map((Key) => done('s3', 'GetObject', { Bucket, Key })))
    expect(got.map(({ Body }) => textOf(Body))).toEqual(objects.map(() => SECRET))
    expect(uses(SSEKMSKeyId, 'Decrypt')).toHaveLength(calls)
    await disable(SSEKMSKeyId)
    const { status } = await call('s3', 'PutObject', { Bucket, Key: 'late', Body: '' }, ada.keys)
    expect(status).toBe(BucketKeyEnabled ? 200 : 400)
  })

  it('encrypts under a key of AWS that is in no list, no log and no bill of the account', async () => {
    const before = auditRecords(server).length
    await done('s3', 'CreateBucket', { Bucket: 'plain' }, ada.keys)
    const put = await done('s3', 'PutObject', { Bucket: 'plain', Key: 'a/b', Body: base64(SECRET) }, ada.keys)
    expect(put).toMatchObject({ ServerSideEncryption: 'AES256', KmsCalls: [] })
    expect(put).not.toHaveProperty('SSEKMSKeyId')
    expect(textOf((await done('s3', 'GetObject', { Bucket: 'plain', Key: 'a/b' }, ada.keys)).Body)).toBe(SECRET)
    const made = auditRecords(server).slice(before)
    const ofKms = made.filter(({ eventSource }) => eventSource === 'kms.amazonaws.com')
    expect(ofKms.map(({ eventName }) => eventName)).toContain('CreateKey')
    expect(ofKms.filter(({ recipientAccountId }) => recipientAccountId === ACCOUNT)).toEqual([])
    const { Keys } = await owner.kms.send(new ListKeysCommand({}))
    const created = ofKms.find(({ eventName }) => eventName === 'CreateKey')
    const KeyId = /key\/([0-9a-f-]{36})/.exec(JSON.stringify(created))?.[1] ?? ''
    expect(KeyId).not.toBe('')
    expect(Keys?.map((key) => key.KeyId)).not.toContain(KeyId)
    expect((await refusalOf(owner.kms.send(new DescribeKeyCommand({ KeyId })))).code).toBe('NotFoundException')
  })
})

const bothRegions = [REGION, AWAY]

/** A multi-Region key with a replica. */
async function twoRegionKey(): Promise<string> {
  const { KeyMetadata } = await owner.kms.send(new CreateKeyCommand({ MultiRegion: true }))
  const KeyId = KeyMetadata?.Arn ?? ''
  await owner.kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: AWAY }))
  return KeyId
}

describe('a DynamoDB global table of encrypted items', () => {
  const Item = { words: SECRET }
  const put = async (TableName: string, KmsKeyId: string) => {
    await done('dynamodb', 'CreateGlobalTable', { TableName, ReplicaRegions: bothRegions, KmsKeyId })
    return done('dynamodb', 'PutItem', { TableName, Key: 'one', Item })
  }
  const get = (TableName: string, Region: string) => call('dynamodb', 'GetItem', { TableName, Key: 'one', Region })

  it('is read in another Region with a multi-Region key', async () => {
    const key = await twoRegionKey()
    const written = await put('shared', key)
    expect(written).toMatchObject({ WrittenIn: REGION, KmsKeyId: key })
    expect(recordsOf(written)[0]).not.toMatchObject({ userIdentity: { invokedBy: expect.anything() } })
    expect((await get('shared', AWAY)).body).toMatchObject({ Item, WrittenIn: REGION, KmsKeyId: key })
    const back = await done('dynamodb', 'PutItem', { TableName: 'shared', Key: 'two', Item, Region: AWAY })
    expect(back.KmsKeyId).toBe(key.replace(REGION, AWAY))
    expect((await call('dynamodb', 'GetItem', { TableName: 'shared', Key: 'two' })).body).toMatchObject({ Item })
  })

  it('is read at home only with a single-Region key', async () => {
    await put('local', await owner.key())
    expect((await get('local', REGION)).body).toMatchObject({ Item })
    const refused = await get('local', AWAY)
    expect(refused).toMatchObject({
      status: 400,
      body: {
        code: 'AccessDeniedException',
        message: expect.stringContaining('the resource does not exist in this Region'),
        kmsCall: { operation: 'Decrypt', region: AWAY },
      },
    })
  })
})

describe('an Aurora global database', () => {
  it('goes on in another Region when the first one fails', async () => {
    const KmsKeyId = await twoRegionKey()
    const GlobalClusterIdentifier = 'orders'
    await done('aurora', 'CreateGlobalCluster', { GlobalClusterIdentifier, Regions: bothRegions, KmsKeyId })
    const page = { GlobalClusterIdentifier, PageNumber: 7 }
    await done('aurora', 'WritePage', { ...page, Data: base64(SECRET) })
    expect(await call('aurora', 'WritePage', { ...page, Data: '', Region: AWAY })).toMatchObject({
      status: 409,
      body: { code: 'IncorrectStateException' },
    })
    await disable(KmsKeyId)
    expect((await call('aurora', 'ReadPage', page)).body.code).toBe('DisabledException')
    await done('aurora', 'FailoverGlobalCluster', { GlobalClusterIdentifier, TargetRegion: AWAY, Region: AWAY })
    expect(textOf((await done('aurora', 'ReadPage', { ...page, Region: AWAY })).Data)).toBe(SECRET)
    const written = await done('aurora', 'WritePage', { ...page, Data: base64('after'), Region: AWAY })
    expect(written).toMatchObject({ WrittenIn: AWAY, KmsKeyId: KmsKeyId.replace(REGION, AWAY) })
    expect(textOf((await done('aurora', 'ReadPage', { ...page, Region: AWAY })).Data)).toBe('after')
    expect((await call('aurora', 'WritePage', { ...page, Data: '' })).status).toBe(409)
  })
})

describe('Secrets Manager', () => {
  it('puts new versions under the key that its alias leads to by then; old ones still open', async () => {
    const [old, next] = [await owner.key(), await owner.key()]
    const AliasName = 'alias/secrets'
    await owner.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: old }))
    const created = await done('secretsmanager', 'CreateSecret', {
      ...{ Name: 'prod/db', SecretString: SECRET, KmsKeyId: AliasName },
    })
    expect(recordsOf(created)).toMatchObject([
      {
        userIdentity: { invokedBy: 'secretsmanager.amazonaws.com' },
        requestParameters: { encryptionContext: { SecretARN: created.ARN, SecretVersionId: created.VersionId } },
      },
    ])
    await owner.kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: next }))
    await done('secretsmanager', 'PutSecretValue', { SecretId: created.ARN, SecretString: 'rotated' })
    const value = (more: object) => done('secretsmanager', 'GetSecretValue', { SecretId: 'prod/db', ...more })
    expect(await value({})).toMatchObject({ SecretString: 'rotated', KmsKeyId: next, VersionStages: ['AWSCURRENT'] })
    expect(await value({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: SECRET, KmsKeyId: old })
    const { Versions } = await done('secretsmanager', 'ListSecretVersionIds', { SecretId: 'prod/db' })
    expect(Versions).toHaveLength(2)
    await disable(old)
    expect(await value({})).toMatchObject({ SecretString: 'rotated' })
    const gone = { SecretId: 'prod/db', VersionStage: 'AWSPREVIOUS' }
    expect((await call('secretsmanager', 'GetSecretValue', gone)).body.code).toBe('DisabledException')
  })
})

describe('a sandbox', () => {
  it('has volumes and keys of its own, which go when it begins anew', async () => {
    const { body } = await administer(server, { path: '/_keystead/sandboxes' })
    const keys = rootKeys(body)
    const Name = 'prod/db'
    await done('secretsmanager', 'CreateSecret', { Name, SecretString: 'of the sandbox' }, keys)
    const asked = { SecretId: Name }
    const value = await done('secretsmanager', 'GetSecretValue', asked, keys)
    expect(value).toMatchObject({ SecretString: 'of the sandbox', VersionStages: ['AWSCURRENT'] })
    expect(await done('secretsmanager', 'GetSecretValue', asked)).toMatchObject({ SecretString: 'rotated' })
    await done('s3', 'CreateBucket', { Bucket: 'plain' }, keys)
    const put = { Bucket: 'plain', Key: 'a', Body: '' }
    await done('s3', 'PutObject', put, keys)
    const reset = await administer(server, { path: `/_keystead/sandboxes/${body.id}/reset` })
    expect(reset.status).toBe(200)
    expect((await call('secretsmanager', 'GetSecretValue', asked, keys)).status).toBe(404)
    await done('s3', 'CreateBucket', { Bucket: 'plain' }, keys)
    await done('s3', 'PutObject', put, keys)
  })
})

describe('the services', () => {
  it('answer who shows an access key pair, and no page of another origin', async () => {
    const wrong = { ...ada.keys, secretAccessKey: server.secretAccessKey }
    for (const keys of [
      wrong,
      { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' },
      { ...ada.keys, sessionToken: 'x' },
    ]) {
      expect((await call('ebs', 'DescribeVolumes', {}, keys)).status).toBe(401)
    }
    const answer = await fetch(new URL('/_keystead/integrations/ebs/DescribeVolumes', server.url), {
      method: 'POST',
      headers: { ...basic(ada.keys.accessKeyId, ada.keys.secretAccessKey), origin: 'https://elsewhere.example' },
    })
    expect(answer.status).toBe(403)
  })

  it('refuse operations and members that there are not', async () => {
    expect((await call('ebs', 'RunInstances', {})).status).toBe(404)
    expect((await call('constructor', 'CreateVolume', {})).status).toBe(404)
    for (const input of [{ Sise: 3 }, { Size: 0 }, { Region: 'nowhere' }, { KmsKeyId: '' }, { Encrypted: false }]) {
      const { status, body } = await call('ebs', 'CreateVolume', input)
      expect([status, body.code], JSON.stringify(input)).toEqual([400, 'ValidationException'])
    }
  })

  it('leave their own events, and no plaintext and no data key in anything that is stored', async () => {
    const record = auditRecords(server).find(({ eventName }) => eventName === 'PutSecretValue')
    expect(record).toMatchObject({
      eventSource: 'secretsmanager.amazonaws.com',
      requestParameters: { SecretId: expect.any(String) },
    })
    expect(record?.requestParameters).not.toHaveProperty('SecretString')
    const database = new Database(`${server.dataDir}/keystead.db`, { readonly: true })
    const items = database.prepare('SELECT "service", "body", "data" FROM "service_items"').all() as {
      service: string
      body: string
      data: Buffer
    }[]
    const texts = database.prepare('SELECT "text" FROM "events"').pluck().all().join('\n')
    database.close()
    expect(new Set(items.map(({ service }) => service))).toEqual(
      new Set(['ec2', 's3', 'dynamodb', 'rds', 'secretsmanager']),
    )
    for (const form of [SECRET, base64(SECRET)]) {
      expect(texts).not.toContain(form)
      for (const { body, data } of items) expect(`${body}${data.toString('latin1')}`).not.toContain(form)
    }
  })
})
