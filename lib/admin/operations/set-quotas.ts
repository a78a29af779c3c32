import type { SandboxSettings } from '#kms/ports.ts'
import { sandboxOf, update } from '#kms/ports.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember, quotaProfile } from '../sandbox-members.ts'

/** Says which request quotas a sandbox has, from the answer on. */
export const setQuotas: AdminOperation<'SetQuotas'> = {
  parse(input) {
    const members = membersOf(input)
    return { id: idMember(members), profile: quotaProfile(members.profile, 'profile') }
  },
  async run({ id, profile }, _caller, ports) {
    const row = await existingSandbox(id, ports)
    const settings: SandboxSettings = { ...sandboxOf(row).settings, quotas: profile }
    const answer = { id, profile }
    const writes = [update('sandbox', row, { settings: JSON.stringify(settings) })]
    return { answer, writes, responseElements: answer }
  },
}
