import { expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { isAdministrator } from './administrator.ts'

const FIRST = '111122223333' as AccountId
const OTHER = '444455556666' as AccountId
const user = { ...rootPrincipal(FIRST), kind: 'user', name: 'alice' } as const

it('the root user of the first account administers the installation, and nobody else does', () => {
  expect(isAdministrator(rootPrincipal(FIRST), FIRST)).toBe(true)
  expect(isAdministrator(rootPrincipal(OTHER), FIRST)).toBe(false)
  expect(isAdministrator(user, FIRST)).toBe(false)
})
