import { type EventProof, eventProof } from '#audit/event-proof.ts'
import type { EventCount, EventGroup, EventSelection } from '#audit/event-query.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Caller, GroupAttribute } from '#kms/ports.ts'
import { lookUp, mayLookUp, parametersOf } from './event-log.ts'
import type { CloudTrailPorts } from './ports.ts'
import { type EventTail, Tails } from './tail.ts'

/** The events that hold a text. */
export interface TextCount {
  readonly text: string
  readonly counts: readonly EventCount[]
  /** Absent when there is none. */
  readonly last?: EpochMillis
}

/** The log, followed for a caller. */
export interface FollowedEvents extends EventTail {
  /** Whether the caller may look events up at this time, too. */
  allowed(): Promise<boolean>
}

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
  /**
   * How many of the events hold each of some texts, by time, and when the last one was. One event is left of it,
   * however many texts there are.
   */
  countTexts(
    selected: Omit<Selected, 'text'>,
    texts: readonly string[],
    bucketMillis: number,
    caller: Caller,
  ): Promise<readonly TextCount[]>
  /** Follows the log from behind a sequence number, or from now on. */
  followEvents(selected: Selected, after: number | undefined, caller: Caller): Promise<FollowedEvents>
  /**
   * What proves that an event of the caller's account is in the log that was signed last. Undefined when there is no such
   * event, 'unsigned' in the second before the log is signed again.
   */
  proveEvent(eventId: string, caller: Caller): Promise<EventProof | 'unsigned' | undefined>
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
    countTexts(selected, texts, bucketMillis, caller) {
      const selection = own(selected, caller)
      const count = async (text: string): Promise<TextCount> => {
        const [counts, groups] = [
          await store.eventCounts({ ...selection, text }, bucketMillis),
          await store.eventGroups({ ...selection, text }, ['eventName']),
        ]
        const last = Math.max(...groups.map((group) => group.last)) as EpochMillis
        return { text, counts, ...(groups.length > 0 && { last }) }
      }
      return lookUp(
        { ...parametersOf(selected), texts: [...texts], bucketMillis },
        () => Promise.all(texts.map(count)),
        caller,
        ports,
      )
    },
    followEvents(selected, after, caller) {
      const selection = own(selected, caller)
      const follow = async () => ({
        ...tails.follow(selection, after ?? tails.newest(selection.sandbox)),
        allowed: () => mayLookUp(caller, ports),
      })
      const place = after === undefined ? {} : { after }
      return lookUp({ ...parametersOf(selected), ...place, follow: true }, follow, caller, ports)
    },
    proveEvent(eventId, caller) {
      const { sandbox, account } = caller.scope
      const prove = async () => {
        const event = await store.event(sandbox, eventId)
        if (event?.account !== account) return undefined
        const checkpoint = (await store.checkpoint(sandbox))?.text ?? ''
        return (await eventProof(event, checkpoint, (subtree) => store.subtree(sandbox, subtree))) ?? 'unsigned'
      }
      return lookUp({ eventId, proof: true }, prove, caller, ports)
    },
    endTails: () => tails.end(),
  }
}

function own(selected: Selected, { scope: { sandbox, account } }: Caller): EventSelection {
  return { ...selected, sandbox, account }
}
