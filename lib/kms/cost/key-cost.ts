import type { EpochMillis } from '#kernel/ids.ts'
import { pricing } from '#model/pricing.ts'
import type { KeyLife, Span } from './life.ts'
import { type MicroDollars, share } from './money.ts'
import { hoursBetween, type Period } from './month.ts'
import type { RuleId } from './rules.ts'

/** An amount with the hours it is counted by and the rules that made it. */
export interface Figure {
  readonly amount: MicroDollars
  /** Of each key or material that was added up. */
  readonly hours: number
  readonly rules: readonly RuleId[]
}

/** What a key costs for being there. */
export interface KeyStorage {
  readonly storage: Figure
  /** What its rotations add. */
  readonly rotations: Figure & {
    /** Materials beyond the first in this month, also those that add nothing. */
    readonly count: number
  }
  /** Of a key whose deletion is pending: what it would cost for this month beside that, were it cancelled. */
  readonly withheld?: MicroDollars
}

const NONE: Figure = { amount: 0, hours: 0, rules: [] }

/** The storage of a key in a period. A key that was not there then costs nothing. */
export function keyStorage(life: KeyLife, period: Period): KeyStorage {
  const none = { ...NONE, count: 0 }
  if (life.manager === 'AWS') return { storage: { ...NONE, rules: ['aws-managed'] }, rotations: none }
  const paid = storageOf(life, period, life.waitingSince)
  if (life.waitingSince === undefined || life.deletedAt !== undefined) return paid
  const withheld = amountOf(storageOf(life, period)) - amountOf(paid)
  return withheld > 0 ? { ...paid, withheld } : paid
}

/** What a key costs in a period, without saying why. */
export function keyAmount(life: KeyLife, period: Period): MicroDollars {
  if (life.manager === 'AWS' || life.createdAt >= period.until) return 0
  const { storage, rotations } = amountsOf(life, period, life.waitingSince)
  return storage + sum(rotations)
}

const amountOf = ({ storage, rotations }: KeyStorage) => storage.amount + rotations.amount

/** As if the key ended at `end`. */
function storageOf(life: KeyLife, period: Period, end?: EpochMillis): KeyStorage {
  const { hours, storage, rotated, rotations } = amountsOf(life, period, end)
  return {
    storage: { amount: storage, hours, rules: storageRules(life, period) },
    rotations: {
      amount: sum(rotations),
      hours: sum(rotated.slice(0, rotations.length)),
      count: rotated.length,
      rules: rotationRules(rotated),
    },
  }
}

/** `rotated`: the hours of every rotation; `rotations`: the price of those that cost something. */
function amountsOf({ createdAt, rotations }: KeyLife, { start, until, hours: whole }: Period, end = until) {
  const to = Math.min(end, until)
  const hoursFrom = (time: number) => hoursBetween(Math.max(time, createdAt, start), to)
  const hours = hoursFrom(createdAt)
  const rotated = rotations.map(hoursFrom).filter((each) => each > 0)
  return {
    hours,
    storage: share(pricing.keyMonth, hours, whole),
    rotated,
    rotations: pricing.rotationMonths
      .slice(0, rotated.length)
      .map((price, index) => share(price, rotated[index] ?? 0, whole)),
  }
}

function rotationRules({ length }: readonly number[]): readonly RuleId[] {
  if (length === 0) return []
  return length > pricing.rotationMonths.length ? ['rotation', 'rotation-cap'] : ['rotation']
}

function storageRules(life: KeyLife, { start, until }: Period): readonly RuleId[] {
  const isInMonth = ({ from, to }: Span) => to > start && from < until
  const waits = life.waitingSince !== undefined && life.waitingSince < until
  return [
    'key-month',
    ...(life.multiRegion ? (['multi-region'] as const) : []),
    ...(life.inKeyStore ? (['key-store'] as const) : []),
    ...(waits ? (['pending-deletion'] as const) : []),
    ...(life.cancelledWaits.some(isInMonth) ? (['deletion-cancelled'] as const) : []),
  ]
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
