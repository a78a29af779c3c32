import { isPrincipalForm } from '#policy/principals.ts'
import type { Context } from '../operation.ts'

/**
 * Whether a key policy or grant may name the principal: accounts and services always; a user, role or session when it
 * exists, where its account is hosted here.
 */
export async function isNameable(principal: string, { scope, ports }: Context): Promise<boolean> {
  if (!isPrincipalForm(principal)) return false
  return (await ports.identities.principalExists(scope.sandbox, principal)) !== 'missing'
}
