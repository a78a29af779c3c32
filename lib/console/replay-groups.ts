import type { ReplayGroupDto } from './dto/access.ts'

interface Change {
  readonly requestId: string
  readonly at: number
  readonly action: string
  readonly principal: string
  readonly before: 'allowed' | 'denied'
  readonly after: 'allowed' | 'denied'
  readonly unsure: readonly string[]
}

const MOST = 100

/** Calls of one principal that change alike, together; newest first. `changes` come newest first. */
export function replayGroups(changes: readonly Change[]): readonly ReplayGroupDto[] {
  const groups = new Map<string, ReplayGroupDto>()
  for (const { requestId, at, action, principal, before, after, unsure } of changes) {
    const name = JSON.stringify([action, principal, before, after, unsure])
    const known = groups.get(name)
    if (known) groups.set(name, { ...known, count: known.count + 1 })
    else groups.set(name, { ...{ requestId, at, action, before, after, unsure }, principalArn: principal, count: 1 })
  }
  return [...groups.values()].slice(0, MOST)
}
