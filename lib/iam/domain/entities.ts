import type { Stored, Write } from '#kms/ports.ts'
import { insert, remove, update } from '#kms/ports.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import { notFound } from '../errors.ts'
import type { IamCheck, IamContext } from '../operation.ts'
import type { IdentityKind, IdentityRow } from '../ports.ts'
import { identityArn } from './arn.ts'
import { resourceTagConditions } from './tags.ts'

/** The kinds as names of operations spell them. */
export const LABEL = { user: 'User', group: 'Group', role: 'Role' } as const

/** A user, group or role that a request names; the caller learns whether it exists only once it is allowed to ask. */
export interface Entity {
  readonly kind: IdentityKind
  readonly name: string
  readonly arn: string
  readonly found: Stored<IdentityRow> | undefined
}

export async function entity(kind: IdentityKind, name: string, { place, ports }: IamContext): Promise<Entity> {
  const found = await ports.store.identity(place, kind, name)
  return { kind, name, arn: identityArn(found ?? { ...place, kind, path: '/', name }), found }
}

/** Throws NoSuchEntity. */
export function existing({ found, kind, name }: Entity): Stored<IdentityRow> {
  if (!found) throw notFound(kind, name)
  return found
}

/** The check of an action on it. AWS names it without its ARN when it refuses. */
export function checkOn(operation: string, { kind, name, arn, found }: Entity, more?: MoreConditions): IamCheck {
  return {
    action: `iam:${operation}`,
    resource: arn,
    shownAs: `${kind} ${name}`,
    conditions: { ...resourceTagConditions(found), ...boundaryCondition(found?.boundary), ...more },
  }
}

export function boundaryCondition(arn: string | null | undefined): MoreConditions {
  return arn ? { 'iam:permissionsboundary': arn } : {}
}

/**
 * Writes a row as it is. Whatever hangs on it (policies, keys, members) changes together with its version, so that
 * of two calls that do not see each other one is planned anew.
 */
export const touch = (row: Stored<IdentityRow>, change: Partial<IdentityRow> = {}): Write =>
  update('identity', row, change)

export const removal = (row: Stored<IdentityRow>): Write => remove('identity', row)

/** Names are unique in an account, so whatever makes one writes the account. One without a row is made here. */
export async function touchAccount({ place, now, ports }: IamContext): Promise<Write> {
  const row = await ports.store.account(place.sandbox, place.account)
  return row ? update('account', row, {}) : insert('account', { ...place, name: '', createdAt: now })
}

export const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** Lists may be limited to a path. */
export const under =
  (prefix = '/') =>
  ({ path }: { readonly path: string }) =>
    path.startsWith(prefix)
