import { toBase64 } from '#kernel/bytes.ts'
import { isoSeconds } from '#kernel/clock.ts'
import { open, seal, using } from '../envelope.ts'
import { notThere } from '../errors.ts'
import { expect, remove, replace } from '../items.ts'
import { bytes, type Input, text } from '../members.ts'
import { type Context, type Operation, operation, type Result } from '../operation.ts'
import type { Item } from '../ports.ts'
import {
  type AskedEncryption,
  assertKeyIsUsed,
  BUCKET,
  ENCRYPTION,
  encryptionOf,
  findBucket,
  objectArn,
  type Place,
  type StoredObject,
} from './bucket.ts'
import { type KeyRing, newObjectKey, objectKey } from './object-keys.ts'

const MOST_BYTES = 262_144
const KIND = 'object'

const PLACE = { Bucket: BUCKET, Key: text(1024) }
const placeOf = ({ Bucket, Key }: Input<typeof PLACE>): Place => ({ bucket: Bucket, key: Key })
const idOf = ({ bucket, key }: Place) => `${bucket}/${key}`

/** What is told of an object: the keys that are kept beside it stay there. */
function view({ Wrapped: _, ObjectKey: __, ...object }: StoredObject): object {
  return object
}

export function putObject(keys: KeyRing): Operation {
  return operation({
    secrets: ['Body'],
    members: { ...PLACE, Body: bytes(MOST_BYTES), ...ENCRYPTION },
    plan(input, context) {
      assertKeyIsUsed(input)
      const place = placeOf(input)
      return { subject: idOf(place), run: () => put({ place, body: input.Body, asked: input }, keys, context) }
    },
  })
}

interface NewObject {
  readonly place: Place
  readonly body: Buffer
  readonly asked: AskedEncryption
}

async function put({ place, body, asked }: NewObject, keys: KeyRing, context: Context): Promise<Result> {
  const { state, scope, now } = context.call
  const { bucket, key } = place
  const found = await findBucket(bucket, context)
  const rule = found.body.Default
  const { dataKey, kept } = await newObjectKey(place, encryptionOf(asked, rule), keys, context)
  const data = using(dataKey, () => seal(dataKey, objectArn(place, context), body, context.secrets))
  const object: StoredObject = {
    ...{ Bucket: bucket, Key: key, ContentLength: body.length, LastModified: isoSeconds(now) },
    ...kept,
  }
  const old = await state.get<StoredObject>(scope.region, KIND, idOf(place))
  const item = { region: scope.region, kind: KIND, id: idOf(place), body: object, data }
  return { answer: view(object), changes: [expect(found), replace(old, item)] }
}

export function getObject(keys: KeyRing): Operation {
  return operation({
    readOnly: true,
    members: PLACE,
    plan(input, context) {
      const place = placeOf(input)
      return {
        subject: idOf(place),
        async run() {
          const { body, data } = await findObject(place, context)
          const dataKey = await objectKey(body, keys, context)
          const plaintext = using(dataKey, () => open(dataKey, objectArn(place, context), data))
          return { answer: { ...view(body), Body: toBase64(plaintext) } }
        },
      }
    },
  })
}

export const deleteObject = operation({
  members: PLACE,
  plan(input, context) {
    const place = placeOf(input)
    return {
      subject: idOf(place),
      run: async () => ({
        answer: { Bucket: place.bucket, Key: place.key },
        changes: [remove(await findObject(place, context))],
      }),
    }
  },
})

export const listObjects = operation({
  readOnly: true,
  members: { Bucket: BUCKET },
  plan({ Bucket: bucket }, context) {
    return {
      subject: '',
      async run() {
        await findBucket(bucket, context)
        const { state, scope } = context.call
        const objects = await state.list<StoredObject>(scope.region, KIND, `${bucket}/`)
        return { answer: { Contents: objects.map(({ body }) => view(body)) } }
      },
    }
  },
})

async function findObject(place: Place, context: Context): Promise<Item<StoredObject>> {
  const { call } = context
  const found = await call.state.get<StoredObject>(call.scope.region, KIND, idOf(place))
  if (!found) throw notThere(`object ${objectArn(place, context)} in ${call.scope.region}`)
  return found
}
