import type { AuditEvent } from '#audit/event.ts'
import type { CloudTrailRecord, Json } from '#audit/record.ts'
import type { UsedContextDto } from './dto/playground.ts'
import { recordOf } from './event-dto.ts'

const MOST = 8

/** The different encryption contexts of events, each with the newest event that has it. */
export function usedContexts(events: readonly AuditEvent[]): readonly UsedContextDto[] {
  const found = new Map<string, UsedContextDto>()
  for (const event of events) {
    if (!event.requestId) continue
    for (const context of contextsOf(recordOf(event))) {
      const name = JSON.stringify(Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      if (found.has(name)) continue
      const { eventName, principal: principalArn, eventTime: time, requestId } = event
      found.set(name, { context, eventName, principalArn, time, requestId })
    }
  }
  return [...found.values()].slice(0, MOST)
}

const MEMBERS = ['encryptionContext', 'sourceEncryptionContext', 'destinationEncryptionContext'] as const
/** What makes or opens ciphertexts: these calls have a context also when they name none. */
const CALLS = /^(Encrypt|Decrypt|ReEncrypt|GenerateDataKey)/

function contextsOf({ eventName, requestParameters: asked }: CloudTrailRecord): readonly Record<string, string>[] {
  if (!CALLS.test(eventName) || !isObject(asked)) return []
  const named = MEMBERS.flatMap((member) => {
    const context = asked[member]
    return isObject(context) ? [stringsOf(context)] : []
  })
  return named.length > 0 ? named : [{}]
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringsOf(object: { readonly [name: string]: Json }): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
