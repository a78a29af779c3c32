import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  type Tag,
} from '@aws-sdk/client-iam'
import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  type KMSClient,
  PutKeyPolicyCommand,
  type PutKeyPolicyCommandInput,
} from '@aws-sdk/client-kms'
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts'
import type { Server } from '../support/server.ts'
import type { Keys } from './accounts.ts'
import { kmsOf, REGION } from './clients.ts'
import { inPolicy, rootOf, type Statement, to } from './statements.ts'

/** A user or session with its clients. */
export interface Person {
  readonly arn: string
  readonly keys: Keys
  readonly kms: KMSClient
  readonly iam: IAMClient
}

export interface User extends Person {
  readonly name: string
  readonly uniqueId: string
}

/** What limits a user or role, and what it is called by. */
export interface Making {
  readonly own?: readonly Statement[]
  readonly boundary?: string
  readonly tags?: Readonly<Record<string, string>>
}

const POLICY = 'own'

/** What the root user of an account makes on a server. */
export interface Household extends Person {
  readonly id: string
  user(name: string, making?: Making): Promise<User>
  /** Answers its ARN. */
  role(name: string, trusted: Statement, making?: Making): Promise<string>
  /** Replaces the own policy of a user or role, in this version. */
  allowUser(name: string, ...own: readonly Statement[]): Promise<unknown>
  allowRole(name: string, ...own: readonly Statement[]): Promise<unknown>
  /** A managed policy; answers its ARN. */
  policy(name: string, ...statements: readonly Statement[]): Promise<string>
  /** A key; answers its ARN. */
  key(more?: CreateKeyCommandInput): Promise<string>
  /** Replaces a key policy, also by one that takes the key out of its owner's hand. */
  protect(KeyId: string, ...statements: readonly Statement[]): Promise<unknown>
}

export function personOf(server: Server, arn: string, keys: Keys): Person {
  const iam = new IAMClient({ endpoint: server.url, region: REGION, credentials: keys, maxAttempts: 1 })
  return { arn, keys, iam, kms: kmsOf(server, {}, { credentials: keys }) }
}

export function householdOf(server: Server, id: string, root: Keys): Household {
  const head = personOf(server, rootOf(id), root)
  const { iam, kms } = head
  const allowUser: Household['allowUser'] = (UserName, ...own) =>
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName: POLICY, PolicyDocument: inPolicy(...own) }))
  const allowRole: Household['allowRole'] = (RoleName, ...own) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: POLICY, PolicyDocument: inPolicy(...own) }))
  return {
    ...head,
    ...{ id, allowUser, allowRole },
    async user(UserName, { own = [], ...making } = {}) {
      const { User } = await iam.send(new CreateUserCommand({ UserName, ...limits(making) }))
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
      if (own.length > 0) await allowUser(UserName, ...own)
      const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {}
      const person = personOf(server, User?.Arn ?? '', { accessKeyId, secretAccessKey })
      return { ...person, name: UserName, uniqueId: User?.UserId ?? '' }
    },
    async role(RoleName, trusted, { own = [], ...making } = {}) {
      const AssumeRolePolicyDocument = inPolicy(trusted)
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...limits(making) }))
      if (own.length > 0) await allowRole(RoleName, ...own)
      return Role?.Arn ?? ''
    },
    async policy(PolicyName, ...statements) {
      const PolicyDocument = inPolicy(...statements)
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))
      return Policy?.Arn ?? ''
    },
    async key(more = {}) {
      const { KeyMetadata } = await kms.send(new CreateKeyCommand(more))
      return KeyMetadata?.Arn ?? ''
    },
    protect: (KeyId, ...statements) => kms.send(new PutKeyPolicyCommand(keyPolicy(KeyId, ...statements))),
  }
}

function limits({ boundary, tags = {} }: Making) {
  const Tags: Tag[] = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return { Tags, ...(boundary !== undefined && { PermissionsBoundary: boundary }) }
}

function keyPolicy(KeyId: string, ...statements: readonly Statement[]): PutKeyPolicyCommandInput {
  return { KeyId, Policy: inPolicy(...statements), BypassPolicyLockoutSafetyCheck: true }
}

/** The session of a role. */
export async function assume(
  server: Server,
  { keys }: Pick<Person, 'keys'>,
  RoleArn: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Person> {
  const sts = new STSClient({ endpoint: server.url, region: REGION, credentials: keys, maxAttempts: 1 })
  const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'work', ...more })
  const { Credentials, AssumedRoleUser } = await sts.send(asked)
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return personOf(server, AssumedRoleUser?.Arn ?? '', { accessKeyId, secretAccessKey, sessionToken: SessionToken })
}

/** Lets a role be assumed. */
export const trusting = (AWS: string, ...more: readonly string[]) => {
  const { Resource: _, ...statement } = to(AWS, ['sts:AssumeRole', ...more])
  return statement
}
