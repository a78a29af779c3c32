import type { EpochMillis, KeyArn, Region } from '#kernel/ids.ts'
import { pricing, type RequestClass } from '#model/pricing.ts'
import { isFreeTier, requestClass } from '#model/request-class.ts'
import { type KeyStorage, keyAmount, keyStorage, sum } from './key-cost.ts'
import type { KeyLife } from './life.ts'
import { type MicroDollars, share } from './money.ts'
import { hoursBetween, type Month, type Period, periodOf } from './month.ts'
import type { RequestRule } from './rules.ts'

/** Requests of a month that are alike. */
export interface Calls {
  readonly region: Region
  readonly operation: string
  /** The key they name. */
  readonly key?: KeyArn
  /** Of that key. */
  readonly spec?: string
  /** Of the data key pair they ask for. */
  readonly pairSpec?: string
  readonly count: number
}

/** Requests of one price. */
export interface Requests {
  readonly class: RequestClass
  readonly count: number
  readonly amount: MicroDollars
  readonly rule: RequestRule
}

/** What requests are about, where that is no key of the account. */
export type Subject =
  | { readonly kind: 'key'; readonly life: KeyLife }
  /** A key of another account. The caller pays for its requests. */
  | { readonly kind: 'foreign'; readonly arn: KeyArn; readonly region: Region }
  | { readonly kind: 'no-key'; readonly region: Region }

export interface CostRow {
  readonly subject: Subject
  /** Of a key of the account. */
  readonly held?: KeyStorage
  /** Requests of each price, before the free tier. */
  readonly requests: readonly Requests[]
  readonly total: MicroDollars
}

/** Every amount is the sum of those of the rows, so that what is shown adds up. */
export interface CostSum {
  readonly storage: MicroDollars
  readonly rotations: MicroDollars
  readonly requests: readonly Requests[]
  /** Requests that the free tier holds for, at most as many as it has. */
  readonly freeRequests: number
  /** What it takes off. */
  readonly credit: MicroDollars
  readonly total: MicroDollars
}

export interface AccountCost {
  readonly month: Month
  /** Until when it is counted. */
  readonly until: EpochMillis
  /** Keys that are billed for any hour. */
  readonly keys: number
  readonly rows: readonly CostRow[]
  readonly sum: CostSum
  /** To the end of the month, while it lasts. */
  readonly forecast?: CostSum
}

/** What an account costs in a month until `now`. `calls` are those of the month. */
export function accountCost(
  lives: readonly KeyLife[],
  calls: readonly Calls[],
  month: Month,
  now: EpochMillis,
): AccountCost {
  const period = periodOf(month, now)
  const rows = rowsOf(lives, calls, period)
  return {
    month,
    until: period.until,
    keys: rows.filter(({ held }) => held && held.storage.hours > 0).length,
    rows,
    sum: sumOf(rows),
    ...(now < period.end && { forecast: forecastOf(lives, rows, period) }),
  }
}

/** The total of `accountCost`, for many months at once. */
export function accountTotal(
  lives: readonly KeyLife[],
  calls: readonly Calls[],
  month: Month,
  now: EpochMillis,
): MicroDollars {
  const period = periodOf(month, now)
  const keys = calledLives(calls.length === 0 ? [] : lives, period)
  const own = calls.map((each) => withSpec(each, each.key && keys.get(each.key)?.spec))
  const held = sum(lives.map((life) => keyAmount(life, period)))
  return together(held, 0, requestsOf(own)).total
}

function withSpec(calls: Calls, spec: string | undefined): Calls {
  return spec === undefined ? calls : { ...calls, spec }
}

/**
 * The life that the calls of a period on a key are told with, by ARN. A replica that was made anew after its deletion
 * has several: it is the last of those that had begun by then.
 */
function calledLives(lives: readonly KeyLife[], { end }: Period): ReadonlyMap<KeyArn, KeyLife> {
  const begun = ({ createdAt }: KeyLife) => (createdAt < end ? createdAt : Number.NEGATIVE_INFINITY)
  const called = new Map<KeyArn, KeyLife>()
  for (const life of lives) {
    const other = called.get(life.arn)
    if (!other || begun(life) > begun(other)) called.set(life.arn, life)
  }
  return called
}

function rowsOf(lives: readonly KeyLife[], calls: readonly Calls[], period: Period): readonly CostRow[] {
  const own = calledLives(lives, period)
  const byKey = Map.groupBy(calls, ({ key, region }) => key ?? region)
  const keys = lives.map((life) => {
    const made = own.get(life.arn) === life ? (byKey.get(life.arn) ?? []) : []
    const requests = requestsOf(made.map((each) => ({ ...each, spec: life.spec })))
    return rowOf({ kind: 'key', life }, requests, keyStorage(life, period))
  })
  const others = [...byKey.values()].flatMap((alike) => {
    const [first] = alike
    if (!first || (first.key && own.has(first.key))) return []
    const { key: arn, region } = first
    return [rowOf(arn ? { kind: 'foreign', arn, region } : { kind: 'no-key', region }, requestsOf(alike))]
  })
  return [...keys, ...others].filter((row) => isShown(row, period))
}

/** A key that was not there in the month has no row. */
function isShown({ held, requests, subject }: CostRow, { until }: Period): boolean {
  if (requests.length > 0 || subject.kind !== 'key') return true
  if (subject.life.manager === 'AWS') return subject.life.createdAt < until
  return held !== undefined && (held.storage.hours > 0 || held.withheld !== undefined)
}

function rowOf(subject: Subject, requests: readonly Requests[], held?: KeyStorage): CostRow {
  const stored = held ? held.storage.amount + held.rotations.amount : 0
  return { subject, requests, total: stored + sum(requests.map(({ amount }) => amount)), ...(held && { held }) }
}

const CLASSES = Object.keys(pricing.request) as readonly RequestClass[]

function requestsOf(calls: readonly Calls[]): readonly Requests[] {
  const counts = new Map<RequestClass, number>()
  for (const each of calls) {
    const name = requestClass(each)
    counts.set(name, (counts.get(name) ?? 0) + each.count)
  }
  return pricedCounts(counts)
}

function pricedCounts(counts: ReadonlyMap<RequestClass, number>): readonly Requests[] {
  return CLASSES.flatMap((name) => {
    const count = counts.get(name) ?? 0
    if (count === 0) return []
    return [{ class: name, count, amount: count * pricing.request[name], rule: `requests-${name}` as const }]
  })
}

function sumOf(rows: readonly CostRow[]): CostSum {
  const counts = new Map<RequestClass, number>()
  for (const { class: name, count } of rows.flatMap(({ requests }) => requests)) {
    counts.set(name, (counts.get(name) ?? 0) + count)
  }
  return together(
    sum(rows.map(({ held }) => held?.storage.amount ?? 0)),
    sum(rows.map(({ held }) => held?.rotations.amount ?? 0)),
    pricedCounts(counts),
  )
}

/** The requests that the free tier holds for all have one price, so that it does not matter which of them come first. */
function together(storage: MicroDollars, rotations: MicroDollars, requests: readonly Requests[]): CostSum {
  const eligible = requests.find((each) => isFreeTier(each.class))
  const freeRequests = Math.min(eligible?.count ?? 0, pricing.freeRequests)
  const credit = eligible ? freeRequests * pricing.request[eligible.class] : 0
  const total = storage + rotations + sum(requests.map(({ amount }) => amount)) - credit
  return { storage, rotations, requests, freeRequests, credit, total }
}

/** See the rule `forecast`. */
function forecastOf(lives: readonly KeyLife[], rows: readonly CostRow[], period: Period): CostSum {
  const whole = { ...period, until: period.end }
  const held = lives.map((life) => keyStorage(withPlanned(life, period.end), whole))
  const past = Math.max(1, hoursBetween(period.start, period.until))
  const counts = sumOf(rows).requests.map((each) => [each.class, share(each.count, period.hours, past)] as const)
  return together(
    sum(held.map(({ storage }) => storage.amount)),
    sum(held.map(({ rotations }) => rotations.amount)),
    pricedCounts(new Map(counts)),
  )
}

/** The rotation of the month: the shortest period between two is 90 days. */
function withPlanned(life: KeyLife, end: EpochMillis): KeyLife {
  const { nextRotation, rotations } = life
  return nextRotation === undefined || nextRotation >= end ? life : { ...life, rotations: [...rotations, nextRotation] }
}
