import { isoMillis, parseInstant } from '#kernel/clock.ts'
import { addDuration, parseDuration } from '#kernel/duration.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { isSandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { ClockState, Fault, QuotaProfile, SandboxRow, Stored } from '#kms/ports.ts'
import { clockAt, LAST_TIME, QUOTA_PROFILES, sandboxOf, timeOf } from '#kms/ports.ts'
import { invalid, mainIsFixed, noSuchSandbox } from './errors.ts'
import type { AdminPorts } from './ports.ts'

/** A sandbox as it is told: all but its seed. */
export interface ListedSandbox {
  readonly id: string
  readonly name: string
  /** Its first account. */
  readonly accountId: string
  readonly createdAt: string
  readonly clock: ListedClock
  readonly quotas: QuotaProfile
  readonly faults: readonly Fault[]
  /** The scenario that is played in it. */
  readonly scenario?: string
  /** Whether identifiers and key material come from a seed. */
  readonly seeded: boolean
}

export interface ListedClock {
  /** ISO 8601, in UTC. */
  readonly now: string
  readonly frozen: boolean
}

/** What is done to the time of a sandbox; one of `set` and `advance` at most. */
export interface ClockMembers {
  /** ISO 8601 with a time zone. */
  readonly set?: string
  /** An ISO 8601 duration. */
  readonly advance?: string
  /** Whether the clock stands from then on; as it is where left out. */
  readonly freeze?: boolean
}

type Members = Readonly<Record<string, unknown>>

const MAX_NAME = 50
const MAX_SEED = 128

export function idMember({ id }: Members): SandboxId {
  if (id === MAIN_SANDBOX) throw mainIsFixed()
  if (typeof id === 'string' && isSandboxId(id)) return id
  throw invalid('id must be that of a sandbox: lower-case letters, digits and dashes.')
}

export function nameMember({ name }: Members): string | undefined {
  if (name === undefined || (typeof name === 'string' && name.length > 0 && name.length <= MAX_NAME)) return name
  throw invalid(`name must be a text of 1 to ${MAX_NAME} characters.`)
}

export function seedMember({ seed }: Members): string | undefined {
  if (seed === undefined || (typeof seed === 'string' && seed.length > 0 && seed.length <= MAX_SEED)) return seed
  throw invalid(`seed must be a text of 1 to ${MAX_SEED} characters.`)
}

export function quotasMember({ quotas }: Members): QuotaProfile | undefined {
  return quotas === undefined ? undefined : quotaProfile(quotas, 'quotas')
}

export function quotaProfile(value: unknown, name: string): QuotaProfile {
  const known = QUOTA_PROFILES.find((profile) => profile === value)
  if (known) return known
  throw invalid(`${name} must be one of ${QUOTA_PROFILES.join(', ')}.`)
}

export function clockMembers({ set, advance, freeze }: Members): ClockMembers {
  if (set !== undefined && advance !== undefined) throw invalid('Give one of set and advance, not both.')
  if (freeze !== undefined && typeof freeze !== 'boolean') throw invalid('freeze must be true or false.')
  return {
    ...(set !== undefined && { set: instantText(set) }),
    ...(advance !== undefined && { advance: durationText(advance) }),
    ...(freeze !== undefined && { freeze }),
  }
}

function instantText(set: unknown): string {
  if (typeof set === 'string' && parseInstant(set) !== undefined) return set
  throw invalid('set must be a time in ISO 8601 with its time zone, such as 2036-01-01T00:00:00Z; not milliseconds.')
}

function durationText(advance: unknown): string {
  if (typeof advance === 'string' && parseDuration(advance)) return advance
  throw invalid('advance must be an ISO 8601 duration, such as P3655D, P1Y or PT1H; not milliseconds.')
}

/** The clock after a move. Throws ValidationException for one that goes back, or on beyond the year 9999. */
export function movedClock(clock: ClockState, asked: ClockMembers, wall: EpochMillis): ClockState {
  const now = timeOf(clock, wall)
  const to = targetOf(asked, now)
  if (to < now) {
    throw invalid(
      `A sandbox's time never goes back: it is ${isoMillis(now)} there. Reset it or restore a snapshot instead.`,
    )
  }
  return clockAt(to, asked.freeze ?? clock.kind === 'frozen', wall)
}

/** The clock that a sandbox begins with. */
export function firstClock(asked: ClockMembers, wall: EpochMillis): ClockState {
  return clockAt(targetOf(asked, wall), asked.freeze ?? false, wall)
}

/** The times that a clock can show, in words. */
export const CLOCK_TIMES = 'from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z'

export function isClockTime(time: EpochMillis): boolean {
  return time >= 0 && time <= LAST_TIME
}

function targetOf({ set, advance }: ClockMembers, now: EpochMillis): EpochMillis {
  const duration = advance === undefined ? undefined : parseDuration(advance)
  const moved = duration ? addDuration(now, duration) : now
  const to = set === undefined ? moved : parseInstant(set)
  if (to !== undefined && isClockTime(to)) return to
  throw invalid(`A clock shows times ${CLOCK_TIMES}.`)
}

/** Throws NotFoundException. */
export async function existingSandbox(id: SandboxId, { store }: AdminPorts): Promise<Stored<SandboxRow>> {
  const row = await store.sandbox(id)
  if (row) return row
  throw noSuchSandbox(id)
}

export function listedSandbox(row: SandboxRow, wall: EpochMillis): ListedSandbox {
  const { id, name, account, createdAt, clock, settings, isSeeded } = sandboxOf(row)
  const { scenario, ...others } = settings
  return {
    ...{ id, name, accountId: account, createdAt: isoMillis(createdAt) },
    clock: listedClock(clock, wall),
    ...others,
    ...(scenario && { scenario: scenario.name }),
    seeded: isSeeded,
  }
}

export function listedClock(clock: ClockState, wall: EpochMillis): ListedClock {
  return { now: isoMillis(timeOf(clock, wall)), frozen: clock.kind === 'frozen' }
}
