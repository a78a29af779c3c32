import type { AccountId } from '#kernel/ids.ts'

/**
 * The key policy of a key made without one, byte for byte as GetKeyPolicy of AWS returns it
 * (AWS KMS developer guide, "Default key policy").
 */
export function defaultKeyPolicyText(account: AccountId, partition = 'aws'): string {
  return `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:${partition}:iam::${account}:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}`
}

export interface ManagedKey {
  /** As in `alias/aws/<name>`. */
  readonly name: string
  readonly account: AccountId
  readonly partition: string
  /** `ec2.us-east-1.amazonaws.com`: the service through which the key is used. */
  readonly viaService: string
}

/**
 * The key policy of an AWS managed key: everyone in the account may use it through its service, and look at it
 * (AWS KMS developer guide, "AWS managed keys").
 */
export function awsManagedPolicyText({ name, account, partition, viaService }: ManagedKey): string {
  const label = name.toUpperCase()
  return `{
  "Version" : "2012-10-17",
  "Id" : "auto-${name}-2",
  "Statement" : [ {
    "Sid" : "Allow access through ${label} for all principals in the account that are authorized to use ${label}",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "*"
    },
    "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey" ],
    "Resource" : "*",
    "Condition" : {
      "StringEquals" : {
        "kms:CallerAccount" : "${account}",
        "kms:ViaService" : "${viaService}"
      }
    }
  }, {
    "Sid" : "Allow direct access to key metadata to the account",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:${partition}:iam::${account}:root"
    },
    "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
    "Resource" : "*"
  } ]
}`
}
