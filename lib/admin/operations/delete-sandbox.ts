import type { Write } from '#kms/ports.ts'
import { remove } from '#kms/ports.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'
import { logBefore } from '../snapshots.ts'

/** A sandbox goes with all that is in it: its keys, its log and what was kept of it. */
export const deleteSandbox: AdminOperation<'DeleteSandbox'> = {
  parse: (input) => ({ id: idMember(membersOf(input)) }),
  async run({ id }, _caller, ports) {
    const { store } = ports
    const row = await existingSandbox(id, ports)
    const domainKeys = (await store.domainKeys()).filter(({ sandbox }) => sandbox === id)
    const writes: readonly Write[] = [
      remove('sandbox', row),
      ...(await store.snapshots(id)).map((snapshot) => remove('snapshot', snapshot)),
      ...domainKeys.map((domainKey) => remove('domainKey', domainKey)),
    ]
    return { answer: { id }, writes, whole: { act: 'erase', sandbox: id }, responseElements: logBefore(id, store) }
  },
}
