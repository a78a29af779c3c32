import { execFile, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListUsersCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  paginateListUsers,
} from '@aws-sdk/client-iam'
import { CreateKeyCommand, DescribeKeyCommand, EncryptCommand, ListKeysCommand } from '@aws-sdk/client-kms'
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, auditRecords, kmsOf, REGION, refusalOf, stsOf, utf8 } from './clients.ts'

const run = promisify(execFile)
const hasAws = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

let server: Server
let admin: IAMClient
let keyArn: string
beforeAll(async () => {
  server = await startServer({ console: false })
  admin = iamOf()
  keyArn = await newKey()
})
afterAll(() => server.stop())

function iamOf(keys?: Keys): IAMClient {
  const { accessKeyId, secretAccessKey } = server
  const credentials = keys ?? { accessKeyId, secretAccessKey }
  return new IAMClient({ endpoint: server.url, region: REGION, credentials, maxAttempts: 1 })
}

const kmsAs = (credentials: Keys) => kmsOf(server, {}, { credentials })
const stsAs = (credentials: Keys) =>
  new STSClient({ endpoint: server.url, region: REGION, credentials, maxAttempts: 1 })

async function newKey(): Promise<string> {
  const { KeyMetadata } = await kmsOf(server).send(new CreateKeyCommand({}))
  return KeyMetadata?.Arn ?? ''
}

async function newUser(UserName: string, client = admin): Promise<Keys> {
  await client.send(new CreateUserCommand({ UserName }))
  const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }))
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
}

const policy = (Action: string | string[], Resource: string | string[] = '*', more = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] })
const trust = (AWS: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
  })

const inline = (UserName: string, PolicyDocument: string, client = admin) =>
  client.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }))
const encrypt = (keys: Keys) => kmsAs(keys).send(new EncryptCommand({ KeyId: keyArn, Plaintext: utf8('hi') }))

/** Root credentials of a new account. */
async function newAccount(): Promise<Keys & { readonly accountId: string }> {
  const basic = Buffer.from(`${server.accessKeyId}:${server.secretAccessKey}`).toString('base64')
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/_keystead/accounts`, { method: 'POST', headers, body: '{}' })
  return (await answer.json()) as Keys & { accountId: string }
}

async function sessionOf(keys: Keys, RoleArn: string, more = {}): Promise<Keys> {
  const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'work', ...more })
  const { Credentials } = await stsAs(keys).send(asked)
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}

describe('a user', () => {
  it('is allowed what its policy allows, and refused the rest in the words of AWS', async () => {
    const ada = await newUser('ada')
    expect(await refusalOf(encrypt(ada))).toEqual({
      code: 'AccessDeniedException',
      message: `User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: kms:Encrypt on resource: ${keyArn} because no identity-based policy allows the kms:Encrypt action`,
      status: 400,
    })
    await inline('ada', policy('kms:Encrypt', keyArn))
    await encrypt(ada)
    expect((await refusalOf(kmsAs(ada).send(new DescribeKeyCommand({ KeyId: keyArn })))).message).toContain(
      'kms:DescribeKey',
    )
  })

  it('is allowed what its groups allow', async () => {
    const bob = await newUser('bob')
    await admin.send(new CreateGroupCommand({ GroupName: 'encrypters' }))
    const PolicyDocument = policy('kms:Encrypt')
    await admin.send(new PutGroupPolicyCommand({ GroupName: 'encrypters', PolicyName: 'p', PolicyDocument }))
    expect((await refusalOf(encrypt(bob))).code).toBe('AccessDeniedException')
    await admin.send(new AddUserToGroupCommand({ GroupName: 'encrypters', UserName: 'bob' }))
    await encrypt(bob)
  })

  it('is not allowed more than its permissions boundary', async () => {
    const eve = await newUser('eve')
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    await admin.send(new AttachUserPolicyCommand({ UserName: 'eve', PolicyArn }))
    await encrypt(eve)
    const limit = new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: policy('kms:List*') })
    const { Policy } = await admin.send(limit)
    const boundary = { UserName: 'eve', PermissionsBoundary: Policy?.Arn ?? '' }
    await admin.send(new PutUserPermissionsBoundaryCommand(boundary))
    await kmsAs(eve).send(new ListKeysCommand({}))
    expect((await refusalOf(encrypt(eve))).message).toContain(
      'because no permissions boundary allows the kms:Encrypt action',
    )
  })

  it('needs permission for IAM itself', async () => {
    const mallory = await newUser('mallory')
    expect(await refusalOf(iamOf(mallory).send(new CreateUserCommand({ UserName: 'x' })))).toEqual({
      code: 'AccessDenied',
      message: `User: arn:aws:iam::${ACCOUNT}:user/mallory is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::${ACCOUNT}:user/x because no identity-based policy allows the iam:CreateUser action`,
      status: 403,
    })
  })

  it('is there after a restart, and its key too', async () => {
    const keys = await newUser('kept')
    await inline('kept', policy('kms:Encrypt'))
    await server.restart()
    await encrypt(keys)
    const { User } = await admin.send(new GetUserCommand({ UserName: 'kept' }))
    expect(User).toMatchObject({ UserName: 'kept', Path: '/', CreateDate: expect.any(Date) })
  })
})

describe('a role', () => {
  it('is assumed from another account when both sides allow it', async () => {
    const { accountId, ...root } = await newAccount()
    const other = iamOf(root)
    const fay = await newUser('fay', other)
    const made = new CreateRoleCommand({ RoleName: 'visitor', AssumeRolePolicyDocument: trust(accountId) })
    const { Role } = await admin.send(made)
    const RoleArn = Role?.Arn ?? ''
    const { Policy } = await admin.send(
      new CreatePolicyCommand({ PolicyName: 'visit', PolicyDocument: policy('kms:Encrypt', keyArn) }),
    )
    await admin.send(new AttachRolePolicyCommand({ RoleName: 'visitor', PolicyArn: Policy?.Arn ?? '' }))
    expect(await refusalOf(sessionOf(fay, RoleArn))).toEqual({
      code: 'AccessDenied',
      message: `User: arn:aws:iam::${accountId}:user/fay is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      status: 403,
    })
    await inline('fay', policy('sts:AssumeRole', RoleArn), other)
    const session = await sessionOf(fay, RoleArn)
    expect(await stsAs(session).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/visitor/work`,
      UserId: `${Role?.RoleId}:work`,
    })
    await encrypt(session)
    expect((await refusalOf(kmsAs(session).send(new DescribeKeyCommand({ KeyId: keyArn })))).message).toContain(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/visitor/work is not authorized to perform: kms:DescribeKey`,
    )
    expect((await refusalOf(encrypt(fay))).message).toContain('because the resource does not exist in this Region')
    const limited = await sessionOf(fay, RoleArn, { Policy: policy('kms:ListKeys') })
    expect((await refusalOf(encrypt(limited))).message).toContain('because no session policy allows')
  })

  it('is read back with its trust policy', async () => {
    const { Role } = await admin.send(new GetRoleCommand({ RoleName: 'visitor' }))
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toHaveProperty('Statement')
    expect(Role).toMatchObject({ MaxSessionDuration: 3600, RoleLastUsed: {} })
  })

  it('is not assumed by the root user', async () => {
    const { accessKeyId, secretAccessKey } = server
    const refused = await refusalOf(sessionOf({ accessKeyId, secretAccessKey }, `arn:aws:iam::${ACCOUNT}:role/visitor`))
    expect(refused).toMatchObject({ code: 'AccessDenied', message: 'Roles may not be assumed by root accounts.' })
  })
})

describe('temporary credentials of one’s own', () => {
  it('may do what their owner may, but not call IAM', async () => {
    const { Credentials } = await stsOf(server).send(new GetSessionTokenCommand({}))
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    await encrypt(keys)
    expect(await refusalOf(iamOf(keys).send(new ListUsersCommand({})))).toMatchObject({
      code: 'InvalidClientTokenId',
      status: 403,
    })
    expect((await refusalOf(encrypt({ ...keys, sessionToken: `${SessionToken}x` }))).code).toBe(
      'UnrecognizedClientException',
    )
  })
})

describe('answers and refusals', () => {
  it('come in pages that the SDK follows', async () => {
    const names: string[] = []
    for await (const { Users = [] } of paginateListUsers({ client: admin, pageSize: 2 }, {})) {
      names.push(...Users.flatMap(({ UserName }) => UserName ?? []))
    }
    expect(names).toEqual([...names].sort())
    expect(names).toEqual(expect.arrayContaining(['ada', 'bob', 'eve', 'kept']))
  })

  it.each([
    [new GetUserCommand({ UserName: 'nobody' }), 'NoSuchEntityException', 404],
    [new CreateUserCommand({ UserName: 'ADA' }), 'EntityAlreadyExistsException', 409],
    [new DeleteUserCommand({ UserName: 'ada' }), 'DeleteConflictException', 409],
    [new CreatePolicyCommand({ PolicyName: 'x', PolicyDocument: '{' }), 'MalformedPolicyDocumentException', 400],
    [new CreateUserCommand({ UserName: 'a b' }), 'ValidationError', 400],
  ])('have the codes that the SDK knows: %#', async (command, code, status) => {
    const sent = admin.send(command as GetUserCommand)
    expect(await refusalOf(sent)).toMatchObject({ code, status })
  })
})

describe('the audit log', () => {
  it('has the calls of IAM and STS, and none of their secrets', async () => {
    const keys = await newUser('audited')
    const records = auditRecords(server)
    expect(records.at(-2)).toMatchObject({ eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' })
    expect(records.at(-1)).toMatchObject({ eventName: 'CreateAccessKey', requestParameters: { userName: 'audited' } })
    const text = JSON.stringify(records)
    expect(text).toContain(keys.accessKeyId)
    expect(text).not.toContain(keys.secretAccessKey)
  })
})

describe.skipIf(!hasAws)('the AWS CLI (skipped where there is no `aws`)', () => {
  async function aws(...args: string[]): Promise<unknown> {
    const env = {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      HOME: server.dataDir,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
    } as const
    const { stdout } = await run('aws', [...args, '--endpoint-url', server.url, '--output', 'json'], { env })
    return stdout === '' ? undefined : JSON.parse(stdout)
  }

  it('makes a user, a role and a policy, and reads them back', async () => {
    const file = join(server.dataDir, 'policy.json')
    writeFileSync(file, policy('kms:Encrypt'))
    const made = await aws('iam', 'create-user', '--user-name', 'cli', '--tags', 'Key=a,Value=b')
    expect(made).toMatchObject({ User: { UserName: 'cli', Tags: [{ Key: 'a', Value: 'b' }] } })
    expect(await aws('iam', 'get-user', '--user-name', 'cli')).toEqual(made)
    const document = ['--policy-name', 'cli', '--policy-document', `file://${file}`]
    expect(await aws('iam', 'put-user-policy', '--user-name', 'cli', ...document)).toBeUndefined()
    const inlined = await aws('iam', 'get-user-policy', '--user-name', 'cli', '--policy-name', 'cli')
    expect(inlined).toMatchObject({ PolicyDocument: JSON.parse(policy('kms:Encrypt')) })
    const created = await aws('iam', 'create-policy', ...document)
    expect(created).toMatchObject({ Policy: { DefaultVersionId: 'v1', IsAttachable: true } })
    writeFileSync(file, trust(`arn:aws:iam::${ACCOUNT}:user/cli`))
    const role = ['--role-name', 'cli', '--assume-role-policy-document', `file://${file}`]
    await aws('iam', 'create-role', ...role)
    expect(await aws('iam', 'get-role', '--role-name', 'cli')).toMatchObject({
      Role: { RoleName: 'cli', AssumeRolePolicyDocument: JSON.parse(trust(`arn:aws:iam::${ACCOUNT}:user/cli`)) },
    })
    expect(await aws('iam', 'list-attached-role-policies', '--role-name', 'cli')).toEqual({ AttachedPolicies: [] })
    const failed = aws('iam', 'delete-user', '--user-name', 'cli')
    await expect(failed).rejects.toThrow(
      'An error occurred (DeleteConflict) when calling the DeleteUser operation: Cannot delete entity, must delete policies first.',
    )
    expect(await aws('iam', 'get-account-summary')).toMatchObject({ SummaryMap: { GroupsPerUserQuota: 10 } })
  })
})
