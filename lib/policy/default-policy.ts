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
