import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember, listedSandbox } from '../sandbox-members.ts'
import { INITIAL, listedSnapshot } from '../snapshots.ts'

/** A sandbox with what was kept of it. */
export const getSandbox: AdminOperation<'GetSandbox'> = {
  parse: (input) => ({ id: idMember(membersOf(input)) }),
  async run({ id }, _caller, ports) {
    const row = await existingSandbox(id, ports)
    const snapshots = await ports.store.snapshots(id)
    const named = snapshots.filter(({ name }) => name !== INITIAL)
    return { answer: { ...listedSandbox(row, ports.clocks.wall.now()), snapshots: named.map(listedSnapshot) } }
  },
}
