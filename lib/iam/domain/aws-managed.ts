/** A policy that AWS keeps for everyone. */
export interface AwsManagedPolicy {
  readonly arn: string
  readonly name: string
  readonly path: string
  /** `ANPA…`. */
  readonly uniqueId: string
  readonly description: string
  readonly document: string
}

const statement = (Action: string | readonly string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})

const POWER_USER = [
  'kms:CreateAlias',
  'kms:CreateKey',
  'kms:DeleteAlias',
  'kms:Describe*',
  'kms:GenerateRandom',
  'kms:Get*',
  'kms:List*',
  'kms:TagResource',
  'kms:UntagResource',
  'iam:ListGroups',
  'iam:ListRoles',
  'iam:ListUsers',
]

function policy(name: string, uniqueId: string, description: string, Statement: readonly object[]): AwsManagedPolicy {
  const document = JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 4)
  return { arn: `arn:aws:iam::aws:policy/${name}`, name, path: '/', uniqueId, description, document }
}

/** Those that matter to a key management service; other ARNs of AWS are not known here, see docs/compatibility.md. */
export const AWS_MANAGED_POLICIES: readonly AwsManagedPolicy[] = [
  policy('AdministratorAccess', 'ANPAIWMBCKSKIEE64ZLYK', 'Provides full access to AWS services and resources.', [
    statement('*'),
  ]),
  policy(
    'AWSKeyManagementServicePowerUser',
    'ANPAJNPP7PPPPMJRV2SA4',
    'Provides access to AWS Key Management Service (KMS).',
    [statement(POWER_USER)],
  ),
  policy('ReadOnlyAccess', 'ANPAILL3HVNFSB6DCOWYQ', 'Provides read-only access to AWS services and resources.', [
    statement([
      'cloudtrail:LookupEvents',
      'iam:Get*',
      'iam:List*',
      'kms:Describe*',
      'kms:Get*',
      'kms:List*',
      'sts:GetAccessKeyInfo',
    ]),
  ]),
]

const byArn = new Map(AWS_MANAGED_POLICIES.map((one) => [one.arn, one]))

export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return byArn.get(arn)
}
