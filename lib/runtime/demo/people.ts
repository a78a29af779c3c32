import type { World } from './world.ts'
import { roleArn, userArn } from './world.ts'

type Statement = Readonly<Record<string, unknown>>

const document = (...Statement: readonly Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement }, null, 2)

const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']
const LOOK = ['kms:Describe*', 'kms:Get*', 'kms:List*']

export interface Policy {
  readonly name: string
  readonly description: string
  readonly document: string
}

export const policiesOf = ({ first }: World): readonly Policy[] => [
  {
    name: 'KeyAdministration',
    description: 'Everything about keys but their use',
    document: document(
      {
        Effect: 'Allow',
        Action: [
          ...['kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:List*', 'kms:Put*', 'kms:Update*', 'kms:Revoke*'],
          ...['kms:Disable*', 'kms:Get*', 'kms:Delete*', 'kms:TagResource', 'kms:UntagResource', 'kms:Rotate*'],
          ...['kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion', 'kms:ImportKeyMaterial', 'kms:ReplicateKey'],
          ...['kms:ConnectCustomKeyStore', 'kms:DisconnectCustomKeyStore', 'kms:RetireGrant'],
        ],
        Resource: '*',
      },
      { Effect: 'Allow', Action: ['iam:List*', 'iam:Get*'], Resource: '*' },
    ),
  },
  {
    name: 'DeveloperKeys',
    description: 'Developers use the keys of their team',
    document: document(
      { Effect: 'Allow', Action: [...LOOK, 'kms:CreateAlias'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: USE,
        Resource: `arn:aws:kms:*:${first}:key/*`,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the policy language
        Condition: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
      },
    ),
  },
  {
    name: 'ContractorBoundary',
    description: 'The most that a contractor can be given',
    document: document({ Effect: 'Allow', Action: [...LOOK, 'kms:Encrypt', 'kms:Decrypt'], Resource: '*' }),
  },
]

export interface Group {
  readonly name: string
  readonly policy: string
}

export const GROUPS: readonly Group[] = [
  { name: 'security', policy: 'KeyAdministration' },
  { name: 'developers', policy: 'DeveloperKeys' },
]

export interface User {
  readonly name: string
  readonly from: string
  readonly agent: string
  readonly groups?: readonly string[]
  readonly boundary?: string
  readonly tags?: Readonly<Record<string, string>>
  /** Its inline policy. */
  readonly own?: Policy
  /** A second access key, which was put out of use. */
  readonly oldKey?: true
}

const CLI = 'aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0'
const SDK = 'aws-sdk-js/3.1057.0 ua/2.1 os/linux#6.8.0 lang/js md/nodejs#24.11.1'

const own = (name: string, ...statements: readonly Statement[]): Policy => ({
  name,
  description: '',
  document: document(...statements),
})

/** Of the first account. */
export const usersOf = ({ first }: World): readonly User[] => [
  {
    ...{ name: 'alice', from: '203.0.113.17', agent: CLI, groups: ['security'], tags: { team: 'security' } },
    own: own('AssumeAdministration', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn(first, '*') }),
  },
  { name: 'dana', from: '203.0.113.44', agent: CLI, groups: ['developers'], tags: { team: 'platform' } },
  { name: 'emil', from: '203.0.113.45', agent: CLI, groups: ['developers'], tags: { team: 'payments' } },
  {
    ...{ name: 'kim-contractor', from: '198.51.100.9', agent: CLI, groups: [], boundary: 'ContractorBoundary' },
    own: own('AllKeys', { Effect: 'Allow', Action: 'kms:*', Resource: '*' }),
  },
  {
    ...{ name: 'intern', from: '203.0.113.61', agent: CLI },
    own: own('LookAndEncrypt', {
      Effect: 'Allow',
      Action: ['kms:ListKeys', 'kms:ListAliases', 'kms:Encrypt'],
      Resource: '*',
    }),
  },
  {
    ...{ name: 'break-glass', from: '203.0.113.17', agent: CLI },
    own: own('Emergency', {
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    }),
  },
  {
    ...{ name: 'app-runner', from: '192.0.2.20', agent: SDK, oldKey: true },
    own: own('RunApplications', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn(first, '*') }),
  },
  {
    ...{ name: 'ci-deployer', from: '192.0.2.90', agent: CLI },
    own: own('Deploy', {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'kms:ListAliases', 'kms:DescribeKey'],
      Resource: '*',
    }),
  },
]

export interface Role {
  readonly account: 'first' | 'acme'
  readonly name: string
  readonly description: string
  /** The user of its account that assumes it. */
  readonly by: string
  readonly session: string
  /** Its inline policy. */
  readonly policy?: Policy
  /** A managed policy that is attached to it. */
  readonly attached?: string
}

/** A role is trusted to the user that assumes it and to nobody else. */
export const trustOf = (role: Role, world: World) =>
  document({
    Effect: 'Allow',
    Principal: { AWS: userArn(world[role.account], role.by) },
    Action: 'sts:AssumeRole',
  })

const app = (name: string, description: string, policy?: Policy): Role => ({
  ...{ account: 'first', name, description, by: 'app-runner', session: `${name}-7c9d` },
  ...(policy && { policy }),
})

export const rolesOf = ({ first, home }: World): readonly Role[] => [
  {
    ...{ account: 'first', name: 'KeyAdmin', description: 'Who looks after the keys', by: 'alice', session: 'alice' },
    attached: 'KeyAdministration',
  },
  app('payments-api', 'Card payments and payouts'),
  app('payments-batch', 'The nightly settlement'),
  app(
    'orders-worker',
    'Orders in three Regions',
    own('Orders', { Effect: 'Allow', Action: ['kms:ListAliases', 'kms:DescribeKey'], Resource: '*' }),
  ),
  app(
    'auth-gateway',
    'Tokens and webhooks',
    own('Tokens', {
      Effect: 'Allow',
      Action: ['kms:Sign', 'kms:Verify', 'kms:GenerateMac', 'kms:VerifyMac', 'kms:GetPublicKey'],
      Resource: `arn:aws:kms:${home}:${first}:key/*`,
    }),
  ),
  app('reporting', 'Dashboards, by a grant that orders-worker passes on'),
  app(
    'release-signer',
    'Firmware, bridges and sessions',
    own('Sign', {
      Effect: 'Allow',
      Action: ['kms:Sign', 'kms:GetPublicKey', 'kms:DeriveSharedSecret', 'kms:Encapsulate', 'kms:Decapsulate'],
      Resource: '*',
    }),
  ),
  {
    ...{ account: 'first', name: 'terraform', description: 'Infrastructure', by: 'ci-deployer', session: 'plan' },
    policy: own('State', { Effect: 'Allow', Action: USE, Resource: '*' }),
  },
  {
    ...{ account: 'first', name: 'SecurityAudit', description: 'Reads, uses nothing', by: 'alice', session: 'audit' },
    policy: own('Read', { Effect: 'Allow', Action: [...LOOK, 'iam:Get*', 'iam:List*'], Resource: '*' }),
  },
  {
    ...{ account: 'acme', name: 'settlement', description: 'Settles with us', by: 'acme-ops', session: 'settle' },
    policy: own('OurPartner', { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: '*' }),
  },
]

/** The user of the partner that assumes its role. */
export const partnerUserOf = ({ acme }: World): User => ({
  ...{ name: 'acme-ops', from: '198.51.100.77', agent: SDK },
  own: own('Run', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn(acme, '*') }),
})

/** The key policy of `payments-prod`: who administers it, who uses it, and under which conditions. */
export const paymentsPolicy = ({ first, acme }: World) =>
  document(
    {
      Sid: 'EnableIAMUserPermissions',
      ...{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${first}:root` }, Action: 'kms:*', Resource: '*' },
    },
    {
      ...{ Sid: 'KeyAdministration', Effect: 'Allow', Principal: { AWS: roleArn(first, 'KeyAdmin') } },
      Action: [...LOOK, 'kms:PutKeyPolicy', 'kms:Enable*', 'kms:Disable*', 'kms:Rotate*', 'kms:CreateGrant'],
      Resource: '*',
    },
    {
      ...{ Sid: 'PaymentsUse', Effect: 'Allow', Principal: { AWS: roleArn(first, 'payments-api') } },
      ...{ Action: USE, Resource: '*' },
    },
    {
      ...{ Sid: 'BatchSettlementWithContextOnly', Effect: 'Allow' },
      Principal: { AWS: roleArn(first, 'payments-batch') },
      ...{ Action: 'kms:Decrypt', Resource: '*' },
      Condition: { StringEquals: { 'kms:EncryptionContext:purpose': 'settlement' } },
    },
    {
      ...{ Sid: 'PartnerSettlement', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${acme}:root` } },
      ...{ Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: '*' },
      Condition: { StringEquals: { 'kms:EncryptionContext:purpose': 'settlement' } },
    },
    {
      ...{ Sid: 'NoDeletionWithoutMFA', Effect: 'Deny', Principal: { AWS: '*' } },
      ...{ Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'], Resource: '*' },
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  )
