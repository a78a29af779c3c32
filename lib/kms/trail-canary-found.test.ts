import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Json } from '#audit/record.ts'
import { inputFor, newSubject } from '#testing/calls.ts'
import { planted, traceOf } from '#testing/canary.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

/** How the broken redaction below writes bytes; it lets everything through. */
const broken = vi.hoisted(() => ({ write: (bytes: Uint8Array): unknown => Buffer.from(bytes).toString('base64') }))

vi.mock('#audit/redact.ts', async (original) => ({
  ...(await original<object>()),
  recordableMessage: (_operation: string, _input: unknown, message: string) => message,
  redactorOf: () =>
    function let_through(value: unknown): Json {
      if (value instanceof Uint8Array) return broken.write(value) as Json
      if (value instanceof Map) return let_through(Object.fromEntries(value))
      if (Array.isArray(value)) return value.map(let_through)
      if (typeof value !== 'object' || value === null) return value as Json
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, let_through(member)]))
    },
}))

const CANARY = 'Th3CanaryOfTheColonelSngs'
const FITTING = { plantings: Array(20).fill(0), junk: [] }

let kms: Harness
beforeEach(async () => {
  kms = await openHarness()
})

/** What the log tells of a call with the canary in all its secret members. */
async function logOfCall(name: 'Encrypt' | 'Sign' | 'Decrypt' | 'DescribeKey'): Promise<string> {
  const input = planted(name, inputFor(name, await newSubject(kms, name)), CANARY, FITTING)
  const events = await eventsOf(kms, () => kms.call(name, input as never).catch(() => undefined))
  return events.map(({ text }) => text).join('\n')
}

describe('a redaction that lets secrets through is found out', () => {
  it.each<[string, (bytes: Uint8Array) => unknown]>([
    ['as they are', (bytes) => Buffer.from(bytes).toString()],
    ['in base64', (bytes) => Buffer.from(bytes).toString('base64')],
    ['in base64, one byte on', (bytes) => Buffer.concat([Buffer.from('-'), bytes]).toString('base64')],
    ['in base64url, two bytes on', (bytes) => Buffer.concat([Buffer.from('--'), bytes]).toString('base64url')],
    ['in hexadecimal', (bytes) => Buffer.from(bytes).toString('hex')],
    ['as a list of numbers', (bytes) => [...bytes]],
    ['as an object of numbers', (bytes) => ({ ...bytes })],
    ['half of them', (bytes) => Buffer.from(bytes.subarray(bytes.length / 2)).toString('hex')],
  ])('when it writes bytes %s', async (_, write) => {
    broken.write = write
    for (const name of ['Encrypt', 'Sign', 'Decrypt'] as const) {
      expect(traceOf(CANARY, await logOfCall(name))).toBeDefined()
    }
  })

  it('when it writes a grant token, be it in a message only', async () => {
    expect(traceOf(CANARY, await logOfCall('DescribeKey'))).toBeDefined()
    const { keyId } = await newSubject(kms)
    const input = { KeyId: keyId, GrantTokens: ['', CANARY] }
    const [event] = await eventsOf(kms, () => kms.refusal('DescribeKey', input))
    expect(traceOf(CANARY, String(event?.record.errorMessage))).toBeDefined()
  })
})
