import { useKept } from '../hooks/use-kept.ts'
import type { RoleName } from './session-actions.ts'

const MOST = 5

/** The roles that this browser switched to, the last first, and how to remember one more. */
export function useRecentRoles(): readonly [readonly RoleName[], (role: RoleName) => void] {
  const [text, keep] = useKept('roles')
  const roles = parseRoles(text)
  function remember(role: RoleName) {
    const others = roles.filter(({ account, name }) => account !== role.account || name !== role.name)
    keep(JSON.stringify([role, ...others].slice(0, MOST)))
  }
  return [roles, remember]
}

function parseRoles(text: string | null): readonly RoleName[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRoleName).slice(0, MOST) : []
  } catch {
    return []
  }
}

function isRoleName(value: unknown): value is RoleName {
  return (
    typeof value === 'object' &&
    value !== null &&
    'account' in value &&
    'name' in value &&
    typeof value.account === 'string' &&
    typeof value.name === 'string' &&
    /^\d{12}$/.test(value.account)
  )
}
