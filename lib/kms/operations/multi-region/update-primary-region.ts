import type { EventDraft } from '#audit/event.ts'
import { requestParameters } from '#audit/request-parameters.ts'
import type { Region } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { arnOf } from '../../domain/arn.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { assertPrimary, inRegion, membersOf, replicaRegionsText, synchronizeEvents } from '../../domain/multi-region.ts'
import { naming } from '../../domain/on-key.ts'
import type { KeyRow } from '../../domain/rows.ts'
import type { NewRow } from '../../domain/writes.ts'
import { update } from '../../domain/writes.ts'
import { invalid, keyNotFound } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'
import type { KeyRecord } from '../../ports.ts'
import { eventOf } from '../../trail.ts'

/**
 * The primary and one of its replicas change places. Two checks: both keys must allow it, and both states. They are
 * Updating when the call answers, and ready soon after.
 */
export const updatePrimaryRegion: Operation<'UpdatePrimaryRegion'> = {
  async plan(input, context) {
    const ref = await resolveKey(input.KeyId, naming('UpdatePrimaryRegion', 'key'), context)
    const members = await membersOf(ref.record, context.ports)
    const next = members.find(({ key }) => key.region === input.PrimaryRegion && key !== ref.record.key)
    const conditions = { 'kms:primaryregion': input.PrimaryRegion }
    const first = keyCheck('kms:UpdatePrimaryRegion', ref, context, conditions)
    return {
      checks: next
        ? [first, keyCheck('kms:UpdatePrimaryRegion', { arn: arnOf(next.key), record: next }, context, conditions)]
        : [first],
      fit() {
        assertPrimary(ref.record.key)
        if (input.PrimaryRegion === ref.record.key.region) throw invalid(`${ref.arn} is the primary key already.`)
        if (!next) throw keyNotFound(arnOf({ ...ref.record.key, region: input.PrimaryRegion as Region }))
      },
      states: next ? [ref.record, next] : [ref.record],
      run() {
        if (!next) throw new Error('a primary cannot change places with no replica')
        return changePlaces(input, members, next, context)
      },
    }
  },
}

function changePlaces(
  input: Input<'UpdatePrimaryRegion'>,
  members: readonly KeyRecord[],
  next: KeyRecord,
  context: Context,
) {
  const primaryRegion = next.key.region
  const regions = members.map(({ key }) => key.region).filter((region) => region !== primaryRegion)
  const family = { primaryRegion, replicaRegions: replicaRegionsText(regions) }
  const change = (key: KeyRow): Partial<NewRow<'key'>> =>
    key.region === context.scope.region || key.region === primaryRegion ? { ...family, ...updating(key) } : family
  const writes = members.map(({ key }) => update('key', key, change(key)))
  const after = members.map((member) => ({ ...member, key: { ...member.key, ...family } }))
  return {
    answer: undefined,
    writes,
    events: [promotionEvent(input, next.key, context), ...synchronizeEvents(after, context.now, context.ports)],
    trail: { key: arnOf({ ...next.key, region: context.scope.region }) },
  }
}

function updating({ state }: KeyRow): Partial<NewRow<'key'>> {
  return { state: 'Updating', resumesAs: state === 'Disabled' ? 'Disabled' : 'Enabled' }
}

/** AWS logs the call in the Region of the new primary too. */
function promotionEvent(input: Input<'UpdatePrimaryRegion'>, key: KeyRow, context: Context): EventDraft {
  return eventOf({
    context: inRegion(context, key.region),
    eventName: 'UpdatePrimaryRegion',
    invokedBy: 'kms.amazonaws.com',
    readOnly: false,
    decisions: [],
    resources: [arnOf(key)],
    requestParameters: requestParameters('UpdatePrimaryRegion', { ...input, KeyId: arnOf(key) }),
    responseElements: { keyId: arnOf(key) },
  })
}
