import { type EventTraits, type GroupAttribute, traitsOf } from '#audit/attributes.ts'
import type { CallCount, LogPart } from '#audit/call-count.ts'
import { draftText, envelopeText } from '#audit/canonical.ts'
import type { AuditEvent, Envelope, EventDraft, KeyUse, RowDigest } from '#audit/event.ts'
import {
  type EventCount,
  type EventGroup,
  type EventQuery,
  type EventSelection,
  isSelected,
} from '#audit/event-query.ts'
import { CountTally, GroupTally } from '#audit/event-tallies.ts'
import { type Hash, leafHash, type Subtree, subtreeRoot, Tree } from '#audit/merkle.ts'
import { isoMillis } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { scopeKey } from '#kernel/scope.ts'
import type { LogTail, Pruning, TreeHead } from '#kms/ports.ts'

/** A log as it was at a time. */
export interface LogState {
  readonly events: readonly AuditEvent[]
  readonly leaves: readonly Hash[]
  readonly tree: Tree | undefined
  readonly uses: readonly (readonly [name: string, use: KeyUse])[]
}

/** The audit logs of all sandboxes. */
export class MemoryLog {
  readonly #events = new Map<SandboxId, AuditEvent[]>()
  readonly #trees = new Map<SandboxId, Tree>()
  readonly #uses = new Map<string, KeyUse>()
  /** Leaf hashes of all events, also of those that were pruned. */
  readonly #leaves = new Map<SandboxId, Hash[]>()
  readonly #traits = new WeakMap<AuditEvent, EventTraits>()

  /** `rows`: what the event's transaction changed. */
  append(draft: EventDraft, rows: readonly RowDigest[]): void {
    const { record: _record, decisions: _decisions, lifetime: _lifetime, ...members } = draft
    const { sandbox } = draft
    const tree = this.#trees.get(sandbox) ?? Tree.empty
    const seq = tree.size + 1
    const text = envelopeText(seq, draftText(draft, rows))
    const event = { ...members, seq, text }
    const leaf = leafHash(text)
    listIn(this.#events, sandbox).push(event)
    listIn(this.#leaves, sandbox).push(leaf)
    this.#trees.set(sandbox, tree.append(leaf))
    if (draft.keyUse) for (const resource of draft.resources) this.#uses.set(`${scopeKey(draft)}/${resource}`, event)
  }

  prune({ sandbox, first, last }: Pruning): void {
    this.#events.set(
      sandbox,
      this.#of(sandbox).filter(({ seq }) => seq < first || seq > last),
    )
  }

  /** All that is known of a sandbox's log. */
  state(sandbox: SandboxId): LogState {
    const place = `${sandbox}/`
    return {
      events: [...this.#of(sandbox)],
      leaves: [...(this.#leaves.get(sandbox) ?? [])],
      tree: this.#trees.get(sandbox),
      uses: [...this.#uses].filter(([name]) => name.startsWith(place)),
    }
  }

  /** Puts a log back to where it was; without a state, takes it away. */
  putBack(sandbox: SandboxId, state?: LogState): void {
    for (const [name] of this.state(sandbox).uses) this.#uses.delete(name)
    for (const logs of [this.#events, this.#leaves, this.#trees]) logs.delete(sandbox)
    if (!state?.tree) return
    this.#events.set(sandbox, [...state.events])
    this.#leaves.set(sandbox, [...state.leaves])
    this.#trees.set(sandbox, state.tree)
    for (const [name, use] of state.uses) this.#uses.set(name, use)
  }

  heads(): TreeHead[] {
    return [...this.#trees].map(([sandbox, tree]) => ({ sandbox, size: tree.size, root: tree.root() }))
  }

  subtree(sandbox: SandboxId, { level, index }: Subtree): Hash {
    const count = 2 ** level
    return subtreeRoot((this.#leaves.get(sandbox) ?? []).slice(index * count, (index + 1) * count))
  }

  find(query: EventQuery): AuditEvent[] {
    const { before = Number.POSITIVE_INFINITY, after = 0, limit } = query
    const selected = this.#selected(query).filter(({ event: { seq } }) => seq < before && seq > after)
    return selected
      .map(({ event }) => event)
      .toReversed()
      .slice(0, limit)
  }

  counts(selection: EventSelection, bucketMillis: number): readonly EventCount[] {
    const tally = new CountTally(bucketMillis)
    for (const { traits } of this.#selected(selection)) tally.addEvent(traits)
    return tally.result()
  }

  groups(selection: EventSelection, by: readonly GroupAttribute[]): readonly EventGroup[] {
    const tally = new GroupTally()
    for (const { traits } of this.#selected(selection)) {
      for (const attribute of by) tally.addEvent(attribute, traits)
    }
    return tally.result()
  }

  callCounts({ sandbox, account, after, to }: LogPart, names: readonly string[]): readonly CallCount[] {
    const asked = new Set(names)
    const counts = new Map<string, CallCount>()
    for (const event of this.#of(sandbox)) {
      if (event.seq <= after || event.seq > to || event.account !== account || !asked.has(event.eventName)) continue
      const alike = callOf(event)
      const name = JSON.stringify(alike)
      counts.set(name, { ...alike, count: (counts.get(name)?.count ?? 0) + 1 })
    }
    return [...counts.values()]
  }

  get(sandbox: SandboxId, eventId: string): AuditEvent | undefined {
    return this.#of(sandbox).find((event) => event.eventId === eventId)
  }

  tail(sandbox: SandboxId, after: number): LogTail {
    const events = this.#of(sandbox).filter(({ seq }) => seq > after)
    const seconds = new Set(events.map(({ wallTime }) => Math.floor(wallTime / 1000)))
    return { events: events.length, seconds: seconds.size }
  }

  lastUses(scope: Scope, keyArns?: readonly string[]): Map<string, KeyUse> {
    const place = `${scopeKey(scope)}/`
    const uses = [...this.#uses]
      .filter(([name]) => name.startsWith(place))
      .map(([name, use]) => [name.slice(place.length), use] as const)
    return new Map(uses.filter(([arn]) => keyArns?.includes(arn) ?? true))
  }

  #of(sandbox: SandboxId): AuditEvent[] {
    return this.#events.get(sandbox) ?? []
  }

  /** The oldest first. */
  #selected(selection: EventSelection): { event: AuditEvent; traits: EventTraits }[] {
    const isMeant = isSelected(selection)
    const events = this.#of(selection.sandbox).map((event) => ({ event, traits: this.#traitsOf(event) }))
    return events.filter(({ traits }) => isMeant(traits))
  }

  #traitsOf(event: AuditEvent): EventTraits {
    const known = this.#traits.get(event)
    if (known) return known
    const traits = traitsOf(event, (JSON.parse(event.text) as Envelope).record)
    this.#traits.set(event, traits)
    return traits
  }
}

function callOf(event: AuditEvent): Omit<CallCount, 'count'> {
  const { eventTime, region, eventName, principal, resources } = event
  const { requestParameters } = (JSON.parse(event.text) as Envelope).record
  const { keyPairSpec } = eventName.startsWith('GenerateDataKeyPair') ? Object(requestParameters) : {}
  return {
    ...{ month: isoMillis(eventTime).slice(0, 7), region, eventName, principal },
    resource: resources[0] ?? null,
    keyPairSpec: typeof keyPairSpec === 'string' ? keyPairSpec : null,
  }
}

function listIn<V>(lists: Map<SandboxId, V[]>, sandbox: SandboxId): V[] {
  const list = lists.get(sandbox) ?? []
  lists.set(sandbox, list)
  return list
}
