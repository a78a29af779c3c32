import type { Admin } from '#admin/execute.ts'
import type { Keyring } from '#crypto/keyring.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Sandboxes } from './sandboxes.ts'

/**
 * The administration, after whose calls the domain keys are forgotten that were made for sandboxes which did not come, or
 * are gone: the call that was to bring them was refused. While one is under way it may still bring its sandbox, and while
 * it is `inDoubt` what was written, one may be there that nobody knows of.
 */
export function forgettingAbandoned(
  admin: Admin,
  keyring: Pick<Keyring, 'waiting' | 'abandon'>,
  sandboxes: Pick<Sandboxes, 'get'>,
  inDoubt: () => boolean,
): Admin {
  let underway = 0
  return {
    async execute(name, input, caller) {
      underway += 1
      try {
        return await admin.execute(name, input, caller)
      } finally {
        underway -= 1
        if (underway === 0 && !inDoubt()) {
          for (const scope of keyring.waiting()) {
            if (scope.sandbox !== MAIN_SANDBOX && !sandboxes.get(scope.sandbox)) keyring.abandon(scope)
          }
        }
      }
    },
  }
}
