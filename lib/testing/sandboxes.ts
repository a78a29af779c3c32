import type { Admin, AdminInput, AdminOperationName, AdminOutput } from '#admin/execute.ts'
import { createAdmin } from '#admin/execute.ts'
import type { AdminPorts } from '#admin/ports.ts'
import { runDue } from '#kms/due.ts'
import { explainCall } from '#kms/why.ts'
import type { Harness } from './harness.ts'
import { NO_DEMO, NO_FIXTURES } from './no-demo.ts'

/** The administration of a harness; `more` are ports in place of those that do without a scheduler. */
export function adminOf({ ports }: Pick<Harness, 'ports'>, more: Partial<AdminPorts> = {}): Admin {
  return createAdmin({
    ...{ ...ports, vault: ports.materials, loadDemo: NO_DEMO, fixtures: NO_FIXTURES },
    explain: (requestId, place) => explainCall(requestId, place, ports),
    catchUp: (sandbox, tell) => runDue(sandbox, ports.clocks.of(sandbox).now(), ports, undefined, { tell }),
    ...more,
  })
}

/** Calls an operation of the administration. */
export function administering(kms: Pick<Harness, 'ports' | 'caller'>, more?: Partial<AdminPorts>) {
  const admin = adminOf(kms, more)
  return <N extends AdminOperationName>(name: N, input: Partial<AdminInput<N>>): Promise<AdminOutput<N>> =>
    admin.execute(name, input, kms.caller())
}
