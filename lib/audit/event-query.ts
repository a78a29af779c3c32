import type { AccountId, EpochMillis, SandboxId } from '#kernel/ids.ts'
import { type EventAttribute, type EventTraits, type GroupAttribute, isSearched } from './attributes.ts'
import { holdsWord, wordsOf } from './words.ts'

export interface EventFilter {
  readonly attribute: EventAttribute
  /** Any of these. */
  readonly values: readonly string[]
  /** All events but those. */
  readonly not?: true
}

/** Which events of an account; newest first where they come in an order. */
export interface EventSelection {
  readonly sandbox: SandboxId
  readonly account: AccountId
  /** All must hold. */
  readonly filters: readonly EventFilter[]
  /** Words, all of which the record holds; a word also finds what begins with it. */
  readonly text?: string
  /** Inclusive, as is `to`. */
  readonly from?: EpochMillis
  readonly to?: EpochMillis
}

/** What may be asked of the event log; newest first. */
export interface EventQuery extends EventSelection {
  /** Only events with a smaller sequence number: the next page. */
  readonly before?: number
  /** Only events with a greater sequence number: what is new. */
  readonly after?: number
  readonly limit: number
}

/** How the events of a span of time ended. */
export interface EventCount {
  /** Its first millisecond. */
  readonly at: EpochMillis
  readonly ok: number
  readonly denied: number
  readonly error: number
}

/** The events that have one value of an attribute. */
export interface EventGroup {
  readonly attribute: GroupAttribute
  readonly value: string
  readonly count: number
  readonly first: EpochMillis
  readonly last: EpochMillis
}

/** The values of a filter as they are stored. */
export const storedValues = ({ values }: EventFilter) => values.map((value) => value.toWellFormed())

/** Whether an event of the sandbox is selected: what every store finds, said one event at a time. */
export function isSelected(selection: EventSelection): (traits: EventTraits) => boolean {
  const filters = selection.filters.map((filter) => ({ ...filter, asked: new Set(storedValues(filter)) }))
  const words = wordsOf(selection.text ?? '')
  const { account, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = selection
  return (traits) =>
    traits.account === account &&
    traits.time >= from &&
    traits.time <= to &&
    filters.every(
      ({ attribute, asked, not }) => traits.values[attribute].some((value) => asked.has(value)) !== (not ?? false),
    ) &&
    words.every((word) => isSaid(traits, word))
}

function isSaid({ values, texts }: EventTraits, word: string): boolean {
  const holds = (text: string) => holdsWord(text, word)
  if (texts.some(holds)) return true
  for (const attribute in values) {
    if (isSearched(attribute as EventAttribute) && values[attribute as EventAttribute].some(holds)) return true
  }
  return false
}
