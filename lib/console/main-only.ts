import type { Scope } from '#kernel/scope.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { Called } from './error-dto.ts'

/** Throws Called in any other sandbox: the users of the console, their sessions and the installation are `main`'s. */
export function assertMain({ scope }: { readonly scope: Pick<Scope, 'sandbox'> }): void {
  if (scope.sandbox === MAIN_SANDBOX) return
  throw new Called({ code: 'MainOnly', message: 'This belongs to main: a sandbox has no part in it.' })
}
