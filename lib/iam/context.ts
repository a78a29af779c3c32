import type { Caller } from '#kms/ports.ts'
import type { IamContext } from './operation.ts'
import type { IamPorts } from './ports.ts'

/** A call's moment is read once, so that everything it does carries the same time. */
export function contextOf(ports: IamPorts, caller: Caller): IamContext {
  const { sandbox, account } = caller.scope
  return { caller, place: { sandbox, account }, now: ports.clocks.of(sandbox).now(), ports }
}
