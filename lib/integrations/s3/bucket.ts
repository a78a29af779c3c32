import { invalid, notThere } from '../errors.ts'
import type { EncryptionContext } from '../kms.ts'
import { boolean, choice, type Input, matching, optional, text } from '../members.ts'
import type { Context } from '../operation.ts'
import type { Item } from '../ports.ts'

export const VIA = { kind: 'service', service: 's3' } as const
export const BUCKET = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
/** `aws:kms` for a key of the customer or its AWS managed key; `AES256` for a key of S3 itself. */
const ALGORITHMS = ['aws:kms', 'AES256'] as const
const MANAGED_KEY = 'alias/aws/s3'

/** Where an object is. */
export interface Place {
  readonly bucket: string
  readonly key: string
}

/** How an object is encrypted. */
export type Encryption =
  | { readonly ServerSideEncryption: 'AES256' }
  | { readonly ServerSideEncryption: 'aws:kms'; readonly SSEKMSKeyId: string; readonly BucketKeyEnabled: boolean }

export interface Bucket {
  readonly Bucket: string
  readonly CreationDate: string
  /** Of objects that say nothing else. */
  readonly Default: Encryption
}

/** Every object has a data key of its own. Beside the object stands which key opens that, and how. */
export interface StoredObject {
  readonly Bucket: string
  readonly Key: string
  readonly ContentLength: number
  readonly LastModified: string
  readonly ServerSideEncryption: Encryption['ServerSideEncryption']
  /** ARN of the KMS key; what it is of a key of S3 itself is nobody's business. */
  readonly SSEKMSKeyId?: string
  readonly BucketKeyEnabled?: boolean
  /** Base64: the object's data key as AWS KMS encrypted it or, of a bucket key, that one. */
  readonly Wrapped: string
  /** Base64: with a bucket key, the object's data key under it. */
  readonly ObjectKey?: string
}

export const bucketArn = (bucket: string, { call }: Context) => `arn:${call.partition}:s3:::${bucket}`
export const objectArn = ({ bucket, key }: Place, context: Context) => `${bucketArn(bucket, context)}/${key}`
/** Amazon S3 user guide, "Encryption context": of an object its ARN, with a bucket key that of the bucket. */
export const contextOf = (arn: string): EncryptionContext => ({ 'aws:s3:arn': arn })

/** What a caller may say of the encryption. */
export const ENCRYPTION = {
  ServerSideEncryption: optional(choice(ALGORITHMS)),
  SSEKMSKeyId: optional(text()),
  BucketKeyEnabled: optional(boolean),
}
export type AskedEncryption = Input<typeof ENCRYPTION>

/**
 * Throws ValidationException for a KMS key that would not be used: who names one believes the object to be under it.
 * A bucket key beside `AES256` is nothing, as with S3 itself.
 */
export function assertKeyIsUsed({ ServerSideEncryption, SSEKMSKeyId }: AskedEncryption): void {
  if (ServerSideEncryption !== 'AES256' || SSEKMSKeyId === undefined) return
  throw invalid('SSEKMSKeyId needs the ServerSideEncryption aws:kms.')
}

/** What is asked for, over what is the rule. */
export function encryptionOf(asked: AskedEncryption, rule: Encryption): Encryption {
  const { ServerSideEncryption: algorithm, SSEKMSKeyId: keyId, BucketKeyEnabled: bucketKey } = asked
  const isKms = (algorithm ?? (keyId === undefined ? rule.ServerSideEncryption : 'aws:kms')) === 'aws:kms'
  if (!isKms) return { ServerSideEncryption: 'AES256' }
  const known = rule.ServerSideEncryption === 'aws:kms' ? rule : { SSEKMSKeyId: MANAGED_KEY, BucketKeyEnabled: false }
  return {
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: keyId ?? known.SSEKMSKeyId,
    BucketKeyEnabled: bucketKey ?? known.BucketKeyEnabled,
  }
}

export async function findBucket(bucket: string, { call }: Context): Promise<Item<Bucket>> {
  const found = await call.state.get<Bucket>(call.scope.region, 'bucket', bucket)
  if (!found) throw notThere(`bucket ${bucket} in ${call.scope.region}`)
  return found
}
