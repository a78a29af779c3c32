import type { Context } from './operation.ts'
import type { Caller, Ports } from './ports.ts'

/** A call's moment is read once, so that everything it does carries the same time. */
export function contextOf(ports: Ports, caller: Caller): Context {
  return { caller, scope: caller.scope, now: ports.clocks.of(caller.scope.sandbox).now(), ports }
}
