import { remove } from '#kms/ports.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { idMember } from '../sandbox-members.ts'
import { existingSnapshot, snapshotMember } from '../snapshots.ts'

/** Forgets what was kept under a name. */
export const deleteSnapshot: AdminOperation<'DeleteSnapshot'> = {
  parse(input) {
    const members = membersOf(input)
    return { id: idMember(members), name: snapshotMember(members) }
  },
  async run({ id, name }, _caller, ports) {
    const row = await existingSnapshot(id, name, ports)
    return {
      answer: { id, name },
      writes: [remove('snapshot', row)],
      whole: { act: 'drop', sandbox: id, snapshot: name },
    }
  },
}
