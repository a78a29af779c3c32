import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEvent } from '#audit/event.ts'
import { systemClock } from '#kernel/clock.ts'
import type { Region, SandboxId } from '#kernel/ids.ts'
import type { Caller, Store } from '#kms/ports.ts'
import { remove } from '#kms/ports.ts'
import { type Harness, OTHER_ACCOUNT, openHarness, REGION } from '#testing/harness.ts'
import { allowing, openIamHarness, trusting } from '#testing/iam-harness.ts'
import { administering } from '#testing/sandboxes.ts'
import { served } from '#testing/served.ts'
import { breakable } from '#testing/stores.ts'
import { createIntegrations, type Integrations } from './integrations.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

let kms: Harness
let services: Integrations
beforeEach(async () => {
  kms = await openHarness()
  services = over(kms.ports.store)
})

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1'

function over(store: Store, endpoint: string | undefined = NOWHERE): Integrations {
  const { clocks, ids, identifiers, secrets, materials: vault } = kms.ports
  return createIntegrations({ endpoint, store, clocks, ids, identifiers, secrets, vault })
}

const call = (name: string, input: unknown, of = services) => of.execute('s3', name, input, kms.caller())
const records = async () => (await kms.events()).map(({ text }: AuditEvent) => JSON.parse(text).record)
const idOf = (answer: object) => Reflect.get(answer, 'VolumeId')
const place = { service: 's3', kind: 'bucket', id: 'photos' }

/** The services over an installation that answers as AWS KMS. */
async function servedHarness() {
  const port = await served()
  const harness = await openIamHarness()
  const { wire, ports, clock } = harness
  // The services sign by the system's clock.
  clock.advance(systemClock.now() - clock.now())
  port.answer((request) => wire.handle(request))
  const over = (store: Store) => {
    const made = createIntegrations({ ...ports, store, vault: ports.materials, endpoint: port.endpoint })
    closing.push(made.close)
    return made
  }
  closing.push(async () => port[Symbol.asyncDispose]())
  return { ...harness, over }
}

describe('a call to a service', () => {
  it('leaves its event with what it changes', async () => {
    expect(await call('CreateBucket', { Bucket: 'photos' })).toMatchObject({ Bucket: 'photos', KmsCalls: [] })
    expect(await records()).toMatchObject([
      {
        ...{ eventSource: 's3.amazonaws.com', eventName: 'CreateBucket', awsRegion: REGION, readOnly: false },
        ...{ requestParameters: { Bucket: 'photos' }, responseElements: { Bucket: 'photos' } },
      },
    ])
    const { scope } = kms.caller()
    expect(await kms.ports.store.serviceItem({ ...scope, ...place })).toMatchObject({ ...scope, ...place })
  })

  it('tells what was asked, without what is to be encrypted', async () => {
    await call('CreateBucket', { Bucket: 'photos' })
    const Body = Buffer.from('a plaintext').toString('base64')
    const put = { Bucket: 'photos', Key: 'k', Body }
    await expect(call('PutObject', put)).rejects.toMatchObject({ code: 'ServiceUnavailableException', fault: 'server' })
    await expect(call('PutObject', { ...put, Bodi: Body })).rejects.toMatchObject({ code: 'ValidationException' })
    const [, failed, wrong] = await records()
    expect(failed).toMatchObject({ errorCode: 'ServiceUnavailableException', requestParameters: null })
    expect(wrong).toMatchObject({ errorCode: 'ValidationException', requestParameters: null })
    expect(JSON.stringify(await records())).not.toContain(Body)
  })

  it('that there is not is no call', async () => {
    await expect(call('Sync', {})).rejects.toMatchObject({ code: 'UnknownOperationException' })
    expect(await records()).toEqual([])
  })

  it('is refused when what it is about is changed meanwhile, and changes nothing', async () => {
    await call('CreateBucket', { Bucket: 'photos' })
    const { store } = kms.ports
    const racing: Store = {
      ...store,
      async serviceItem(key) {
        const found = await store.serviceItem(key)
        if (found) await store.commit({ writes: [remove('serviceItem', found)], events: [] })
        return found
      },
    }
    const late = call('DeleteBucket', { Bucket: 'photos' }, over(racing))
    await expect(late).rejects.toMatchObject({ code: 'ConflictException' })
    expect((await records()).map(({ errorCode }) => errorCode)).toEqual([undefined, 'ConflictException'])
  })

  it('takes back what it asked AWS KMS for when what it changes cannot be kept', async () => {
    const { ports, kms: core, caller, over } = await servedHarness()
    const store = breakable(ports.store)
    const ec2 = over(store)
    const { KeyMetadata } = await core.execute('CreateKey', {}, caller())
    const KeyId = KeyMetadata?.KeyId ?? ''
    const VolumeId = idOf(await ec2.execute('ebs', 'CreateVolume', { Size: 1, KmsKeyId: KeyId }, caller()))
    const attach = () => ec2.execute('ebs', 'AttachVolume', { VolumeId, InstanceId: 'i-00000000' }, caller())
    store.fault = ({ writes }) => (writes.length > 0 ? Promise.resolve('stale') : undefined)
    await expect(attach()).rejects.toMatchObject({ code: 'ConflictException' })
    expect(await core.execute('ListGrants', { KeyId }, caller())).toMatchObject({ Grants: [] })
    store.fault = undefined
    await attach()
    expect(await core.execute('ListGrants', { KeyId }, caller())).toMatchObject({
      Grants: [{ Operations: expect.anything() }],
    })
  })

  it('finds no way past a session policy by the bucket key of the same role session without one', async () => {
    const { over: servicesOver, ports, sts, user, call: asRoot, callerWith } = await servedHarness()
    const buckets = servicesOver(ports.store)
    const ada = await user('ada', allowing('sts:AssumeRole'))
    const trust = JSON.stringify(trusting(ada.principal.arn))
    const { Role } = await asRoot('CreateRole', { RoleName: 'uploader', AssumeRolePolicyDocument: trust })
    const PolicyDocument = JSON.stringify(allowing('kms:*'))
    await asRoot('PutRolePolicy', { RoleName: 'uploader', PolicyName: 'own', PolicyDocument })
    async function assumed(more: object): Promise<Caller> {
      const asked = { RoleArn: Role.Arn, RoleSessionName: 'session', ...more }
      const { Credentials } = await sts.execute('AssumeRole', asked, ada)
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
      return callerWith({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken })
    }
    const [free, scoped] = [await assumed({}), await assumed({ Policy: JSON.stringify(allowing('s3:*')) })]
    expect(scoped.principal).toEqual(free.principal)
    const s3 = (name: string, input: object, as: Caller) =>
      buckets.execute('s3', name, { Bucket: 'photos', ...input }, as)
    await s3('CreateBucket', { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true }, free)
    const put = { Key: 'k', Body: '' }
    await s3('PutObject', put, free)
    expect(await s3('GetObject', { Key: 'k' }, free)).toMatchObject({ KmsCalls: [] })
    const refused = { code: 'AccessDeniedException' }
    await expect(s3('PutObject', put, scoped)).rejects.toMatchObject(refused)
    await expect(s3('GetObject', { Key: 'k' }, scoped)).rejects.toMatchObject(refused)
  })

  it('names things by the partition of the Region, to AWS KMS too', async () => {
    const { ports, caller, events, over: servicesOver } = await servedHarness()
    const region = 'cn-north-1' as Region
    const owner = caller({ region })
    const own = servicesOver(ports.store)
    const calls = (service: string, name: string, input: object) => own.execute(service, name, input, owner)
    const ARN = expect.stringMatching(/^arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:db-/)
    const secret = await calls('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'text' })
    expect(secret).toMatchObject({ ARN })
    const SecretId = Reflect.get(secret, 'ARN')
    await calls('secretsmanager', 'PutSecretValue', { SecretId, SecretString: 'next' })
    expect(await calls('secretsmanager', 'GetSecretValue', { SecretId })).toMatchObject({ SecretString: 'next' })
    const object = { Bucket: 'photos', Key: 'k' }
    await calls('s3', 'CreateBucket', { Bucket: 'photos', ServerSideEncryption: 'aws:kms' })
    for (const BucketKeyEnabled of [false, true]) {
      await calls('s3', 'PutObject', { ...object, Body: 'AAAA', BucketKeyEnabled })
      expect(await calls('s3', 'GetObject', object)).toMatchObject({ Body: 'AAAA' })
    }
    const asked = (await events({ region })).map(({ text }) => JSON.parse(text).record)
    const contexts = asked.filter(({ eventName }) => eventName === 'GenerateDataKey')
    expect(contexts.map(({ requestParameters }) => requestParameters.encryptionContext)).toMatchObject([
      ...[{ SecretARN: ARN }, { SecretARN: ARN }],
      ...[{ 'aws:s3:arn': 'arn:aws-cn:s3:::photos/k' }, { 'aws:s3:arn': 'arn:aws-cn:s3:::photos' }],
    ])
  })

  it('waits for calls that are at work on a part of what it is about', async () => {
    await call('CreateBucket', { Bucket: 'photos' })
    const { store } = kms.ports
    const gate = Promise.withResolvers<void>()
    const slow = over({
      ...store,
      async serviceItem(key) {
        if (key.kind === 'object') await gate.promise
        return store.serviceItem(key)
      },
    })
    const ended: string[] = []
    const object = call('DeleteObject', { Bucket: 'photos', Key: 'k' }, slow).catch(() => ended.push('object'))
    const bucket = call('DeleteBucket', { Bucket: 'photos' }, slow).then(() => ended.push('bucket'))
    await call('ListBuckets', {}, slow)
    gate.resolve()
    await Promise.all([object, bucket])
    expect(ended).toEqual(['object', 'bucket'])
  })

  it('needs a server that answers for AWS KMS', async () => {
    const { clocks, ids, identifiers, secrets, materials: vault, store } = kms.ports
    const alone = createIntegrations({ endpoint: undefined, store, clocks, ids, identifiers, secrets, vault })
    await expect(call('ListBuckets', {}, alone)).rejects.toMatchObject({ code: 'ServiceUnavailableException' })
  })

  it('sees what its own account has, in its own sandbox', async () => {
    await call('CreateBucket', { Bucket: 'photos' })
    await administering(kms)('CreateSandbox', { name: 'a' })
    const others = [kms.caller({ account: OTHER_ACCOUNT }), kms.caller({ sandbox: 'a' as SandboxId })]
    for (const other of others) {
      expect(await services.execute('s3', 'ListBuckets', {}, other)).toMatchObject({ Buckets: [] })
      const there = services.execute('s3', 'ListObjects', { Bucket: 'photos' }, other)
      await expect(there).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    }
    expect(await call('ListBuckets', {})).toMatchObject({ Buckets: [{ Bucket: 'photos' }] })
  })
})
