import { isoSeconds } from '#kernel/clock.ts'
import type { AccountId, EpochMillis, RequestId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { type CredentialFacts, userIdentity } from './user-identity.ts'

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
  /** The account whose log the record belongs to. */
  readonly account: AccountId
  readonly eventId: string
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
  const { source, additionalEventData, error, resources } = call
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
    sourceIPAddress: source.sourceIp,
    ...(source.tls && { tlsDetails: tlsDetails(source.tls, source.host) }),
    userAgent: source.userAgent,
    userIdentity: userIdentity(call.principal, call),
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
}

/** What the service does of itself: no caller, no request. */
export function serviceEventRecord(event: ServiceEvent): CloudTrailRecord {
  return {
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

export interface Synchronization extends Omit<ServiceEvent, 'eventName' | 'details'> {
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

export interface ConsoleSignIn {
  /** Absent when nobody of the name that was typed exists: the name is not kept, it may be a password. */
  readonly principal?: Principal
  readonly succeeded: boolean
  readonly source: Omit<CallSource, 'id' | 'face'>
  readonly time: EpochMillis
  readonly region: string
  readonly account: AccountId
  readonly eventId: string
  /** The page that asked for the sign-in. */
  readonly loginTo: string
}

/** CloudTrail user guide, "AWS Management Console sign-in events". */
export function consoleSignInRecord(signIn: ConsoleSignIn): CloudTrailRecord {
  const { principal, source, succeeded } = signIn
  return {
    additionalEventData: { LoginTo: signIn.loginTo, MFAUsed: 'No', MobileVersion: 'No' },
    awsRegion: signIn.region,
    ...(!succeeded && { errorMessage: principal ? 'Failed authentication' : 'No username found in supplied account' }),
    eventCategory: 'Management',
    eventID: signIn.eventId,
    eventName: 'ConsoleLogin',
    eventSource: 'signin.amazonaws.com',
    eventTime: isoSeconds(signIn.time),
    eventType: 'AwsConsoleSignIn',
    eventVersion: EVENT_VERSION,
    managementEvent: true,
    readOnly: false,
    recipientAccountId: signIn.account,
    requestParameters: null,
    responseElements: { ConsoleLogin: succeeded ? 'Success' : 'Failure' },
    sourceIPAddress: source.sourceIp,
    ...(source.tls && { tlsDetails: tlsDetails(source.tls, source.host) }),
    userAgent: source.userAgent,
    userIdentity: principal ? userIdentity(principal) : unknownUser(signIn.account),
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
  return { ARN, accountId: ARN.split(':')[4] ?? '', type: 'AWS::KMS::Key' }
}

function tlsDetails(tls: NonNullable<CallSource['tls']>, host: string | undefined): JsonObject {
  return {
    cipherSuite: tls.cipher,
    ...(host !== undefined && { clientProvidedHostHeader: host }),
    ...(tls.keyExchange !== undefined && { keyExchange: tls.keyExchange }),
    tlsVersion: tls.version,
  }
}
