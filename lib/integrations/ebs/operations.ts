import type { Operations } from '../operation.ts'
import { attachVolume, detachVolume } from './attachments.ts'
import { readBlocks, readRawBlocks, writeBlocks } from './blocks.ts'
import type { Hosts } from './hosts.ts'
import { copySnapshot, createSnapshot, deleteSnapshot, describeSnapshots } from './snapshots.ts'
import { createVolume, deleteVolume, describeVolumes } from './volumes.ts'

/** Amazon EBS: volumes encrypted by AES-256-XTS under a data key each. */
export function ebs(hosts: Hosts): Operations {
  return {
    CreateVolume: createVolume,
    DescribeVolumes: describeVolumes,
    DeleteVolume: deleteVolume,
    AttachVolume: attachVolume(hosts),
    DetachVolume: detachVolume(hosts),
    WriteBlocks: writeBlocks(hosts),
    ReadBlocks: readBlocks(hosts),
    ReadRawBlocks: readRawBlocks,
    CreateSnapshot: createSnapshot,
    CopySnapshot: copySnapshot,
    DescribeSnapshots: describeSnapshots,
    DeleteSnapshot: deleteSnapshot,
  }
}
