import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '#audit/event.ts'
import { usedContexts } from './used-contexts.ts'

function event(eventName: string, requestParameters: object | null, requestId = 'r'): AuditEvent {
  const text = JSON.stringify({ record: { eventName, requestParameters }, decisions: [] })
  const common = { eventName, text, eventTime: 1, principal: 'arn:aws:iam::111122223333:root', requestId }
  return common as unknown as AuditEvent
}

describe('the contexts that a key was used with', () => {
  it('are those of calls that seal or open, each once, the newest first', () => {
    const events = [
      event('Decrypt', { encryptionContext: { tenant: 'acme', purpose: 'x' } }, 'new'),
      event('Encrypt', { encryptionContext: { purpose: 'x', tenant: 'acme' } }, 'old'),
      event('ReEncrypt', { sourceEncryptionContext: { a: '1' }, destinationEncryptionContext: { b: '2' } }),
      event('GenerateDataKey', { keyId: 'k' }),
      event('DescribeKey', { keyId: 'k' }),
    ]
    const found = usedContexts(events)
    expect(found.map(({ context }) => context)).toEqual([{ tenant: 'acme', purpose: 'x' }, { a: '1' }, { b: '2' }, {}])
    expect(found[0]?.requestId).toBe('new')
  })

  it('are none of events without parameters, and eight at most', () => {
    expect(usedContexts([event('Decrypt', null)])).toEqual([])
    const many = Array.from({ length: 20 }, (_, index) => event('Encrypt', { encryptionContext: { n: String(index) } }))
    expect(usedContexts(many)).toHaveLength(8)
  })
})
