import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Fault } from '../limits/fault.ts'
import type { QuotaProfile } from '../limits/quota-classes.ts'
import type { SandboxRow } from './rows.ts'

/** A sandbox's time: the wall clock and an offset in milliseconds, or one that stands. */
export type ClockState =
  | { readonly kind: 'running'; readonly offset: number }
  | { readonly kind: 'frozen'; readonly at: EpochMillis }

export interface SandboxSettings {
  /** Which request quotas hold. */
  readonly quotas: QuotaProfile
  /** Those that are on. */
  readonly faults: readonly Fault[]
  /** Of a sandbox in which a scenario is played. */
  readonly scenario?: ScenarioProgress
}

/** How far a scenario is, and the texts that its steps left for later ones. */
export interface ScenarioProgress {
  readonly name: string
  /** How many of its steps have passed. */
  readonly passed: number
  readonly memory: Readonly<Record<string, string>>
}

/** A sandbox beside `main`, as its row says. */
export interface Sandbox {
  readonly id: SandboxId
  readonly name: string
  /** Its first account. */
  readonly account: AccountId
  /** By the wall clock. */
  readonly createdAt: EpochMillis
  readonly clock: ClockState
  readonly settings: SandboxSettings
  readonly isSeeded: boolean
}

export function sandboxOf({ id, name, account, createdAt, clock, settings, seed }: SandboxRow): Sandbox {
  return {
    ...{ id, name, account, createdAt },
    clock: JSON.parse(clock) as ClockState,
    settings: JSON.parse(settings) as SandboxSettings,
    isSeeded: seed !== null,
  }
}

/** 9999-12-31T23:59:59.999Z, where every clock comes to a stand: later years have five digits. */
export const LAST_TIME = 253_402_300_799_999 as EpochMillis

export function timeOf(clock: ClockState, wall: EpochMillis): EpochMillis {
  return clock.kind === 'frozen' ? clock.at : (Math.min(wall + clock.offset, LAST_TIME) as EpochMillis)
}

/** A clock that shows a time now, and goes on from there or stands. */
export function clockAt(time: EpochMillis, isFrozen: boolean, wall: EpochMillis): ClockState {
  return isFrozen ? { kind: 'frozen', at: time } : { kind: 'running', offset: time - wall }
}
