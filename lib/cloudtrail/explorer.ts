import type { EventCount, EventGroup, EventSelection } from '#audit/event-query.ts'
import type { Caller, GroupAttribute } from '#kms/ports.ts'
import { lookUp, parametersOf } from './event-log.ts'
import type { CloudTrailPorts } from './ports.ts'
import { type EventTail, Tails } from './tail.ts'

/** Which events of the caller's account. */
export type Selected = Omit<EventSelection, 'sandbox' | 'account'>

/**
 * What the console's audit explorer asks beside the events themselves, each with `cloudtrail:LookupEvents` and recorded
 * as one event of that name.
 */
export interface Explorer {
  /** How many events ended how, by time; see `Reads.eventCounts`. */
  countEvents(selected: Selected, bucketMillis: number, caller: Caller): Promise<readonly EventCount[]>
  /** How many events have which values, see `Reads.eventGroups`. */
  groupEvents(selected: Selected, by: readonly GroupAttribute[], caller: Caller): Promise<readonly EventGroup[]>
  /** Follows the log from behind a sequence number, or from now on. */
  followEvents(selected: Selected, after: number | undefined, caller: Caller): Promise<EventTail>
  /** Ends all that follow the log: the system stops. */
  endTails(): void
}

export function createExplorer(ports: CloudTrailPorts): Explorer {
  const { store } = ports
  const tails = new Tails(ports)
  return {
    countEvents(selected, bucketMillis, caller) {
      const selection = own(selected, caller)
      return lookUp(
        { ...parametersOf(selected), bucketMillis },
        () => store.eventCounts(selection, bucketMillis),
        caller,
        ports,
      )
    },
    groupEvents(selected, by, caller) {
      const selection = own(selected, caller)
      return lookUp({ ...parametersOf(selected), by }, () => store.eventGroups(selection, by), caller, ports)
    },
    followEvents(selected, after, caller) {
      const selection = own(selected, caller)
      const follow = async () => tails.follow(selection, after ?? tails.newest(selection.sandbox))
      const place = after === undefined ? {} : { after }
      return lookUp({ ...parametersOf(selected), ...place, follow: true }, follow, caller, ports)
    },
    endTails: () => tails.end(),
  }
}

function own(selected: Selected, { scope: { sandbox, account } }: Caller): EventSelection {
  return { ...selected, sandbox, account }
}
