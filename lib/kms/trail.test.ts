import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '#audit/event.ts'
import { isoSeconds } from '#kernel/clock.ts'
import type { OperationName } from '#model/api.ts'
import { inputShape, isSensitive, shapeOf } from '#model/schema.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { envelopeOf, eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness, REGION } from '#testing/harness.ts'
import { builtOperations } from './registry.ts'

let kms: Harness
let subject: Subject

beforeEach(async () => {
  kms = await openHarness()
  subject = await newSubject(kms)
})

type Shown = Partial<Pick<Envelope['record'], 'requestParameters' | 'responseElements' | 'additionalEventData'>>
const ALGORITHM = { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
const aliasArn = (name: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:${name}`

/** What the record of a call shows, beside `requestParameters: {keyId}` (reference: AWS KMS developer guide). */
const SHOWN: { readonly [N in OperationName]?: (subject: Subject) => Shown & { resources?: readonly string[] } } = {
  CancelKeyDeletion: ({ arn }) => ({ responseElements: { keyId: arn } }),
  CreateAlias: ({ keyId, arn }) => ({
    requestParameters: { aliasName: `alias/new-${keyId}`, targetKeyId: keyId },
    responseElements: { keyId: arn },
    resources: [arn, aliasArn(`alias/new-${keyId}`)],
  }),
  Decrypt: ({ key }) => ({
    requestParameters: ALGORITHM,
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  DeleteAlias: ({ alias, arn }) => ({
    requestParameters: { aliasName: alias },
    responseElements: { keyId: arn },
    resources: [arn, aliasArn(alias)],
  }),
  DescribeKey: () => ({}),
  DisableKey: ({ arn }) => ({ responseElements: { keyId: arn } }),
  DisableKeyRotation: () => ({}),
  EnableKey: ({ arn }) => ({ responseElements: { keyId: arn } }),
  EnableKeyRotation: ({ arn }) => ({ responseElements: { keyId: arn } }),
  Encrypt: ({ keyId, key }) => ({
    requestParameters: { keyId, ...ALGORITHM },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateDataKey: ({ keyId, key }) => ({
    requestParameters: { keyId, keySpec: 'AES_256' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateDataKeyWithoutPlaintext: ({ keyId, key }) => ({
    requestParameters: { keyId, keySpec: 'AES_256' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateRandom: () => ({ requestParameters: null, resources: [] }),
  GetKeyPolicy: ({ keyId }) => ({ requestParameters: { keyId, policyName: 'default' } }),
  GetKeyRotationStatus: () => ({}),
  ListAliases: () => ({ requestParameters: null, resources: [] }),
  ListKeyPolicies: () => ({}),
  ListKeyRotations: () => ({}),
  ListKeys: () => ({ requestParameters: null, resources: [] }),
  ListResourceTags: () => ({}),
  PutKeyPolicy: ({ keyId }) => ({
    requestParameters: {
      keyId,
      policy: defaultKeyPolicyText(ACCOUNT),
      policyName: 'default',
      bypassPolicyLockoutSafetyCheck: false,
    },
  }),
  ReEncrypt: ({ keyId, key }) => ({
    requestParameters: {
      destinationKeyId: keyId,
      sourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      destinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    },
    additionalEventData: {
      sourceKeyMaterialId: key.CurrentKeyMaterialId ?? '',
      destinationKeyMaterialId: key.CurrentKeyMaterialId ?? '',
    },
  }),
  RotateKeyOnDemand: ({ arn }) => ({ responseElements: { keyId: arn } }),
  ScheduleKeyDeletion: ({ arn }) => ({
    responseElements: {
      keyId: arn,
      deletionDate: 'Jan 31, 2026, 12:00:00 AM',
      keyState: 'PendingDeletion',
      pendingWindowInDays: 30,
    },
  }),
  TagResource: ({ keyId, arn }) => ({
    requestParameters: { keyId, tags: [{ tagKey: 'a', tagValue: 'a' }] },
    responseElements: { keyId: arn },
  }),
  UntagResource: ({ keyId, arn }) => ({
    requestParameters: { keyId, tagKeys: ['a'] },
    responseElements: { keyId: arn },
  }),
  UpdateAlias: ({ keyId, arn, alias }) => ({
    requestParameters: { aliasName: alias, targetKeyId: keyId },
    responseElements: { keyId: arn },
    resources: [arn, aliasArn(alias)],
  }),
  UpdateKeyDescription: ({ keyId }) => ({ requestParameters: { keyId, description: 'a' } }),
}

const USES_KEY = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncrypt']
const CHANGES = /^(Cancel|Create|Delete|Disable|Enable|Put|Rotate|Schedule|Tag|Untag|Update)/

const resource = (ARN: string) => ({ ARN, accountId: ACCOUNT, type: 'AWS::KMS::Key' })

describe('the event of a call that succeeded', () => {
  it.each(builtOperations.filter((name) => name !== 'CreateKey'))(
    '%s is one, and shows what AWS shows',
    async (name) => {
      if (name === 'CancelKeyDeletion') await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
      const caller = kms.caller()
      const [event, ...more] = await eventsOf(kms, () => kms.call(name, inputFor(name, subject), caller))
      const { resources = [subject.arn], ...shown } = SHOWN[name]?.(subject) ?? {}
      const readOnly = !CHANGES.test(name)
      expect(more.map(({ eventName }) => eventName)).toEqual(name === 'RotateKeyOnDemand' ? ['RotateKey'] : [])
      expect(event).toMatchObject({
        ...caller.scope,
        eventName: name,
        eventTime: kms.clock.now(),
        wallTime: kms.clock.now(),
        principal: caller.principal.arn,
        requestId: caller.request.id,
        outcome: 'ok',
        resources,
        keyUse: USES_KEY.includes(name),
        readOnly,
      })
      const { requestParameters, responseElements, additionalEventData, ...record } = event?.record ?? {}
      expect({ requestParameters, responseElements, additionalEventData }).toEqual({
        requestParameters: { keyId: subject.keyId },
        responseElements: null,
        additionalEventData: undefined,
        ...shown,
      })
      expect(record).toEqual({
        awsRegion: REGION,
        eventCategory: 'Management',
        eventID: event?.eventId,
        eventName: name,
        eventSource: 'kms.amazonaws.com',
        eventTime: isoSeconds(kms.clock.now()),
        eventType: 'AwsApiCall',
        eventVersion: '1.11',
        managementEvent: true,
        readOnly,
        recipientAccountId: ACCOUNT,
        requestID: caller.request.id,
        ...(resources.length > 0 && { resources: resources.map(resource) }),
        sourceIPAddress: '192.0.2.1',
        userAgent: 'test',
        userIdentity: {
          accountId: ACCOUNT,
          arn: `arn:aws:iam::${ACCOUNT}:root`,
          principalId: ACCOUNT,
          type: 'Root',
        },
      })
      for (const decision of event?.decisions ?? []) expect(decision).toMatchObject({ outcome: 'allowed' })
      expect(event?.decisions).not.toHaveLength(0)
    },
  )

  it('CreateKey shows the key that was made', async () => {
    const [event, ...more] = await eventsOf(kms, () => kms.newKey({ Description: 'payroll' }))
    expect(more).toEqual([])
    const { responseElements, requestParameters, resources } = event?.record ?? {}
    expect(requestParameters).toMatchObject({ description: 'payroll', keySpec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS' })
    expect(responseElements).toMatchObject({
      keyMetadata: { aWSAccountId: ACCOUNT, creationDate: 'Jan 1, 2026, 12:00:00 AM', keyState: 'Enabled' },
    })
    const { keyMetadata } = responseElements as { keyMetadata: { arn: string } }
    expect(resources).toEqual([resource(keyMetadata.arn)])
    expect(event?.resources).toEqual([keyMetadata.arn])
  })

  it('keeps the key as the caller named it, and names it by ARN among the resources', async () => {
    for (const KeyId of [subject.keyId, subject.arn, subject.alias]) {
      const [event] = await eventsOf(kms, () => kms.call('DescribeKey', { KeyId }))
      expect(event?.record.requestParameters).toEqual({ keyId: KeyId })
      expect(event?.resources).toEqual([subject.arn])
    }
  })

  it('keeps the encryption context, whatever its names', async () => {
    const EncryptionContext = new Map([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['Dept', 'IT'],
    ])
    const [event] = await eventsOf(kms, () =>
      kms.call('GenerateDataKey', { KeyId: subject.keyId, KeySpec: 'AES_128', EncryptionContext }),
    )
    expect(event?.text).toContain('"encryptionContext":{"Dept":"IT","__proto__":"a","constructor":"b"}')
  })
})

describe('the event of a call that failed', () => {
  it('gives code and message, the key where it was found, and no answer', async () => {
    await kms.call('DisableKey', { KeyId: subject.keyId })
    const [event] = await eventsOf(kms, () => kms.refusal('Decrypt', { CiphertextBlob: subject.ciphertext }))
    expect(event).toMatchObject({ outcome: 'error', keyUse: false, resources: [subject.arn] })
    expect(event?.decisions).toMatchObject([{ outcome: 'allowed' }])
    expect(event?.record).toMatchObject({
      errorCode: 'DisabledException',
      errorMessage: `${subject.arn} is disabled.`,
      requestParameters: ALGORITHM,
      responseElements: null,
    })
  })

  it('has no message where AWS sends none', async () => {
    const EncryptionContext = new Map([['a', 'b']])
    const [event] = await eventsOf(kms, () =>
      kms.refusal('Decrypt', { CiphertextBlob: subject.ciphertext, EncryptionContext }),
    )
    expect(event?.record.errorCode).toBe('InvalidCiphertextException')
    expect(event?.record).not.toHaveProperty('errorMessage')
    expect(event?.record).not.toHaveProperty('additionalEventData')
  })

  it('counts as denied only when a permission was missing', async () => {
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    const events = await eventsOf(kms, async () => {
      await kms.refusal('DescribeKey', { KeyId: subject.keyId }, nobody)
      await kms.refusal('DescribeKey', { KeyId: 'alias/none' }, nobody)
      await kms.refusal('CreateAlias', { AliasName: 'alias/aws/x', TargetKeyId: subject.keyId })
    })
    expect(events.map(({ outcome }) => outcome)).toEqual(['denied', 'error', 'error'])
    expect(events[0]?.record).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: expect.stringMatching(/^User: .* is not authorized/),
      userIdentity: { type: 'IAMUser', userName: 'nobody' },
    })
  })

  it('has a place in the log of the caller’s own account and Region only', async () => {
    const caller = kms.caller({ account: OTHER_ACCOUNT })
    const here = (await kms.events()).length
    await kms.refusal('DescribeKey', { KeyId: subject.arn }, caller)
    expect((await kms.events()).length).toBe(here)
    const [event] = await kms.events({ account: OTHER_ACCOUNT })
    expect(event).toMatchObject({ eventName: 'DescribeKey', outcome: 'denied', account: OTHER_ACCOUNT })
    expect(event && envelopeOf(event).record.recipientAccountId).toBe(OTHER_ACCOUNT)
  })
})

describe('secrets', () => {
  const CANARY = Buffer.from('CANARY-canary-CANARY-canary-CANARY-canary')
  /** All the ways in which bytes are usually written. A part of them is enough. */
  const writings = (bytes: Uint8Array) => {
    const part = Buffer.from(bytes).subarray(0, 24)
    return (['latin1', 'base64', 'base64url', 'hex'] as const).map((encoding) => part.toString(encoding))
  }

  /** The call with the canary in every secret member; blobs that must be good stay as they are. */
  function planted<N extends OperationName>(name: N) {
    const input: Record<string, unknown> = { ...Object(inputFor(name, subject)) }
    for (const [member, type] of Object.entries(inputShape(name).members)) {
      const shape = shapeOf(type)
      if (shape.type === 'blob' && isSensitive(shape)) input[member] = CANARY
    }
    return input as never
  }

  it.each(builtOperations)('of %s stand in no event, be they sent or answered', async (name) => {
    if (name === 'CancelKeyDeletion') await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    const input: object = planted(name)
    const answer: unknown = await kms.call(name, input as never)
    const failed = { ...input, GrantTokens: [CANARY.toString('latin1')] }
    if ('GrantTokens' in inputShape(name).members) await kms.refusal(name, failed as never)
    const blobs = [...Object.values(input), ...Object.values(Object(answer))].filter(
      (value) => value instanceof Uint8Array,
    )
    const texts = (await kms.events()).map(({ text }) => text).join('\n')
    for (const secret of [CANARY, ...blobs])
      for (const writing of writings(secret)) expect(texts).not.toContain(writing)
    expect(texts).not.toMatch(/"(plaintext|ciphertextBlob|grantTokens?|recipient)"/i)
  })

  it('are looked for in a way that finds them', async () => {
    await kms.call('UpdateKeyDescription', { KeyId: subject.keyId, Description: CANARY.toString('base64') })
    const texts = (await kms.events()).map(({ text }) => text).join('\n')
    expect(writings(CANARY).some((writing) => texts.includes(writing))).toBe(true)
  })
})
