import { describe, expect, it } from 'vitest'
import type { AccountId, EpochMillis, RequestId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { canonicalJson } from './canonical.ts'
import {
  type ApiCall,
  apiCallRecord,
  type CallSource,
  type CloudTrailRecord,
  consoleSessionRecord,
  consoleSignInRecord,
  type JsonObject,
  type ServiceEvent,
  serviceEventRecord,
  synchronizationRecord,
} from './record.ts'

const FILE = 'aws/cloudtrail-events.json'
type Sample = CloudTrailRecord & {
  readonly eventName: ServiceEvent['eventName']
  readonly serviceEventDetails: JsonObject
}
const samples = (): Record<string, Sample> =>
  hasShared(FILE) ? (readSharedJson(FILE) as { '2026': Record<string, Sample> })['2026'] : {}

const account = '111122223333' as AccountId
const keyArn = `arn:aws:kms:us-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const time = Date.parse('2026-11-23T20:00:00Z') as EpochMillis
const eventId = '5b4a3c2d-1111-4222-8333-444455556666'
const role: Principal = {
  kind: 'assumed-role',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/Admins/Alice`,
  id: 'AROAEXAMPLE:Alice',
  roleArn: `arn:aws:iam::${account}:role/Admins`,
  sessionName: 'Alice',
}
const alice: Principal = {
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/Alice`,
  id: 'AIDA1',
  name: 'Alice',
}
const source: CallSource = {
  id: 'e0eb83e3-63bc-11e4-bc2b-4198b6150d5c' as RequestId,
  face: 'wire',
  sourceIp: '192.0.2.0',
  userAgent: 'aws-cli/2.x',
  host: 'kms.us-west-2.amazonaws.com',
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', keyExchange: 'X25519MLKEM768' },
}
const call: ApiCall = {
  principal: role,
  accessKeyId: 'ASIAEXAMPLE',
  session: { issuedAt: Date.parse('2026-11-23T19:00:00Z') as EpochMillis, mfa: false },
  source,
  time,
  eventSource: 'kms.amazonaws.com',
  eventName: 'Encrypt',
  region: 'us-west-2',
  account,
  eventId,
  readOnly: true,
  requestParameters: null,
  responseElements: null,
  resources: [keyArn],
}

describe.skipIf(!hasShared(FILE))('records beside those of AWS', () => {
  const all = Object.entries(samples())

  it.each(all.filter(([, { userIdentity: who }]) => 'type' in who))(
    '%s has the same members and values',
    (_, sample) => {
      const { eventName, readOnly, requestParameters, responseElements, additionalEventData, errorCode, errorMessage } =
        sample
      const code = errorCode === 'AccessDenied' ? 'AccessDeniedException' : errorCode
      const record = apiCallRecord({
        ...call,
        ...{ eventName, readOnly, requestParameters, responseElements },
        ...(additionalEventData !== undefined && { additionalEventData }),
        ...(code !== undefined && { error: { code, message: errorMessage ?? '' } }),
      })
      expect(record).toEqual(sample)
    },
  )

  it.each(all.filter(([, { eventType }]) => eventType === 'AwsServiceEvent'))(
    '%s has the same members and values',
    (_, sample) => {
      const { eventName, serviceEventDetails: details } = sample
      expect(serviceEventRecord({ eventName, time, region: 'us-west-2', account, eventId, keyArn, details })).toEqual(
        sample,
      )
    },
  )
})

describe.skipIf(!hasShared(FILE))('the record of a synchronized replica beside that of AWS', () => {
  it('has the same members and values', () => {
    const sample = samples().SynchronizeMultiRegionKey
    const { requestID, resources } = sample ?? {}
    const at = { time, region: 'us-west-2', account, eventId, keyArn: resources?.[0]?.ARN ?? '' }
    // The template names one key among its parameters and another among its resources.
    const requestParameters = { keyId: at.keyArn }
    expect(synchronizationRecord({ ...at, requestId: requestID as RequestId })).toEqual({
      ...sample,
      requestParameters,
    })
  })
})

describe('the record of a call', () => {
  it('that failed carries code and message, and never response elements', () => {
    const failed = apiCallRecord({
      ...call,
      responseElements: { keyId: 'x' },
      error: { code: 'NotFoundException', message: 'no' },
    })
    expect(failed).toMatchObject({ errorCode: 'NotFoundException', errorMessage: 'no', responseElements: null })
  })

  it('has no message where AWS sends none', () => {
    const failed = apiCallRecord({ ...call, error: { code: 'InvalidCiphertextException', message: '' } })
    expect(failed).toMatchObject({ errorCode: 'InvalidCiphertextException' })
    expect(failed).not.toHaveProperty('errorMessage')
  })

  it('from the console says so; without TLS or resources those members are absent', () => {
    const { tls, ...plain } = source
    const record = apiCallRecord({ ...call, source: { ...plain, face: 'console' }, resources: [] })
    expect(tls).toBeDefined()
    expect(record.sessionCredentialFromConsole).toBe('true')
    expect(record).not.toHaveProperty('tlsDetails')
    expect(record).not.toHaveProperty('resources')
    expect(apiCallRecord(call)).not.toHaveProperty('sessionCredentialFromConsole')
  })

  it('in the log of another account tells the account of the caller, not who it was', () => {
    const record = apiCallRecord({ ...call, account: '444455556666' as AccountId, sharedEventId: 'x' })
    expect(record).toMatchObject({ recipientAccountId: '444455556666', sharedEventID: 'x' })
    expect(record.userIdentity).toEqual({ accountId: account, principalId: 'AROAEXAMPLE:Alice', type: 'AWSAccount' })
    expect(apiCallRecord(call)).not.toHaveProperty('sharedEventID')
  })

  it('that a service forwarded came from that service', () => {
    const session = { issuedAt: time, mfa: false, via: 'ec2' }
    const from = { sourceIPAddress: 'ec2.amazonaws.com', userAgent: 'ec2.amazonaws.com' }
    expect(apiCallRecord({ ...call, session })).toMatchObject({
      ...from,
      userIdentity: { invokedBy: 'ec2.amazonaws.com' },
    })
  })

  it('is made in canonical order', () => {
    const error = { code: 'AccessDeniedException', message: 'no' }
    const full = apiCallRecord({ ...call, error, additionalEventData: {}, source: { ...source, face: 'console' } })
    const session = { issuedAt: time, mfa: true, via: 'ec2', sourceIdentity: 'ann' }
    const shared = { sharedEventId: eventId, account: '444455556666' as AccountId }
    const sign = { succeeded: false, mfa: false, source, time, region: 'us-east-1', account, eventId, loginTo: '/' }
    const event = { eventName: 'DeleteKey', time, region: 'us-west-2', account, eventId, keyArn, details: {} } as const
    for (const record of [
      full,
      apiCallRecord({ ...call, session }),
      apiCallRecord({ ...call, principal: alice, session, invokedBy: 'kms.amazonaws.com' }),
      apiCallRecord({ ...call, ...shared, session, source: { ...source, face: 'console' } }),
      consoleSignInRecord(sign),
      consoleSignInRecord({ ...sign, principal: role }),
      consoleSessionRecord({ ...sign, principal: role, eventName: 'ConsoleLogout' }),
      serviceEventRecord(event),
    ]) {
      expect(JSON.stringify(record)).toBe(canonicalJson(record))
    }
  })
})

describe('the record of a sign-in', () => {
  const { id, face, ...browser } = source
  const signIn = {
    succeeded: true,
    mfa: false,
    source: browser,
    time,
    region: 'us-east-1',
    account,
    eventId,
    loginTo: 'https://k/',
  }

  it('names the user and the outcome', () => {
    expect([id, face]).toHaveLength(2)
    expect(consoleSignInRecord({ ...signIn, principal: alice })).toEqual({
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', principalId: 'AIDA1', arn: alice.arn, accountId: account, userName: 'Alice' },
      eventTime: '2026-11-23T20:00:00Z',
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.0',
      userAgent: 'aws-cli/2.x',
      requestParameters: null,
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { LoginTo: 'https://k/', MobileVersion: 'No', MFAUsed: 'No' },
      eventID: eventId,
      readOnly: false,
      eventType: 'AwsConsoleSignIn',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
      tlsDetails: apiCallRecord(call).tlsDetails,
    })
  })

  it('tells of a second factor', () => {
    const { additionalEventData } = consoleSignInRecord({ ...signIn, mfa: true, principal: alice })
    expect(additionalEventData).toMatchObject({ MFAUsed: 'Yes' })
  })

  it('that is over names the user and looks alike', () => {
    const { additionalEventData: _, ...common } = consoleSignInRecord({ ...signIn, principal: alice })
    expect(consoleSessionRecord({ ...signIn, principal: alice, eventName: 'ConsoleLogout' })).toEqual({
      ...common,
      eventName: 'ConsoleLogout',
      responseElements: { ConsoleLogout: 'Success' },
    })
  })

  it('keeps what was typed as a name out when there is no such user', () => {
    const failed = { responseElements: { ConsoleLogin: 'Failure' } }
    expect(consoleSignInRecord({ ...signIn, succeeded: false, principal: alice })).toMatchObject({
      ...failed,
      errorMessage: 'Failed authentication',
    })
    expect(consoleSignInRecord({ ...signIn, succeeded: false })).toMatchObject({
      ...failed,
      errorMessage: 'No username found in supplied account',
      userIdentity: {
        type: 'IAMUser',
        accountId: account,
        accessKeyId: '',
        userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
    })
  })
})
