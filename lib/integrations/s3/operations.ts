import { isoSeconds } from '#kernel/clock.ts'
import { thereAlready, wrongState } from '../errors.ts'
import { insert, remove } from '../items.ts'
import { type Operations, operation } from '../operation.ts'
import { assertKeyIsUsed, BUCKET, type Bucket, ENCRYPTION, encryptionOf, findBucket } from './bucket.ts'
import type { KeyRing } from './object-keys.ts'
import { deleteObject, getObject, listObjects, putObject } from './objects.ts'

/** With what objects are encrypted that say nothing else; a key of S3's own where nothing is said of it. */
const createBucket = operation({
  members: { Bucket: BUCKET, ...ENCRYPTION },
  plan({ Bucket: bucket, ...asked }, { call }) {
    assertKeyIsUsed(asked)
    const Default = encryptionOf(asked, { ServerSideEncryption: 'AES256' })
    const { region } = call.scope
    return {
      subject: bucket,
      async run() {
        if (await call.state.get(region, 'bucket', bucket)) throw thereAlready(`a bucket ${bucket}`)
        const body: Bucket = { Bucket: bucket, CreationDate: isoSeconds(call.now), Default }
        return { answer: body, changes: [insert<Bucket>({ region, kind: 'bucket', id: bucket, body })] }
      },
    }
  },
})

const listBuckets = operation({
  readOnly: true,
  members: {},
  plan: (_, { call }) => ({
    subject: '',
    async run() {
      const buckets = await call.state.list<Bucket>(call.scope.region, 'bucket')
      return { answer: { Buckets: buckets.map(({ body }) => body) } }
    },
  }),
})

const deleteBucket = operation({
  members: { Bucket: BUCKET },
  plan({ Bucket: bucket }, context) {
    return {
      subject: bucket,
      async run() {
        const { state, scope } = context.call
        const found = await findBucket(bucket, context)
        const [object] = await state.list(scope.region, 'object', `${bucket}/`)
        if (object) throw wrongState(`The bucket ${bucket} is not empty.`)
        return { answer: { Bucket: bucket }, changes: [remove(found)] }
      },
    }
  },
})

/** Amazon S3: objects encrypted by AES-256-GCM under a data key each. */
export function s3(keys: KeyRing): Operations {
  return {
    CreateBucket: createBucket,
    ListBuckets: listBuckets,
    DeleteBucket: deleteBucket,
    PutObject: putObject(keys),
    GetObject: getObject(keys),
    ListObjects: listObjects,
    DeleteObject: deleteObject,
  }
}
