import type { EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { needsUserName } from '../errors.ts'
import type { IamContext } from '../operation.ts'

/** The user that a request is about: the one it names, else the caller. The root user has no name. */
export type UserOf =
  | { readonly root?: undefined; readonly name: string }
  | { readonly root: Principal & { readonly kind: 'root' }; readonly createdAt: EpochMillis }

/** Throws ValidationError where the caller is a session of a role. */
export async function userOf(named: string | undefined, { caller, place, now, ports }: IamContext): Promise<UserOf> {
  if (named !== undefined) return { name: named }
  const { principal } = caller
  if (principal.kind === 'user') return { name: principal.name }
  if (principal.kind !== 'root') throw needsUserName()
  const account = await ports.store.account(place.sandbox, place.account)
  return { root: principal, createdAt: account?.createdAt ?? now }
}
