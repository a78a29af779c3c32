import { expect, it } from 'vitest'
import type { AuditEvent } from '#audit/event.ts'
import { eventDto, eventRow } from './event-dto.ts'

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/k'

function event(record: object, decisions: readonly unknown[] = [], change: object = {}): AuditEvent {
  const text = JSON.stringify({
    v: 1,
    seq: 7,
    record: { sourceIPAddress: '10.0.0.1', userAgent: 'cli', userIdentity: { type: 'Root' }, ...record },
    decisions,
  })
  const principal = 'arn:aws:iam::111122223333:root'
  const base = { seq: 7, eventId: 'e', requestId: 'r', eventTime: 5, eventName: 'Encrypt', principal, outcome: 'ok' }
  return { ...base, readOnly: true, resources: [KEY], text, ...change } as unknown as AuditEvent
}

it('a line names the key among its resources, not an alias', () => {
  const resources = ['arn:aws:kms:us-east-1:111122223333:alias/a', KEY]
  expect(eventRow(event({}, [], { resources })).keyArn).toBe(KEY)
  expect(eventRow(event({}, [], { resources: [] })).keyArn).toBeUndefined()
})

it('an event shows its record whole, and why it failed', () => {
  const dto = eventDto(event({ errorCode: 'AccessDenied', errorMessage: 'no' }, [], { outcome: 'denied' }))
  expect(dto).toMatchObject({ errorCode: 'AccessDenied', errorMessage: 'no', sourceIp: '10.0.0.1', requestId: 'r' })
  expect(JSON.parse(dto.record)).toMatchObject({ errorCode: 'AccessDenied' })
})

it('an event tells how many decisions were made for it, whatever they were', () => {
  expect(eventDto(event({}, [{ outcome: 'allowed' }, { outcome: 'something new' }])).checks).toBe(2)
  expect(eventDto(event({})).checks).toBe(0)
})
