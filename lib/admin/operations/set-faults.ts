import type { SandboxSettings } from '#kms/ports.ts'
import { sandboxOf, update } from '#kms/ports.ts'
import { faultList, identified } from '../fault-members.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'

/** Puts faults in place of those that a sandbox has; none of them, by an empty list. They hold from the answer on. */
export const setFaults: AdminOperation<'SetFaults'> = {
  parse(input) {
    const members = membersOf(input)
    return { id: idMember(members), faults: faultList(members.faults) }
  },
  async run({ id, faults: asked }, _caller, ports) {
    const row = await existingSandbox(id, ports)
    const faults = identified(asked, ports.ids)
    const settings: SandboxSettings = { ...sandboxOf(row).settings, faults }
    return {
      answer: { id, faults },
      writes: [update('sandbox', row, { settings: JSON.stringify(settings) })],
      responseElements: { id, faults: faults.map((fault) => ({ ...fault })) },
    }
  },
}
