import type { KeyAccessDto } from '#console/dto/access.ts'
import type { PolicyDocument } from '#policy/document.ts'
import { type AccessLevel, accessLevels, type Setting } from '#policy/lab/access-levels.ts'
import { type AccessChangeKind, compareAccess } from '#policy/lab/compare-access.ts'
import { openInRequests } from '#policy/lab/open-keys.ts'
import type { ActionEntry } from '#policy/vocabulary.ts'
import { grantInForce, type Person } from './people.ts'

/** What somebody may do; `change` only where two policies are compared. */
export interface Cell extends AccessLevel {
  readonly change?: AccessChangeKind
}

export interface Row {
  readonly person: Person
  /** By action; actions that other accounts can never call are not there. */
  readonly cells: ReadonlyMap<string, Cell>
}

/** What is known of a key, as far as it has a say in who may use it. */
export type KeyFacts = Pick<KeyAccessDto, 'arn' | 'account' | 'awsManaged' | 'grants' | 'facts'>

/** A key under a policy, which need not be its own. */
export function settingOf(key: KeyFacts, document: PolicyDocument): Setting {
  const context = new Map(Object.entries(key.facts))
  return {
    resource: key.arn,
    account: key.account as Setting['account'],
    policy: { id: 'key policy', document },
    grants: key.grants.map(grantInForce),
    ...(key.awsManaged ? { awsManaged: true } : {}),
    ...{ context, isOpen: openInRequests(context) },
  }
}

/** Who may do what. */
export function accessRows(
  people: readonly Person[],
  actions: readonly ActionEntry[],
  setting: Setting,
): readonly Row[] {
  const rows = accessLevels(
    people.map(({ subject }) => subject),
    actions,
    setting,
  )
  return people.map((person, index) => ({
    person,
    cells: new Map(rows[index]?.cells.map((cell) => [cell.action, cell] as const)),
  }))
}

/** Who may do what after a change of the policy, and what that changes: nothing where the settings are the same one. */
export function changedRows(
  people: readonly Person[],
  actions: readonly ActionEntry[],
  before: Setting,
  after: Setting,
): readonly Row[] {
  const rows = accessRows(people, actions, after)
  const old = before === after ? rows : accessRows(people, actions, before)
  return rows.map(({ person, cells }, index) => {
    const compared = [...cells].map(([action, cell]): readonly [string, Cell] => {
      const was = old[index]?.cells.get(action)
      if (!was) return [action, cell]
      if (was === cell) return [action, { ...cell, change: 'same' }]
      const change = compareAccess(person.subject, { level: was, setting: before }, { level: cell, setting: after })
      return [action, { ...cell, change }]
    })
    return { person, cells: new Map(compared) }
  })
}

/** How many cells change, and how. */
export function changeCounts(rows: readonly Row[]): Readonly<Record<AccessChangeKind, number>> {
  const counts = { same: 0, gains: 0, loses: 0, widened: 0, narrowed: 0, changed: 0 }
  for (const { cells } of rows) for (const { change = 'same' } of cells.values()) counts[change] += 1
  return counts
}

export function isChanged({ cells }: Row): boolean {
  return [...cells.values()].some(({ change }) => change !== undefined && change !== 'same')
}

export function canDoSomething({ cells }: Row): boolean {
  return [...cells.values()].some(({ level }) => level !== 'never')
}

/** What a cell says, in words. */
export function cellText({ level, via, decision, change }: Cell): string {
  const now = level === 'never' ? refusedText(decision.outcome) : `${LEVELS[level]} by ${via ?? 'key policy'}`
  return change === undefined || change === 'same' ? now : `${CHANGES[change]}, ${now}`
}

const refusedText = (outcome: string) => (outcome === 'explicitly-denied' ? 'explicitly denied' : 'not allowed')

const LEVELS = { always: 'allowed', conditional: 'allowed under a condition' } as const

export const CHANGES: Readonly<Record<Exclude<AccessChangeKind, 'same'>, string>> = {
  gains: 'gained',
  loses: 'lost',
  widened: 'widened',
  narrowed: 'narrowed',
  changed: 'under other conditions',
}
