import type { KeyUse } from '#audit/event.ts'
import type { Output } from '#model/api.ts'
import { lastUseOf } from '../../domain/last-use.ts'
import { onKey } from '../../domain/on-key.ts'
import type { Operation } from '../../operation.ts'

type LastUsage = NonNullable<Output<'GetKeyLastUsage'>['KeyLastUsage']>

/** From the audit log, which has tracked every key since its creation: no delay, where AWS may take an hour. */
export const getKeyLastUsage: Operation<'GetKeyLastUsage'> = {
  plan: (input, context) =>
    onKey('GetKeyLastUsage', input.KeyId, context, (record, { arn }) => ({
      async run() {
        const event = await lastUseOf(record, context)
        const { createdAt } = record.key
        return {
          answer: {
            KeyId: arn,
            KeyLastUsage: event ? usageOf(event) : {},
            TrackingStartDate: createdAt,
            KeyCreationDate: createdAt,
          },
        }
      },
    })),
}

function usageOf({ eventName, eventTime, eventId, requestId }: KeyUse): LastUsage {
  return {
    Operation: eventName as NonNullable<LastUsage['Operation']>,
    Timestamp: eventTime,
    CloudTrailEventId: eventId,
    ...(requestId !== null && { KmsRequestId: requestId }),
  }
}
