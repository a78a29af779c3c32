import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'
import { existingSnapshot, INITIAL, restored } from '../snapshots.ts'

/** Back to the state after its creation: rows, log, time and settings. Its first access key stays valid. */
export const resetSandbox: AdminOperation<'ResetSandbox'> = {
  parse: (input) => ({ id: idMember(membersOf(input)) }),
  async run({ id }, _caller, ports) {
    const row = await existingSandbox(id, ports)
    return restored(row, await existingSnapshot(id, INITIAL, ports), ports)
  },
}
