import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountId, EpochMillis, Region, RequestId, SandboxId } from '#kernel/ids.ts'
import { canonicalJson, draftText, envelopeText } from './canonical.ts'
import type { EventDraft } from './event.ts'
import type { CloudTrailRecord } from './record.ts'

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'], A: {} }, '{"A":{},"a":[true,null,"x"],"b":1}'],
    [{ 9: 'nine', 10: 'ten', 1: 'one' }, '{"1":"one","10":"ten","9":"nine"}'],
    [{ b: undefined, a: undefined }, '{}'],
    [{ a: 1, b: undefined, c: [] }, '{"a":1,"c":[]}'],
    [JSON.parse('{"b":1,"__proto__":{"x":1}}'), '{"__proto__":{"x":1},"b":1}'],
    [{ '\ufb33': 1, '\u{1f600}': 2 }, '{"\u{1f600}":2,"\ufb33":1}'],
    ['\ud800"\\\n\u2028€', '"\\ud800\\"\\\\\\n\u2028€"'],
    [[1e30, 0.000001, 1e-7, -0, 4.5], '[1e+30,0.000001,1e-7,0,4.5]'],
  ])('%j', (value, text) => expect(canonicalJson(value)).toBe(text))

  it.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1n],
    [undefined],
    [[undefined]],
    [new Map()],
    [new Date(0)],
    [() => 1],
  ])('refuses what is not JSON: %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
    expect(() => canonicalJson({ b: 1, a: [value] })).toThrow(TypeError)
  })

  it('loses nothing, and depends on the value alone, not on the order of its members', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .map(([k, v]) => [k, shuffled(v)] as const)
          .reverse(),
      )
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(shuffled(value))).toBe(text)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })
})

describe('envelopes', () => {
  const record = { eventVersion: '1.11', awsRegion: 'us-east-1' } as CloudTrailRecord
  const draft: EventDraft = {
    sandbox: 'main' as SandboxId,
    account: '111122223333' as AccountId,
    region: 'us-east-1' as Region,
    eventId: 'e',
    requestId: 'r' as RequestId,
    eventTime: 0 as EpochMillis,
    eventName: 'Encrypt',
    principal: 'p',
    readOnly: true,
    outcome: 'ok',
    resources: [],
    keyUse: true,
    record,
    decisions: [{ outcome: 'allowed', root: true }],
    wallTime: Date.parse('2026-11-23T14:20:00.123Z') as EpochMillis,
  }

  const facts = { eventTime: 0, keyUse: true, outcome: 'ok', principal: 'p' }
  const wallTime = '2026-11-23T14:20:00.123Z'

  it('are canonical JSON of version, sequence number, record, decisions, facts and wall time', () => {
    const text = envelopeText(42, draftText(draft))
    const envelope = { v: 2, seq: 42, record, decisions: draft.decisions, facts, wallTime }
    expect(JSON.parse(text)).toEqual(envelope)
    expect(text).toBe(canonicalJson(envelope))
  })

  it('hold what is kept of a key that is deleted', () => {
    const lifetime = {
      ...{ createdAt: 1 as EpochMillis, inKeyStore: false, multiRegion: true, rotations: [2 as EpochMillis] },
      ...{ spec: 'SYMMETRIC_DEFAULT', waitingSince: 3 as EpochMillis },
    }
    const text = envelopeText(8, draftText({ ...draft, lifetime }))
    const envelope = { v: 2, seq: 8, record, decisions: draft.decisions, facts, lifetime, wallTime }
    expect(JSON.parse(text)).toEqual(envelope)
    expect(text).toBe(canonicalJson(envelope))
  })

  it('hold the digests of the rows that changed with the event', () => {
    const rows = [{ table: 'key', key: ['main', 1], sha256: null }]
    const text = envelopeText(7, draftText(draft, rows))
    const envelope = { v: 2, seq: 7, record, decisions: draft.decisions, facts, rows, wallTime }
    expect(JSON.parse(text)).toEqual(envelope)
    expect(text).toBe(canonicalJson(envelope))
  })
})
