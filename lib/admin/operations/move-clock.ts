import { update } from '#kms/ports.ts'
import { DueTally } from '../due-tally.ts'
import { invalid } from '../errors.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { clockMembers, existingSandbox, idMember, listedClock, movedClock } from '../sandbox-members.ts'

/** Sets or advances the time of a sandbox, or freezes it. What falls due until then is done before the answer. */
export const moveClock: AdminOperation<'MoveClock'> = {
  parse(input) {
    const members = membersOf(input)
    const asked = clockMembers(members)
    if (Object.keys(asked).length === 0) throw invalid('Give set, advance or freeze.')
    return { id: idMember(members), ...asked }
  },
  async run({ id, ...asked }, _caller, ports) {
    const row = await existingSandbox(id, ports)
    const clock = movedClock(JSON.parse(row.clock), asked, ports.clocks.wall.now())
    const told = listedClock(clock, ports.clocks.wall.now())
    return {
      answer: { id, ...told, changedKeys: 0, changes: [] },
      writes: [update('sandbox', row, { clock: JSON.stringify(clock) })],
      responseElements: { id, ...told },
      async settle(answer) {
        const tally = new DueTally()
        const changedKeys = await ports.catchUp(id, tally.add)
        return { ...answer, changedKeys, changes: tally.told() }
      },
    }
  },
}
