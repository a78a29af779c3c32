import { expect } from '#kms/ports.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'
import { assertRoom, listedSnapshot, saved, snapshotMember } from '../snapshots.ts'

/** Keeps a sandbox as it is under a name, in place of what was kept under it before. */
export const createSnapshot: AdminOperation<'CreateSnapshot'> = {
  parse(input) {
    const members = membersOf(input)
    return { id: idMember(members), name: snapshotMember(members) }
  },
  async run({ id, name }, _caller, ports) {
    const row = await existingSandbox(id, ports)
    const before = await ports.store.snapshot(id, name)
    if (!before) await assertRoom(id, ports)
    const { snapshot, writes, whole } = saved(row, name, ports, before)
    // Its time and settings must be those of the rows that are kept.
    return { answer: listedSnapshot(snapshot), writes: [expect<'sandbox'>('sandbox', row), ...writes], whole }
  },
}
