import type { AccountId, KeyArn, SandboxId } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'
import { regions } from '#model/regions.ts'
import { permitsOnKeys } from '../access.ts'
import { parseKmsArn } from '../domain/arn.ts'
import { inRegion } from '../domain/multi-region.ts'
import type { Context } from '../operation.ts'
import type { Caller, KeyRecord, Ports } from '../ports.ts'
import { recordedRead } from '../recorded-read.ts'
import { type AccountCost, accountCost, accountTotal, type Calls } from './account-cost.ts'
import { goneSpecs, Ledger } from './ledger.ts'
import type { KeyLife } from './life.ts'
import { lifeOf, lifeOfGone } from './lives.ts'
import { type Month, monthAfter, monthOf } from './month.ts'

/** What an account costs, and which of its keys the caller may be told of. */
export interface ToldCost extends AccountCost {
  /** ARNs of the keys that are there and on which `kms:DescribeKey` is allowed. */
  readonly visible: ReadonlySet<KeyArn>
  /** Totals of the last months that have a history, the newest last. */
  readonly months: readonly { readonly month: Month; readonly total: number }[]
  /** The first month that has a history. */
  readonly first: Month
}

/**
 * What AWS would bill the caller's account in a month, by the sandbox's clock: this one unless another is asked for. Needs
 * `kms:ListKeys` and `cloudtrail:LookupEvents` and leaves one event. For the console only; AWS KMS has no such operation.
 */
export type ReadCost = (month: Month | undefined, caller: Caller) => Promise<ToldCost>

/** How many months are told with their totals. */
const MONTHS = 13

export function createCosts(ports: Ports): ReadCost {
  const ledgers = new Ledgers(ports)
  return (month, caller) =>
    recordedRead(
      {
        eventName: 'GetAccountCost',
        action: 'kms:ListKeys',
        also: ['cloudtrail:LookupEvents'],
        requestParameters: month === undefined ? null : { month },
        read: (context) => costOf(month ?? monthOf(context.now), context, ledgers),
        told: ({ keys }) => ({ keys }),
      },
      caller,
      ports,
    )
}

/** How many accounts are kept counted. */
const KEPT = 64

/** One for each account that was asked for, as far as they are kept. */
class Ledgers {
  readonly #ports: Ports
  readonly #all = new LruMap<string, Ledger>(KEPT)

  constructor(ports: Ports) {
    this.#ports = ports
    // The ids of events may come again, from a seed: nothing in the log itself tells that it is another.
    ports.store.onRewind((sandbox) => this.#all.deleteWhere((name) => name.startsWith(`${sandbox}/`)))
  }

  async of(sandbox: SandboxId, account: AccountId): Promise<Ledger> {
    const name = `${sandbox}/${account}`
    const ledger = this.#all.get(name) ?? new Ledger(this.#ports.store, { sandbox, account })
    this.#all.set(name, ledger)
    await ledger.catchUp()
    return ledger
  }
}

async function costOf(month: Month, context: Context, ledgers: Ledgers): Promise<ToldCost> {
  const { sandbox, account } = context.scope
  const [ledger, held] = await Promise.all([ledgers.of(sandbox, account), keysOf(context)])
  const lives = [...held.map(({ record }) => lifeOf(record, ledger)), ...ledger.gone().flatMap(lifeOfGone)]
  const first = firstMonth(lives, ledger, context)
  const lately = monthsSince(first, context)
  const calls = await pricedCalls([month, ...lately], ledger, context)
  const totals = lately.map((each) => {
    return { month: each, total: accountTotal(lives, calls.get(each) ?? [], each, context.now) }
  })
  return {
    ...accountCost(lives, calls.get(month) ?? [], month, context.now),
    visible: new Set(held.filter(({ isVisible }) => isVisible).map(({ record }) => lifeOf(record, ledger).arn)),
    months: totals,
    first,
  }
}

interface HeldKey {
  readonly record: KeyRecord
  readonly isVisible: boolean
}

/** The keys of the account in all Regions. */
async function keysOf(from: Context): Promise<readonly HeldKey[]> {
  const found = await Promise.all(
    regions.map(async ({ region }) => {
      const context = inRegion(from, region)
      const records = await context.ports.store.keyRecords(context.scope)
      if (records.length === 0) return []
      const permitsOn = await permitsOnKeys(context)
      return records.map((record) => ({ record, isVisible: permitsOn(record)('kms:DescribeKey') }))
    }),
  )
  return found.flat()
}

/** The calls of each of these months. Those that use keys of other accounts are priced by those keys. */
async function pricedCalls(
  months: readonly Month[],
  ledger: Ledger,
  { scope, ports }: Context,
): Promise<ReadonlyMap<Month, readonly Calls[]>> {
  const counted = months.map((month) => [month, ledger.calls(month)] as const)
  const specs = new Map<KeyArn, string | undefined>()
  const gone = new Map<AccountId, KeyArn[]>()
  for (const { key } of counted.flatMap(([, calls]) => calls)) {
    const owner = key && parseKmsArn(key)
    if (!owner || owner.account === scope.account || specs.has(key)) continue
    const place = { sandbox: scope.sandbox, account: owner.account, region: owner.region }
    const record = await ports.store.key(place, owner.resource.slice('key/'.length) as KeyLife['keyId'])
    specs.set(key, record?.key.spec)
    if (!record) gone.set(owner.account, [...(gone.get(owner.account) ?? []), key])
  }
  for (const [account, keys] of gone) {
    for (const [key, spec] of await goneSpecs(ports.store, { sandbox: scope.sandbox, account }, keys))
      specs.set(key, spec)
  }
  const priced = (each: Calls) => {
    const spec = each.key && specs.get(each.key)
    return spec === undefined ? each : { ...each, spec }
  }
  return new Map(counted.map(([month, calls]) => [month, calls.map(priced)]))
}

/** Of the first key or call. */
function firstMonth(lives: readonly KeyLife[], ledger: Ledger, { now }: Context): Month {
  const begun = [...ledger.months(), ...lives.map(({ createdAt }) => monthOf(createdAt)), monthOf(now)]
  return begun.reduce((first, month) => (month < first ? month : first))
}

/** To this month, no more than a year back. */
function monthsSince(first: Month, { now }: Context): readonly Month[] {
  const all = Array.from({ length: MONTHS }, (_, index) => monthAfter(monthOf(now), index + 1 - MONTHS))
  return all.filter((month) => month >= first)
}
