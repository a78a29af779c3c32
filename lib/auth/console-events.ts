import type { EventDraft } from '#audit/event.ts'
import { type ConsoleEvent, consoleSessionRecord, consoleSignInRecord } from '#audit/record.ts'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { RequestSource } from '#kms/ports.ts'
import type { ConsolePorts } from './known-user.ts'

type EventPorts = Pick<ConsolePorts, 'ids' | 'scope' | 'origin'>

interface Happened {
  readonly source: RequestSource
  readonly now: EpochMillis
}

interface SignIn extends Happened {
  readonly succeeded: boolean
  readonly mfa: boolean
  /** In whose log it stands. */
  readonly account: AccountId
  /** Undefined when the name that was typed is nobody's. */
  readonly principal: Principal | undefined
}

/** A sign-in, whatever came of it. */
export function signInEvent({ succeeded, mfa, principal, account, ...at }: SignIn, ports: EventPorts): EventDraft {
  return consoleEvent(at, account, ports, (about) => ({
    eventName: 'ConsoleLogin',
    principal: principal?.arn ?? 'unknown',
    outcome: succeeded ? 'ok' : 'denied',
    record: consoleSignInRecord({
      ...about,
      succeeded,
      mfa,
      loginTo: `${ports.origin}/sign-in`,
      ...(principal ? { principal } : {}),
    }),
  }))
}

/** The end of a session before its time. */
export function signOutEvent(principal: Principal, at: Happened, ports: EventPorts): EventDraft {
  return sessionEvent('ConsoleLogout', true, principal, at, ports)
}

/** That someone who is signed in showed anew who they are. */
export function stepUpEvent(succeeded: boolean, principal: Principal, at: Happened, ports: EventPorts): EventDraft {
  return sessionEvent('ConsoleStepUp', succeeded, principal, at, ports)
}

/** That a session goes on as a role, or as its own user again. AWS records both under these names. */
export function roleEvent(
  eventName: 'SwitchRole' | 'ExitRole',
  principal: Principal,
  at: Happened,
  ports: EventPorts,
): EventDraft {
  return sessionEvent(eventName, true, principal, at, ports)
}

function sessionEvent(name: string, succeeded: boolean, principal: Principal, at: Happened, ports: EventPorts) {
  return consoleEvent(at, principal.account, ports, (about) => ({
    eventName: name,
    principal: principal.arn,
    outcome: succeeded ? 'ok' : 'denied',
    record: consoleSessionRecord({ ...about, principal, eventName: name, succeeded }),
  }))
}

function consoleEvent(
  { source, now: time }: Happened,
  account: AccountId,
  { ids, scope }: EventPorts,
  own: (about: ConsoleEvent) => Pick<EventDraft, 'eventName' | 'principal' | 'outcome' | 'record'>,
): EventDraft {
  const eventId = ids.uuid()
  const { region } = scope
  return {
    ...scope,
    account,
    eventId,
    // The record has none, and the log is found by what its records say.
    requestId: null,
    eventTime: time,
    readOnly: false,
    resources: [],
    keyUse: false,
    decisions: [],
    wallTime: time,
    ...own({ source, time, region, account, eventId }),
  }
}
