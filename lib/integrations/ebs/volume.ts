import { invalid, notThere } from '../errors.ts'
import type { EncryptionContext } from '../kms.ts'
import { matching } from '../members.ts'
import type { Context } from '../operation.ts'
import type { Item } from '../ports.ts'

export const VIA = { kind: 'service', service: 'ec2' } as const
export const MANAGED_KEY = 'alias/aws/ebs'
export const VOLUME_ID = matching(/^vol-[0-9a-f]{17}$/)
export const SNAPSHOT_ID = matching(/^snap-[0-9a-f]{17}$/)

/** Beside it stands its data key, encrypted. */
export interface Volume {
  readonly VolumeId: string
  /** GiB. */
  readonly Size: number
  readonly State: 'available' | 'in-use'
  /** ARN. */
  readonly KmsKeyId: string
  readonly SnapshotId?: string
  readonly CreateTime: string
  /** Undefined while it is attached to nothing. */
  readonly Attachment?: Attachment | undefined
}

export interface Attachment {
  readonly InstanceId: string
  /** By which the machine of the instance may decrypt the data key. */
  readonly GrantId: string
  readonly AttachTime: string
}

export interface Snapshot {
  readonly SnapshotId: string
  readonly VolumeId: string
  readonly VolumeSize: number
  readonly KmsKeyId: string
  /** What its data key is bound to: of a snapshot that was taken the volume's id, of a copy its own. */
  readonly BoundTo: string
  readonly StartTime: string
}

/** Of every data key of EBS (Amazon EBS user guide, "Amazon EBS encryption context"). */
export function contextOf(id: string): EncryptionContext {
  return { 'aws:ebs:id': id }
}

export async function findVolume(id: string, { call }: Context): Promise<Item<Volume>> {
  const found = await call.state.get<Volume>(call.scope.region, 'volume', id)
  if (!found) throw notThere(`volume ${id} in ${call.scope.region}`)
  return found
}

export async function findSnapshot(id: string, { call }: Context, region = call.scope.region): Promise<Item<Snapshot>> {
  const found = await call.state.get<Snapshot>(region, 'snapshot', id)
  if (!found) throw notThere(`snapshot ${id} in ${region}`)
  return found
}

export function volumeView({ Attachment: attachment, ...volume }: Volume): object {
  return { ...volume, Encrypted: true, Attachments: attachment ? [{ ...attachment, State: 'attached' }] : [] }
}

export function snapshotView({ BoundTo: _, ...snapshot }: Snapshot): object {
  return { ...snapshot, Encrypted: true, State: 'completed' }
}

export function assertEncrypted(encrypted: boolean | undefined): void {
  if (encrypted === false) throw invalid('Every volume is encrypted here: leave Encrypted out, or true.')
}
