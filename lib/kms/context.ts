import type { Context } from './operation.ts'
import type { Caller, Ports } from './ports.ts'
import { probesOf } from './probes.ts'

/** A call's moment is read once, so that everything it does carries the same time. `probes`: of the whole call. */
export function contextOf(ports: Ports, caller: Caller, probes = probesOf(ports.xks)): Context {
  const now = ports.clocks.of(caller.scope.sandbox).now()
  return { caller, scope: caller.scope, now, ports, probes, isDryRun: false }
}
