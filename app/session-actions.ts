'use server'

import { actOnOwn } from '#console/own-session.ts'
import { roleSwitch, stepUpWith, switchBack } from '#console/role-session.ts'

/** Shows anew who one is, so that what asks for it can be done for ten minutes. */
export async function stepUp(shown: { readonly password?: string; readonly code?: string }) {
  return actOnOwn((own) => stepUpWith(own, shown))
}

/** Goes on as a role. The user must be allowed to assume it, and its trust policy must let them; answers its account. */
export async function switchRole(role: { readonly account: string; readonly name: string }) {
  return actOnOwn((own) => roleSwitch(own, role))
}

/** Goes on as the user. */
export async function exitRole() {
  return actOnOwn(switchBack)
}
