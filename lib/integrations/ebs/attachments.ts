import { isoSeconds } from '#kernel/clock.ts'
import type { AccountId } from '#kernel/ids.ts'
import { isServiceError } from '#kernel/service-error.ts'
import { wrongState } from '../errors.ts'
import { update } from '../items.ts'
import { matching } from '../members.ts'
import { type Context, type Operation, operation, type Result } from '../operation.ts'
import type { Hosts } from './hosts.ts'
import { type Attachment, contextOf, findVolume, VIA, VOLUME_ID, type Volume, volumeView } from './volume.ts'

const INSTANCE_ID = matching(/^i-[0-9a-f]{8,17}$/)

/** EC2's session on the machine of an instance (AWS KMS developer guide, "Amazon EC2 example two"). */
const machineOf = (account: AccountId, instanceId: string) =>
  `arn:aws:sts::${account}:assumed-role/aws:ec2-infrastructure/${instanceId}`

/** A grant to the machine of the instance, by which that decrypts the data key. */
export function attachVolume(hosts: Hosts): Operation {
  return operation({
    members: { VolumeId: VOLUME_ID, InstanceId: INSTANCE_ID },
    plan: ({ VolumeId: id, InstanceId }, context) => ({
      subject: id,
      run: () => attach(id, InstanceId, hosts, context),
    }),
  })
}

async function attach(id: string, InstanceId: string, hosts: Hosts, context: Context): Promise<Result> {
  const { kms, call } = context
  const volume = await findVolume(id, context)
  const { KmsKeyId, Attachment: before } = volume.body
  if (before) throw wrongState(`${id} is attached to ${before.InstanceId} already.`)
  const machine = machineOf(call.scope.account, InstanceId)
  const GrantId = await kms.as(VIA).createGrant(KmsKeyId, machine, ['Decrypt', 'RetireGrant'], contextOf(id))
  const attachment = { InstanceId, GrantId, AttachTime: isoSeconds(call.now) }
  const undo = async () => {
    hosts.forget(volume, context)
    await retire(KmsKeyId, attachment, context)
  }
  try {
    await hosts.fetch(volume, InstanceId, context)
  } catch (error) {
    await undo()
    throw error
  }
  const change: Partial<Volume> = { State: 'in-use', Attachment: attachment }
  return { answer: volumeView({ ...volume.body, ...change }), changes: [update(volume, change)], undo }
}

/** The machine forgets the data key and retires its grant. */
export function detachVolume(hosts: Hosts): Operation {
  return operation({
    members: { VolumeId: VOLUME_ID },
    plan({ VolumeId: id }, context) {
      return {
        subject: id,
        async run() {
          const volume = await findVolume(id, context)
          const { Attachment: attachment, KmsKeyId } = volume.body
          if (!attachment) throw wrongState(`${id} is not attached to an instance.`)
          const GrantRetired = await retire(KmsKeyId, attachment, context)
          hosts.forget(volume, context)
          const change: Partial<Volume> = { State: 'available', Attachment: undefined }
          const answer = { ...volumeView({ ...volume.body, ...change }), GrantRetired }
          return { answer, changes: [update(volume, change)] }
        },
      }
    },
  })
}

/** False where AWS KMS refused, as for a grant that was revoked or a key that is gone: the volume comes off all the same. */
async function retire(keyId: string, { InstanceId, GrantId }: Attachment, { kms }: Context): Promise<boolean> {
  try {
    await kms.as({ kind: 'host', instanceId: InstanceId }).retireGrant(keyId, GrantId)
    return true
  } catch (error) {
    if (isServiceError(error) && error.fault === 'client') return false
    throw error
  }
}
