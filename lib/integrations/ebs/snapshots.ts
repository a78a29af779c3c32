import { sectorKey, XTS_KEY_BYTES } from '#crypto/xts.ts'
import { isoSeconds } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import { insert, remove } from '../items.ts'
import { optional, region, text } from '../members.ts'
import { newId } from '../new-id.ts'
import { type Context, operation, type Result } from '../operation.ts'
import type { Change, Item } from '../ports.ts'
import { copySectors, removeSectors } from './sectors.ts'
import {
  contextOf,
  findSnapshot,
  findVolume,
  MANAGED_KEY,
  SNAPSHOT_ID,
  type Snapshot,
  snapshotView,
  VIA,
  VOLUME_ID,
} from './volume.ts'

/** Ciphertext and encrypted data key as the volume has them: AWS KMS is not asked. */
export const createSnapshot = operation({
  members: { VolumeId: VOLUME_ID },
  plan({ VolumeId }, context) {
    return {
      subject: VolumeId,
      async run() {
        const { call } = context
        const { region } = call.scope
        const { body: volume, data } = await findVolume(VolumeId, context)
        const id = await newId('snap', `snapshot ${VolumeId}`, call)
        const { KmsKeyId, Size: VolumeSize } = volume
        const body = {
          SnapshotId: id,
          VolumeId,
          VolumeSize,
          KmsKeyId,
          BoundTo: VolumeId,
          StartTime: isoSeconds(call.now),
        }
        const sectors = await copySectors({ region, id: VolumeId }, { region, id }, call.state)
        const snapshot = insert<Snapshot>({ region, kind: 'snapshot', id, body, data })
        return { answer: snapshotView(body), changes: [snapshot, ...sectors] }
      },
    }
  },
})

/** A copy for the Region that is asked, under another key where one is named. */
export const copySnapshot = operation({
  members: { SourceSnapshotId: SNAPSHOT_ID, SourceRegion: region, KmsKeyId: optional(text()) },
  plan({ SourceSnapshotId: sourceId, SourceRegion: from, KmsKeyId: keyId }, context) {
    const copy = from === context.call.scope.region ? copyInRegion : copyAcross
    return {
      subject: sourceId,
      async run() {
        const source = await findSnapshot(sourceId, context, from)
        const id = await newId('snap', `snapshot ${sourceId}`, context.call)
        return copy(source, { id, from, keyId }, context)
      },
    }
  },
})

interface Copy {
  readonly id: string
  readonly from: Region
  readonly keyId: string | undefined
}

/** In one Region only the data key is encrypted anew, inside AWS KMS; the data are as they were. */
async function copyInRegion(source: Item<Snapshot>, { id, keyId }: Copy, context: Context): Promise<Result> {
  const { call, kms } = context
  const { region } = call.scope
  const { body, data } = source
  const key = await kms.as(VIA).reEncrypt(data, contextOf(body.BoundTo), keyId ?? body.KmsKeyId, contextOf(id))
  const sectors = await copySectors({ region, id: body.SnapshotId }, { region, id }, call.state)
  return copied(source, { id, ...key }, sectors, context)
}

/** No key leaves its Region: the data are decrypted there, and encrypted here under a new data key. */
async function copyAcross(source: Item<Snapshot>, { id, from, keyId }: Copy, context: Context): Promise<Result> {
  const { call, kms } = context
  const { body, data } = source
  const old = await kms.as(VIA, from).decrypt(data, contextOf(body.BoundTo))
  const asked = { keyId: keyId ?? MANAGED_KEY, bytes: XTS_KEY_BYTES, context: contextOf(id) }
  const key = await kms.as(VIA).generateDataKey(asked)
  const [reader, writer] = [sectorKey(old), sectorKey(key.plaintext)]
  old.fill(0)
  key.plaintext.fill(0)
  const to = { region: call.scope.region, id }
  const sectors = await copySectors({ region: from, id: body.SnapshotId }, to, call.state, (sector, ciphertext) => {
    const plaintext = reader.open(sector, ciphertext)
    const anew = writer.seal(sector, plaintext)
    plaintext.fill(0)
    return anew
  })
  return copied(source, { id, ...key }, sectors, context)
}

function copied(
  { body }: Item<Snapshot>,
  made: { readonly id: string; readonly keyArn: string; readonly blob: Uint8Array },
  sectors: readonly Change[],
  { call }: Context,
): Result {
  const { id, keyArn: KmsKeyId, blob: data } = made
  const copy: Snapshot = { ...body, SnapshotId: id, KmsKeyId, BoundTo: id, StartTime: isoSeconds(call.now) }
  const snapshot = insert<Snapshot>({ region: call.scope.region, kind: 'snapshot', id, body: copy, data })
  return { answer: snapshotView(copy), changes: [snapshot, ...sectors] }
}

export const describeSnapshots = operation({
  readOnly: true,
  members: {},
  plan: (_, { call }) => ({
    subject: '',
    async run() {
      const snapshots = await call.state.list<Snapshot>(call.scope.region, 'snapshot')
      return { answer: { Snapshots: snapshots.map(({ body }) => snapshotView(body)) } }
    },
  }),
})

export const deleteSnapshot = operation({
  members: { SnapshotId: SNAPSHOT_ID },
  plan({ SnapshotId: id }, context) {
    return {
      subject: id,
      async run() {
        const snapshot = await findSnapshot(id, context)
        const sectors = await removeSectors({ region: context.call.scope.region, id }, context.call.state)
        return { answer: { SnapshotId: id }, changes: [remove(snapshot), ...sectors] }
      },
    }
  },
})
