/** What the steps of the form say about who may do what with the key. */
export interface PolicyChoices {
  readonly account: string
  readonly partition: string
  readonly spec: string
  readonly usage: string
  readonly origin: string
  readonly multiRegion: boolean
  readonly administrators: readonly string[]
  readonly mayDelete: boolean
  readonly users: readonly string[]
  readonly accounts: readonly string[]
}

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Principal: { readonly AWS: string | readonly string[] }
  readonly Action: string | readonly string[]
  readonly Resource: '*'
  readonly Condition?: unknown
}

export interface ConsolePolicy {
  readonly Version: '2012-10-17'
  readonly Id: string
  readonly Statement: readonly PolicyStatement[]
}

/**
 * The key policy that the console of AWS KMS makes of such choices, statement by statement (AWS KMS developer guide,
 * "Default key policy"): the account, then administrators, then users, then what services need that act for them.
 */
export function consolePolicy(choices: PolicyChoices): ConsolePolicy {
  return {
    Version: '2012-10-17',
    Id: 'key-consolepolicy-3',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        ...{ Effect: 'Allow', Principal: { AWS: rootOf(choices, choices.account) }, Action: 'kms:*', Resource: '*' },
      },
      ...administratorStatements(choices),
      ...userStatements(choices),
    ],
  }
}

/** Indented like AWS's own, two spaces a level. */
export function policyText(part: unknown): string {
  return JSON.stringify(part, null, 2)
}

const ADMINISTRATION = [
  ...['Create*', 'Describe*', 'Enable*', 'List*', 'Put*', 'Update*', 'Revoke*', 'Disable*', 'Get*', 'Delete*'],
  ...['TagResource', 'UntagResource'],
] as const
const DELETION = ['ScheduleKeyDeletion', 'CancelKeyDeletion'] as const

export function administratorStatements(choices: PolicyChoices): readonly PolicyStatement[] {
  const { administrators, mayDelete, origin, multiRegion } = choices
  if (administrators.length === 0) return []
  const actions = [
    ...ADMINISTRATION,
    ...(mayDelete ? DELETION : []),
    'RotateKeyOnDemand',
    ...(origin === 'EXTERNAL' ? ['ImportKeyMaterial'] : []),
    ...(multiRegion ? ['ReplicateKey', 'UpdatePrimaryRegion'] : []),
  ]
  return [allow('Allow access for Key Administrators', administrators, actions)]
}

/** Users and other accounts stand in the same two statements. Only symmetric keys serve services by grants. */
export function userStatements(choices: PolicyChoices): readonly PolicyStatement[] {
  const principals = [...choices.users, ...choices.accounts.map((account) => rootOf(choices, account))]
  if (principals.length === 0) return []
  const use = allow('Allow use of the key', principals, actionsOfUse(choices))
  if (choices.spec !== 'SYMMETRIC_DEFAULT') return [use]
  const attach = allow('Allow attachment of persistent resources', principals, [
    ...['CreateGrant', 'ListGrants', 'RevokeGrant'],
  ])
  return [use, { ...attach, Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } }]
}

function actionsOfUse({ spec, usage }: PolicyChoices): readonly string[] {
  switch (usage) {
    case 'SIGN_VERIFY':
      return ['DescribeKey', 'GetPublicKey', 'Sign', 'Verify']
    case 'GENERATE_VERIFY_MAC':
      return ['DescribeKey', 'GenerateMac', 'VerifyMac']
    case 'KEY_AGREEMENT':
      return ['DescribeKey', 'GetPublicKey', 'DeriveSharedSecret']
    case 'ENCAPSULATE_DECAPSULATE':
      return ['DescribeKey', 'GetPublicKey', 'Encapsulate', 'Decapsulate']
    default:
      return spec === 'SYMMETRIC_DEFAULT'
        ? ['Encrypt', 'Decrypt', 'ReEncrypt*', 'GenerateDataKey*', 'DescribeKey']
        : ['Encrypt', 'Decrypt', 'ReEncrypt*', 'DescribeKey', 'GetPublicKey']
  }
}

function allow(Sid: string, principals: readonly string[], actions: readonly string[]): PolicyStatement {
  const [first = '', ...others] = principals
  return {
    ...{ Sid, Effect: 'Allow', Principal: { AWS: others.length === 0 ? first : principals } },
    ...{ Action: actions.map((action) => `kms:${action}`), Resource: '*' },
  }
}

function rootOf({ partition }: Pick<PolicyChoices, 'partition'>, account: string): string {
  return `arn:${partition}:iam::${account}:root`
}
