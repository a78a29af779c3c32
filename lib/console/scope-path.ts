import { isAccountId, isSandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { findRegion } from '#model/regions.ts'
import type { ScopeDto } from './dto/scope.ts'

/** The scope that a path or a server action names; undefined when there can be no such scope. */
export function parseScope(path: ScopeDto): Scope | undefined {
  const { sandbox, account, region } = path
  if (typeof sandbox !== 'string' || typeof account !== 'string' || typeof region !== 'string') return undefined
  const found = findRegion(region)
  if (!isSandboxId(sandbox) || !isAccountId(account) || !found) return undefined
  return { sandbox, account, region: found.region }
}
