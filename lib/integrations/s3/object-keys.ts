import { fromBase64, toBase64 } from '#kernel/bytes.ts'
import { DATA_KEY_BYTES, open, seal } from '../envelope.ts'
import { damaged } from '../errors.ts'
import type { Context } from '../operation.ts'
import { contextOf, type Encryption, objectArn, type Place, type StoredObject, VIA } from './bucket.ts'
import type { BucketKeys } from './bucket-keys.ts'
import type { OwnedKeys } from './owned-keys.ts'

/** What S3 has beside the objects. */
export interface KeyRing {
  readonly bucketKeys: BucketKeys
  readonly ownedKeys: OwnedKeys
}

type KeyMembers = Omit<StoredObject, 'Bucket' | 'Key' | 'ContentLength' | 'LastModified'>

export interface ObjectKey {
  /** Whoever asked for it zeroes it. */
  readonly dataKey: Buffer
  /** What is kept beside the object. */
  readonly kept: KeyMembers
}

/** A data key for a new object. */
export async function newObjectKey(
  place: Place,
  asked: Encryption,
  { bucketKeys, ownedKeys }: KeyRing,
  context: Context,
): Promise<ObjectKey> {
  const arn = objectArn(place, context)
  if (asked.ServerSideEncryption === 'AES256') {
    const { plaintext, blob } = await ownedKeys.dataKey(contextOf(arn), context)
    return { dataKey: plaintext, kept: { ServerSideEncryption: 'AES256', Wrapped: toBase64(blob) } }
  }
  const { SSEKMSKeyId: keyId, BucketKeyEnabled } = asked
  if (!BucketKeyEnabled) {
    const wanted = { keyId, bytes: DATA_KEY_BYTES, context: contextOf(arn) }
    const { plaintext, blob, keyArn } = await context.kms.as(VIA).generateDataKey(wanted)
    return { dataKey: plaintext, kept: { ...asked, SSEKMSKeyId: keyArn, Wrapped: toBase64(blob) } }
  }
  const bucketKey = await bucketKeys.current(place.bucket, keyId, context)
  const dataKey = context.secrets.bytes(DATA_KEY_BYTES)
  const ObjectKey = toBase64(seal(bucketKey.plaintext, arn, dataKey, context.secrets))
  return {
    dataKey,
    kept: { ...asked, SSEKMSKeyId: bucketKey.keyArn, Wrapped: toBase64(bucketKey.blob), ObjectKey },
  }
}

/** The data key of an object; the caller zeroes it. */
export async function objectKey(
  object: StoredObject,
  { bucketKeys, ownedKeys }: KeyRing,
  context: Context,
): Promise<Buffer> {
  const { Bucket, Key, ServerSideEncryption, ObjectKey } = object
  const arn = objectArn({ bucket: Bucket, key: Key }, context)
  const blob = bytesOf(object.Wrapped, arn)
  if (ServerSideEncryption === 'AES256') return ownedKeys.open(blob, contextOf(arn), context)
  if (ObjectKey === undefined) return context.kms.as(VIA).decrypt(blob, contextOf(arn))
  return open(await bucketKeys.opened(Bucket, blob, context), arn, bytesOf(ObjectKey, arn))
}

function bytesOf(text: string, arn: string): Buffer {
  const bytes = fromBase64(text)
  if (!bytes) throw damaged(arn)
  return bytes
}
