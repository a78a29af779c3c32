import { beforeEach, describe, expect, it } from 'vitest'
import { openService } from '#testing/integrations.ts'
import { BucketKeys } from './bucket-keys.ts'
import { s3 } from './operations.ts'
import { OwnedKeys } from './owned-keys.ts'

const Bucket = 'photos'

let service: ReturnType<typeof openService>
let operations: ReturnType<typeof s3>
beforeEach(() => {
  service = openService()
  operations = s3({ bucketKeys: new BucketKeys(), ownedKeys: new OwnedKeys() })
})

const run = (name: string, input: object) => service.run(operations[name], { Bucket, ...input })
const put = (input: object) => run('PutObject', { Key: 'k', Body: '', ...input })

describe('the encryption of a bucket and of an object', () => {
  it.each<[string, object, object]>([
    ['a key of S3 itself where nothing is said', {}, { ServerSideEncryption: 'AES256' }],
    [
      'the KMS key that is named',
      { SSEKMSKeyId: 'k' },
      { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'k', BucketKeyEnabled: false },
    ],
    [
      'the AWS managed key where SSE-KMS names none',
      { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true },
      { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/aws/s3', BucketKeyEnabled: true },
    ],
    // As S3 itself takes it.
    [
      'a key of S3 itself, to which a bucket key is nothing',
      { ServerSideEncryption: 'AES256', BucketKeyEnabled: true },
      { ServerSideEncryption: 'AES256' },
    ],
  ])('is by %s', async (_, asked, Default) => {
    expect((await run('CreateBucket', asked)).Default).toEqual(Default)
  })

  it('is that of the bucket where the object says nothing, and the object over it', async () => {
    await run('CreateBucket', { SSEKMSKeyId: 'k', BucketKeyEnabled: true })
    expect(await put({})).toMatchObject({ SSEKMSKeyId: 'arn:of:k', BucketKeyEnabled: true })
    expect(await put({ SSEKMSKeyId: 'l' })).toMatchObject({ SSEKMSKeyId: 'arn:of:l', BucketKeyEnabled: true })
    expect(await put({ BucketKeyEnabled: false })).toMatchObject({ SSEKMSKeyId: 'arn:of:k', BucketKeyEnabled: false })
    expect(await put({ ServerSideEncryption: 'AES256' })).not.toHaveProperty('SSEKMSKeyId')
  })

  it('is not by a key of S3 itself when a KMS key is named', async () => {
    const contradiction = { ServerSideEncryption: 'AES256', SSEKMSKeyId: 'k' }
    const refused = { code: 'ValidationException', message: 'SSEKMSKeyId needs the ServerSideEncryption aws:kms.' }
    await expect(run('CreateBucket', contradiction)).rejects.toMatchObject(refused)
    await run('CreateBucket', {})
    await expect(put(contradiction)).rejects.toMatchObject(refused)
    expect(service.kms.calls).toEqual([])
  })
})
