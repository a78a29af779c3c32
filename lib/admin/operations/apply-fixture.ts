import type { Scope } from '#kernel/scope.ts'
import type { Write } from '#kms/ports.ts'
import { expect } from '#kms/ports.ts'
import { planFixture, recordableAnswer } from '../fixture/apply.ts'
import { readFixture } from '../fixture/text.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import type { AdminPorts } from '../ports.ts'
import { recordRows } from '../sandbox-log.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'

/**
 * Makes what a fixture says and what is not there, in a sandbox or in `main`; what is there must be as it says. All of it
 * or nothing. `fixture` is its text, or the object that the text would say.
 */
export const applyFixture: AdminOperation<'ApplyFixture'> = {
  secrets: ['fixture'],
  parse(input) {
    const members = membersOf(input)
    return { ...(members.id !== undefined && { id: idMember(members) }), fixture: members.fixture }
  },
  async run({ id, fixture }, caller, ports) {
    const { scope, guards } =
      id === undefined ? { scope: caller.scope, guards: [] } : await inSandbox(id, caller.scope, ports)
    const now = ports.clocks.of(scope.sandbox).now()
    const planned = await planFixture(readFixture(fixture), { scope, now, isNew: false }, ports.fixtures)
    const { answer, writes } = planned
    return {
      answer,
      writes: [...guards, ...writes],
      ...(id !== undefined && writes.length > 0 && { events: [recordRows(scope, now, ports)] }),
      responseElements: recordableAnswer(answer),
    }
  },
}

/** Whatever is done to the whole sandbox meanwhile makes the plan stale. */
async function inSandbox(id: Scope['sandbox'], { region }: Scope, ports: AdminPorts) {
  const row = await existingSandbox(id, ports)
  const guards: readonly Write[] = [expect<'sandbox'>('sandbox', row)]
  return { scope: { sandbox: id, account: row.account, region }, guards }
}
