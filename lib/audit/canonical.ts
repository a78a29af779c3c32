import { isoMillis } from '#kernel/clock.ts'
import type { EventDraft, RowDigest } from './event.ts'

/**
 * RFC 8785 for what stands in events: no spaces, members sorted by UTF-16 code units, absent (undefined) ones left
 * out. Lone surrogates are escaped, so that the text is always valid UTF-8. Throws TypeError for what is not JSON.
 */
export function canonicalJson(value: unknown): string {
  return isInOrder(value) ? JSON.stringify(value) : write(value)
}

/** Whether `JSON.stringify` writes the canonical form as it is, several times faster: so for most of a record. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) return value.every(isInOrder)
    return isPlain(value) && areMembersInOrder(value)
  }
  return typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'string' || value === null || typeof value === 'boolean'
}

function areMembersInOrder(value: Members): boolean {
  let last = ''
  for (const name of Object.keys(value)) {
    const member = value[name]
    if (name < last || (member !== undefined && !isInOrder(member))) return false
    last = name
  }
  return true
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isPlain(value)) {
    if (isInOrder(value)) return JSON.stringify(value)
    throw new TypeError(`a value of type ${typeof value} is not JSON`)
  }
  const names = Object.keys(value).filter((name) => value[name] !== undefined)
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`)
    .join(',')}}`
}

type Members = Readonly<Record<string, unknown>>

/** Neither a list nor an instance of a class, which would be written as something else or as nothing. */
function isPlain(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** An envelope without its place in the log: canonical text before and after the sequence number. */
export interface DraftText {
  readonly head: string
  readonly tail: string
}

/**
 * All that can be serialised before the event has its place; done by whoever drafts it, not by the writer. `rows` are
 * those that the event's transaction changes.
 */
export function draftText(
  { record, decisions, eventTime, principal, outcome, keyUse, lifetime, wallTime }: EventDraft,
  rows: readonly RowDigest[] = [],
): DraftText {
  const facts = canonicalJson({ eventTime, keyUse, outcome, principal })
  const lived = lifetime ? `"lifetime":${canonicalJson(lifetime)},` : ''
  const changed = rows.length > 0 ? `"rows":${canonicalJson(rows)},` : ''
  return {
    head: `{"decisions":${canonicalJson(decisions)},"facts":${facts},${lived}"record":${canonicalJson(record)},${changed}"seq":`,
    tail: `,"v":2,"wallTime":${JSON.stringify(isoMillis(wallTime))}}`,
  }
}

/**
 * The stored envelope `{decisions, facts, lifetime, record, rows, seq, v, wallTime}`: canonical JSON, joined without
 * parsing.
 */
export function envelopeText(seq: number, { head, tail }: DraftText): string {
  return `${head}${seq}${tail}`
}
