import { XTS_KEY_BYTES } from '#crypto/xts.ts'
import { isoSeconds } from '#kernel/clock.ts'
import { invalid, wrongState } from '../errors.ts'
import { expect, insert, remove } from '../items.ts'
import type { WrappedKey } from '../kms.ts'
import { boolean, type Input, integer, optional, text } from '../members.ts'
import { newId } from '../new-id.ts'
import { type Context, operation } from '../operation.ts'
import type { Change } from '../ports.ts'
import { copySectors, removeSectors } from './sectors.ts'
import {
  assertEncrypted,
  contextOf,
  findSnapshot,
  findVolume,
  MANAGED_KEY,
  SNAPSHOT_ID,
  VIA,
  VOLUME_ID,
  type Volume,
  volumeView,
} from './volume.ts'

const MOST_GIB = 16_384

const NEW_VOLUME = {
  Size: optional(integer(1, MOST_GIB)),
  KmsKeyId: optional(text()),
  SnapshotId: optional(SNAPSHOT_ID),
  Encrypted: optional(boolean),
}
type Asked = Input<typeof NEW_VOLUME>

/** A new volume, with a data key that nobody has seen. */
export const createVolume = operation({
  members: NEW_VOLUME,
  plan(asked, context) {
    assertEncrypted(asked.Encrypted)
    return { subject: 'a new volume', run: () => create(asked, context) }
  },
})

async function create(asked: Asked, context: Context) {
  const { region } = context.call.scope
  const id = await newId('vol', 'volume', context.call)
  const made = asked.SnapshotId === undefined ? await blank(id, asked, context) : await restored(id, asked, context)
  const body: Volume = {
    ...{ VolumeId: id, Size: made.size, State: 'available', KmsKeyId: made.key.keyArn },
    ...(asked.SnapshotId !== undefined && { SnapshotId: asked.SnapshotId }),
    CreateTime: isoSeconds(context.call.now),
  }
  const volume = insert<Volume>({ region, kind: 'volume', id, body, data: made.key.blob })
  return { answer: volumeView(body), changes: [volume, ...made.changes] }
}

interface Made {
  readonly key: WrappedKey
  readonly size: number
  /** What is to be kept beside the volume, and what it was made of. */
  readonly changes: readonly Change[]
}

async function blank(
  id: string,
  { Size: size = 1, KmsKeyId: keyId = MANAGED_KEY }: Asked,
  { kms }: Context,
): Promise<Made> {
  const asked = { keyId, bytes: XTS_KEY_BYTES, context: contextOf(id) }
  return { key: await kms.as(VIA).generateDataKeyWithoutPlaintext(asked), size, changes: [] }
}

/** The data of a snapshot under its own data key, which AWS KMS encrypts anew for the volume. */
async function restored(
  id: string,
  { Size: size, KmsKeyId: keyId, SnapshotId: snapshotId = '' }: Asked,
  context: Context,
): Promise<Made> {
  const { kms, call } = context
  const { region } = call.scope
  const snapshot = await findSnapshot(snapshotId, context)
  const { body, data } = snapshot
  const least = body.VolumeSize
  if (size !== undefined && size < least) throw invalid(`Size must be at least ${least}, which the snapshot has.`)
  const from = contextOf(body.BoundTo)
  const key = await kms.as(VIA).reEncrypt(data, from, keyId ?? body.KmsKeyId, contextOf(id))
  const sectors = await copySectors({ region, id: snapshotId }, { region, id }, call.state)
  // Where the snapshot went meanwhile, its sectors did too.
  return { key, size: size ?? least, changes: [expect(snapshot), ...sectors] }
}

export const describeVolumes = operation({
  readOnly: true,
  members: {},
  plan: (_, { call }) => ({
    subject: '',
    async run() {
      const volumes = await call.state.list<Volume>(call.scope.region, 'volume')
      return { answer: { Volumes: volumes.map(({ body }) => volumeView(body)) } }
    },
  }),
})

export const deleteVolume = operation({
  members: { VolumeId: VOLUME_ID },
  plan({ VolumeId: id }, context) {
    return {
      subject: id,
      async run() {
        const volume = await findVolume(id, context)
        if (volume.body.State === 'in-use') throw wrongState(`${id} is attached to an instance: detach it first.`)
        const { region } = context.call.scope
        const sectors = await removeSectors({ region, id }, context.call.state)
        return { answer: { VolumeId: id }, changes: [remove(volume), ...sectors] }
      },
    }
  },
})
