import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'
import { existingSnapshot, restored, snapshotMember } from '../snapshots.ts'

/** Back to what was kept under a name: rows, log, time and settings. */
export const restoreSnapshot: AdminOperation<'RestoreSnapshot'> = {
  parse(input) {
    const members = membersOf(input)
    return { id: idMember(members), name: snapshotMember(members) }
  },
  async run({ id, name }, _caller, ports) {
    const row = await existingSandbox(id, ports)
    return restored(row, await existingSnapshot(id, name, ports), ports)
  },
}
