import type { CallCount } from '#audit/call-count.ts'
import type { AuditEvent, Envelope, KeyLifetime } from '#audit/event.ts'
import { type AccountId, type EpochMillis, isAccountId, type KeyArn, type SandboxId } from '#kernel/ids.ts'
import { operationNames } from '#model/api.ts'
import { parseKmsArn } from '../domain/arn.ts'
import type { Ports } from '../ports.ts'
import type { Calls } from './account-cost.ts'
import type { Span } from './life.ts'
import type { Month } from './month.ts'

type Reads = Pick<Ports['store'], 'callCounts' | 'events' | 'treeHeads'>

/** What the log tells of a key that is gone. */
export interface GoneKey {
  readonly arn: KeyArn
  readonly deletedAt: EpochMillis
  /** Absent where its end, as that of an older version, does not tell it and the log no longer has its beginning. */
  readonly lifetime?: KeyLifetime
  readonly waits: Waits
}

/** When the deletion of a key was scheduled and cancelled, in order. */
export interface Waits {
  readonly cancelled: readonly Span[]
  /** The last one that was not cancelled. */
  readonly since?: EpochMillis
}

type Counted = Omit<Calls, 'count'> & { count: number }

/** How many events are counted before others get their turn. */
const STEP = 8192

const FATES = ['ScheduleKeyDeletion', 'CancelKeyDeletion', 'DeleteKey']
const LIVES = ['CreateKey', 'RotateKey']
/** All that match are wanted. */
const ALL = Number.MAX_SAFE_INTEGER

/**
 * What the log of an account says that is billed: how often which calls were made in each month, and the ends of keys.
 * It is counted once; later only what is new. A log that was put back or taken away takes a new ledger.
 */
export class Ledger {
  readonly #store: Reads
  readonly #place: { readonly sandbox: SandboxId; readonly account: AccountId }
  #counted = 0
  readonly #months = new Map<Month, Map<string, Counted>>()
  /** Of keys that are there. */
  readonly #waits = new Map<string, Waits>()
  readonly #gone: GoneKey[] = []
  #catchingUp: Promise<void> = Promise.resolve()

  constructor(store: Reads, place: { readonly sandbox: SandboxId; readonly account: AccountId }) {
    this.#store = store
    this.#place = place
  }

  /** Counts what is new. Those who ask at once wait for one another. */
  catchUp(): Promise<void> {
    const next = this.#catchingUp.then(() => this.#count())
    this.#catchingUp = next.catch(() => undefined)
    return next
  }

  /** The months with calls, in order. */
  months(): readonly Month[] {
    return [...this.#months.keys()].sort()
  }

  calls(month: Month): readonly Calls[] {
    return [...(this.#months.get(month)?.values() ?? [])]
  }

  /** Of a key that is there. */
  waits(arn: string): Waits {
    return this.#waits.get(arn) ?? { cancelled: [] }
  }

  /** Keys that were deleted for good, in that order: a replica that was made anew and deleted again comes again. */
  gone(): readonly GoneKey[] {
    return this.#gone
  }

  async #count(): Promise<void> {
    const { sandbox } = this.#place
    const size = this.#store.treeHeads().find((head) => head.sandbox === sandbox)?.size ?? 0
    while (this.#counted < size) await this.#countPart(Math.min(size, this.#counted + STEP))
  }

  async #countPart(to: number): Promise<void> {
    const part = { ...this.#place, after: this.#counted, to }
    const [counts, fates] = await Promise.all([
      this.#store.callCounts(part, operationNames),
      this.#eventsOf(FATES, this.#counted, to),
    ])
    const lives = await this.#livesOf(fates.filter(isUntold))
    // Nothing is added before everything is read: a part of which a read fails is read again.
    for (const count of counts) this.#add(count)
    for (const event of fates) this.#tellFate(event, lives)
    this.#counted = to
  }

  /** A call of another account stands in this one's log too, but that one pays for it. */
  #add({ month, region, eventName: operation, principal, resource, keyPairSpec, count }: CallCount): void {
    if (isAccountId(principal)) return
    const calls = this.#callsOf(month as Month)
    const name = `${region} ${operation} ${resource} ${keyPairSpec}`
    const known = calls.get(name)
    if (known) known.count += count
    else {
      const pairSpec = keyPairSpec ?? undefined
      const key = isKeyArn(resource) ? resource : undefined
      calls.set(name, { region, operation, count, ...(key && { key }), ...(pairSpec !== undefined && { pairSpec }) })
    }
  }

  #callsOf(month: Month): Map<string, Counted> {
    const known = this.#months.get(month)
    if (known) return known
    const calls = new Map<string, Counted>()
    this.#months.set(month, calls)
    return calls
  }

  /** `lives`: the beginnings and rotations of those whose end tells nothing of them, by ARN. */
  #tellFate(event: AuditEvent, lives: ReadonlyMap<string, readonly AuditEvent[]>): void {
    const {
      eventName,
      eventTime,
      resources: [arn = ''],
    } = event
    const { cancelled, since } = this.waits(arn)
    switch (eventName) {
      case 'ScheduleKeyDeletion':
        this.#waits.set(arn, { cancelled, since: eventTime })
        return
      case 'CancelKeyDeletion': {
        const span = since === undefined ? [] : [{ from: since, to: eventTime }]
        this.#waits.set(arn, { cancelled: [...cancelled, ...span] })
        return
      }
      case 'DeleteKey':
        if (isKeyArn(arn)) this.#addGone(arn, event, lives.get(arn) ?? [])
        // A key of this ARN that is made later waits for itself.
        this.#waits.delete(arn)
    }
  }

  #addGone(arn: KeyArn, deletion: AuditEvent, life: readonly AuditEvent[]): void {
    const lifetime = lifetimeIn(deletion, life)
    this.#gone.push({ arn, deletedAt: deletion.eventTime, waits: this.waits(arn), ...(lifetime && { lifetime }) })
  }

  async #livesOf(deletions: readonly AuditEvent[]): Promise<ReadonlyMap<string, readonly AuditEvent[]>> {
    if (deletions.length === 0) return new Map()
    const arns = deletions.flatMap(({ resources }) => resources.slice(0, 1))
    const events = await this.#eventsOf(LIVES, 0, ALL, arns)
    return Map.groupBy(events, ({ resources: [arn = ''] }) => arn)
  }

  #eventsOf(names: readonly string[], after: number, to: number, keys?: readonly string[]) {
    return succeeded(this.#store, { ...this.#place, after, before: to + 1 }, names, keys)
  }
}

/** The specs of keys that are gone, as the log of their account tells them. */
export async function goneSpecs(
  store: Pick<Reads, 'events'>,
  place: { readonly sandbox: SandboxId; readonly account: AccountId },
  keys: readonly KeyArn[],
): Promise<ReadonlyMap<KeyArn, string>> {
  const deletions = await succeeded(store, place, ['DeleteKey'], keys)
  const specs = deletions.map((event) => [event.resources[0], lifetimeIn(event, [])?.spec] as const)
  return new Map(specs.filter((each): each is [KeyArn, string] => each[0] !== undefined && each[1] !== undefined))
}

/** The oldest first. */
async function succeeded(
  store: Pick<Reads, 'events'>,
  part: Pick<Parameters<Reads['events']>[0], 'sandbox' | 'account' | 'after' | 'before'>,
  names: readonly string[],
  keys?: readonly string[],
): Promise<readonly AuditEvent[]> {
  const filters = [
    { attribute: 'eventName', values: names },
    { attribute: 'eventSource', values: ['kms.amazonaws.com'] },
    { attribute: 'outcome', values: ['ok'] },
    ...(keys ? ([{ attribute: 'key', values: keys }] as const) : []),
  ] as const
  const found = await store.events({ ...part, filters, limit: ALL })
  return found.toReversed()
}

/** A deletion of an older version. */
const isUntold = (event: AuditEvent) => event.eventName === 'DeleteKey' && envelopeOf(event).lifetime === undefined

const isKeyArn = (arn: string | null): arn is KeyArn => parseKmsArn(arn ?? '')?.resource.startsWith('key/') === true

/** `life`: the beginnings and rotations of keys of this ARN. */
function lifetimeIn(deletion: AuditEvent, life: readonly AuditEvent[]): KeyLifetime | undefined {
  const { lifetime, record } = envelopeOf(deletion)
  if (lifetime) return lifetime
  const told = life.filter(({ seq }) => seq < deletion.seq)
  const birth = told.findLast(({ eventName }) => eventName === 'CreateKey')
  if (!birth) return undefined
  const { keySpec = 'SYMMETRIC_DEFAULT', multiRegion } = keyMetadataIn(birth)
  return {
    createdAt: birth.eventTime,
    inKeyStore: Object(record.additionalEventData).customKeyStoreId !== undefined,
    multiRegion: multiRegion === true,
    rotations: told.filter(({ eventName }) => eventName === 'RotateKey').map(({ eventTime }) => eventTime),
    spec: String(keySpec),
  }
}

const keyMetadataIn = (birth: AuditEvent) => Object(Object(envelopeOf(birth).record.responseElements).keyMetadata)

const envelopeOf = ({ text }: AuditEvent): Envelope => JSON.parse(text)
