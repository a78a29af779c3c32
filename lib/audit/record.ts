import { isoSeconds } from '#kernel/clock.ts'
import type { AccountId, EpochMillis, RequestId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { type CredentialFacts, foreignIdentity, forwarding, userIdentity } from './user-identity.ts'

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

/** A CloudTrail record (CloudTrail user guide, "CloudTrail record contents"), members in AWS's order. */
export interface CloudTrailRecord {
  readonly eventVersion: string
  readonly userIdentity: JsonObject
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly sourceIPAddress: string
  readonly userAgent: string
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly requestParameters: Json
  readonly responseElements: Json
  readonly additionalEventData?: Json
  readonly requestID?: string
  readonly eventID: string
  readonly readOnly: boolean
  readonly resources?: readonly RecordResource[]
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent' | 'AwsConsoleSignIn'
  readonly managementEvent: true
  readonly recipientAccountId: string
  readonly serviceEventDetails?: Json
  readonly sharedEventID?: string
  readonly eventCategory: 'Management'
  readonly tlsDetails?: JsonObject
  /** Only there when the call came from the console. */
  readonly sessionCredentialFromConsole?: 'true'
}

export interface RecordResource {
  readonly accountId: string
  readonly type: string
  readonly ARN: string
}

/** Where a call came from. */
export interface CallSource {
  readonly id: RequestId
  readonly face: 'wire' | 'console'
  readonly sourceIp: string
  readonly userAgent: string
  /** The Host header as it was sent; recorded for calls over TLS. */
  readonly host?: string
  readonly tls?: { readonly version: string; readonly cipher: string; readonly keyExchange?: string }
}

export interface ApiCall extends CredentialFacts {
  readonly principal: Principal
  readonly source: CallSource
  readonly time: EpochMillis
  /** `kms.amazonaws.com`. */
  readonly eventSource: string
  /** The operation. */
  readonly eventName: string
  readonly region: string
  /** The account whose log the record belongs to: that of the caller, or of what the caller asks for. */
  readonly account: AccountId
  readonly eventId: string
  /** Of a call that is in the logs of several accounts: the same in all of them. */
  readonly sharedEventId?: string
  readonly readOnly: boolean
  readonly requestParameters: Json
  readonly responseElements: Json
  readonly additionalEventData?: Json
  /** `code` is the name of the exception; an empty message is left out. */
  readonly error?: { readonly code: string; readonly message: string }
  /** ARNs. */
  readonly resources?: readonly string[]
}

const EVENT_VERSION = '1.11'
const SERVICE = 'AWS Internal'

/**
 * The record of a call, whatever its outcome; a failed one has no response elements. Here and below members stand
 * in canonical order, so that nothing is left to sort when the record is written.
 */
export function apiCallRecord(call: ApiCall): CloudTrailRecord {
  const { source, additionalEventData, error, resources, sharedEventId, principal } = call
  const service = forwarding(call)
  return {
    ...(additionalEventData !== undefined && { additionalEventData }),
    awsRegion: call.region,
    ...(error && errorMembers(error)),
    eventCategory: 'Management',
    eventID: call.eventId,
    eventName: call.eventName,
    eventSource: call.eventSource,
    eventTime: isoSeconds(call.time),
    eventType: 'AwsApiCall',
    eventVersion: EVENT_VERSION,
    managementEvent: true,
    readOnly: call.readOnly,
    recipientAccountId: call.account,
    requestID: source.id,
    requestParameters: call.requestParameters,
    ...(resources && resources.length > 0 && { resources: resources.map(recordResource) }),
    responseElements: error ? null : call.responseElements,
    ...(source.face === 'console' && { sessionCredentialFromConsole: 'true' as const }),
    ...(sharedEventId !== undefined && { sharedEventID: sharedEventId }),
    sourceIPAddress: service ?? source.sourceIp,
    ...(source.tls && { tlsDetails: tlsDetails(source.tls, source.host) }),
    userAgent: service ?? source.userAgent,
    userIdentity: principal.account === call.account ? userIdentity(principal, call) : foreignIdentity(principal, call),
  }
}

const SYNCHRONIZE = 'SynchronizeMultiRegionKey'

export interface ServiceEvent {
  readonly eventName: 'RotateKey' | 'DeleteKey' | 'DeleteExpiredKeyMaterial' | 'CreateKey' | typeof SYNCHRONIZE
  readonly time: EpochMillis
  readonly region: string
  readonly account: AccountId
  readonly eventId: string
  readonly keyArn: string
  readonly details: JsonObject
  /** Left out where it is empty. */
  readonly additionalEventData?: JsonObject
}

/** What the service does of itself: no caller, no request. */
export function serviceEventRecord(event: ServiceEvent): CloudTrailRecord {
  const { additionalEventData = {} } = event
  return {
    ...(Object.keys(additionalEventData).length > 0 && { additionalEventData }),
    awsRegion: event.region,
    eventCategory: 'Management',
    eventID: event.eventId,
    eventName: event.eventName,
    eventSource: 'kms.amazonaws.com',
    eventTime: isoSeconds(event.time),
    eventType: 'AwsServiceEvent',
    eventVersion: EVENT_VERSION,
    managementEvent: true,
    readOnly: false,
    recipientAccountId: event.account,
    requestParameters: null,
    resources: [recordResource(event.keyArn)],
    responseElements: { keyId: event.keyArn },
    serviceEventDetails: event.details,
    sourceIPAddress: SERVICE,
    userAgent: SERVICE,
    userIdentity: { accountId: event.account, invokedBy: SERVICE },
  }
}

export interface Synchronization extends Omit<ServiceEvent, 'eventName' | 'details' | 'additionalEventData'> {
  readonly requestId: RequestId
}

/** A replica takes over what it shares with its primary: the service calls itself, so there is a request. */
export function synchronizationRecord(event: Synchronization): CloudTrailRecord {
  const { serviceEventDetails: _, ...record } = serviceEventRecord({ ...event, eventName: SYNCHRONIZE, details: {} })
  return {
    ...record,
    eventType: 'AwsApiCall',
    requestID: event.requestId,
    requestParameters: { keyId: event.keyArn },
  }
}

/** What the console tells of who comes and who goes. */
export interface ConsoleEvent {
  readonly source: Omit<CallSource, 'id' | 'face'>
  readonly time: EpochMillis
  readonly region: string
  readonly account: AccountId
  readonly eventId: string
}

export interface ConsoleSignIn extends ConsoleEvent {
  /** Absent when nobody of the name that was typed exists: the name is not kept, it may be a password. */
  readonly principal?: Principal
  readonly succeeded: boolean
  /** Whether a second factor was shown. */
  readonly mfa: boolean
  /** The page that asked for the sign-in. */
  readonly loginTo: string
}

/** CloudTrail user guide, "AWS Management Console sign-in events". */
export function consoleSignInRecord(signIn: ConsoleSignIn): CloudTrailRecord {
  const { principal, succeeded } = signIn
  return consoleRecord(signIn, {
    additionalEventData: { LoginTo: signIn.loginTo, MFAUsed: signIn.mfa ? 'Yes' : 'No', MobileVersion: 'No' },
    ...(!succeeded && { errorMessage: principal ? 'Failed authentication' : 'No username found in supplied account' }),
    eventName: 'ConsoleLogin',
    responseElements: { ConsoleLogin: succeeded ? 'Success' : 'Failure' },
    userIdentity: principal ? userIdentity(principal) : unknownUser(signIn.account),
  })
}

/** What becomes of a session after sign-in. AWS records no sign-out; here all have the form of a sign-in. */
export function consoleSessionRecord({
  principal,
  eventName,
  succeeded,
  ...event
}: ConsoleEvent & { principal: Principal; eventName: string; succeeded: boolean }): CloudTrailRecord {
  return consoleRecord(event, {
    ...(!succeeded && { errorMessage: 'Failed authentication' }),
    eventName,
    responseElements: { [eventName]: succeeded ? 'Success' : 'Failure' },
    userIdentity: userIdentity(principal),
  })
}

type OfConsole = Pick<
  CloudTrailRecord,
  'additionalEventData' | 'errorMessage' | 'eventName' | 'responseElements' | 'userIdentity'
>

function consoleRecord({ source, ...event }: ConsoleEvent, own: OfConsole): CloudTrailRecord {
  return {
    ...(own.additionalEventData !== undefined && { additionalEventData: own.additionalEventData }),
    awsRegion: event.region,
    ...(own.errorMessage !== undefined && { errorMessage: own.errorMessage }),
    eventCategory: 'Management',
    eventID: event.eventId,
    eventName: own.eventName,
    eventSource: 'signin.amazonaws.com',
    eventTime: isoSeconds(event.time),
    eventType: 'AwsConsoleSignIn',
    eventVersion: EVENT_VERSION,
    managementEvent: true,
    readOnly: false,
    recipientAccountId: event.account,
    requestParameters: null,
    responseElements: own.responseElements,
    sourceIPAddress: source.sourceIp,
    ...(source.tls && { tlsDetails: tlsDetails(source.tls, source.host) }),
    userAgent: source.userAgent,
    userIdentity: own.userIdentity,
  }
}

function unknownUser(account: AccountId): JsonObject {
  return { accessKeyId: '', accountId: account, type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }
}

/** The one code that CloudTrail spells otherwise than the wire. */
function errorMembers({ code, message }: NonNullable<ApiCall['error']>) {
  const errorCode = code === 'AccessDeniedException' ? 'AccessDenied' : code
  return { errorCode, ...(message !== '' && { errorMessage: message }) }
}

/** Aliases too carry the type of a key. */
function recordResource(ARN: string): RecordResource {
  const type = ARN.includes(':role/') ? 'AWS::IAM::Role' : 'AWS::KMS::Key'
  return { ARN, accountId: ARN.split(':')[4] ?? '', type }
}

function tlsDetails(tls: NonNullable<CallSource['tls']>, host: string | undefined): JsonObject {
  return {
    cipherSuite: tls.cipher,
    ...(host !== undefined && { clientProvidedHostHeader: host }),
    ...(tls.keyExchange !== undefined && { keyExchange: tls.keyExchange }),
    tlsVersion: tls.version,
  }
}
