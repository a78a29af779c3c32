import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '#audit/event.ts'
import { isoSeconds } from '#kernel/clock.ts'
import type { OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { FREE_REGION, inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { GRANTEE, RETIREE } from '#testing/earlier-calls.ts'
import { envelopeOf, eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

let kms: Harness
let subject: Subject

beforeEach(async () => {
  kms = await openHarness()
  subject = await newSubject(kms)
})

type Shown = Partial<Pick<Envelope['record'], 'requestParameters' | 'responseElements' | 'additionalEventData'>>
const ALGORITHM = { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
const aliasArn = (name: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:${name}`

const NAME = expect.stringMatching(/^external-\d+$/)

/** Of an operation on one key store. */
const keyStoreShown = ({ made }: Subject) => ({
  requestParameters: { customKeyStoreId: Object(Object.values(made)[0]).CustomKeyStoreId },
  additionalEventData: { customKeyStoreName: NAME },
  resources: [],
})

/** What the record of a call shows, beside `requestParameters: {keyId}` (reference: AWS KMS developer guide). */
const SHOWN: { readonly [N in OperationName]?: (subject: Subject) => Shown & { resources?: readonly string[] } } = {
  CancelKeyDeletion: ({ arn }) => ({ responseElements: { keyId: arn } }),
  CreateAlias: ({ keyId, arn }) => ({
    requestParameters: { aliasName: `alias/new-${keyId}`, targetKeyId: keyId },
    responseElements: { keyId: arn },
    resources: [arn, aliasArn(`alias/new-${keyId}`)],
  }),
  ConnectCustomKeyStore: keyStoreShown,
  CreateCustomKeyStore: () => ({
    requestParameters: {
      customKeyStoreName: NAME,
      customKeyStoreType: 'EXTERNAL_KEY_STORE',
      xksProxyConnectivity: 'PUBLIC_ENDPOINT',
      xksProxyUriEndpoint: 'https://xks.example.com',
      xksProxyUriPath: expect.stringMatching(/^\/store\d+\/kms\/xks\/v1$/),
    },
    responseElements: { customKeyStoreId: expect.stringMatching(/^cks-[0-9a-f]{17}$/) },
    resources: [],
  }),
  CreateGrant: ({ keyId, arn }) => ({
    requestParameters: { keyId, granteePrincipal: GRANTEE, operations: ['DescribeKey'] },
    responseElements: { keyId: arn, grantId: expect.stringMatching(/^[0-9a-f]{64}$/) },
  }),
  Decapsulate: ({ keyId }) => ({ requestParameters: { keyId, encapsulationAlgorithm: 'ML_KEM' } }),
  Decrypt: ({ key }) => ({
    requestParameters: ALGORITHM,
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  DeleteAlias: ({ alias, arn }) => ({
    requestParameters: { aliasName: alias },
    responseElements: { keyId: arn },
    resources: [arn, aliasArn(alias)],
  }),
  DeleteCustomKeyStore: keyStoreShown,
  DeleteImportedKeyMaterial: ({ arn, key }) => ({
    responseElements: { keyId: arn, keyMaterialId: key.CurrentKeyMaterialId ?? '' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  DeriveSharedSecret: ({ keyId }) => ({ requestParameters: { keyId, keyAgreementAlgorithm: 'ECDH' } }),
  DescribeCustomKeyStores: () => ({ requestParameters: null, resources: [] }),
  DescribeKey: () => ({}),
  DisableKey: ({ arn }) => ({ responseElements: { keyId: arn } }),
  DisableKeyRotation: () => ({}),
  DisconnectCustomKeyStore: keyStoreShown,
  EnableKey: ({ arn }) => ({ responseElements: { keyId: arn } }),
  EnableKeyRotation: ({ arn }) => ({ responseElements: { keyId: arn } }),
  Encapsulate: ({ keyId }) => ({ requestParameters: { keyId, encapsulationAlgorithm: 'ML_KEM' } }),
  Encrypt: ({ keyId, key }) => ({
    requestParameters: { keyId, ...ALGORITHM },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateDataKey: ({ keyId, key }) => ({
    requestParameters: { keyId, keySpec: 'AES_256' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateDataKeyPair: ({ keyId, key }) => ({
    requestParameters: { keyId, keyPairSpec: 'ECC_NIST_P256' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateDataKeyPairWithoutPlaintext: ({ keyId, key }) => ({
    requestParameters: { keyId, keyPairSpec: 'ECC_NIST_P256' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateDataKeyWithoutPlaintext: ({ keyId, key }) => ({
    requestParameters: { keyId, keySpec: 'AES_256' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  GenerateMac: ({ keyId }) => ({ requestParameters: { keyId, macAlgorithm: 'HMAC_SHA_256' } }),
  GenerateRandom: () => ({ requestParameters: null, resources: [] }),
  GetKeyLastUsage: () => ({}),
  GetKeyPolicy: ({ keyId }) => ({ requestParameters: { keyId, policyName: 'default' } }),
  GetKeyRotationStatus: () => ({}),
  GetParametersForImport: ({ keyId }) => ({
    requestParameters: { keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' },
  }),
  GetPublicKey: () => ({}),
  ImportKeyMaterial: ({ keyId, arn, key }) => ({
    requestParameters: { keyId, expirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
    responseElements: { keyId: arn, keyMaterialId: key.CurrentKeyMaterialId ?? '' },
    additionalEventData: { keyMaterialId: key.CurrentKeyMaterialId ?? '' },
  }),
  ListAliases: () => ({ requestParameters: null, resources: [] }),
  ListGrants: () => ({}),
  ListKeyPolicies: () => ({}),
  ListKeyRotations: () => ({}),
  ListKeys: () => ({ requestParameters: null, resources: [] }),
  ListResourceTags: () => ({}),
  ListRetirableGrants: () => ({ requestParameters: { retiringPrincipal: RETIREE }, resources: [] }),
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
  RetireGrant: ({ made }) => ({
    requestParameters: null,
    additionalEventData: { grantId: Object(made.RetireGrant).GrantId },
  }),
  RevokeGrant: ({ keyId, made }) => ({
    requestParameters: { keyId, grantId: Object(made.RevokeGrant).GrantId },
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
  Sign: ({ keyId }) => ({
    requestParameters: { keyId, messageType: 'RAW', signingAlgorithm: 'ECDSA_SHA_256' },
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
  UpdateCustomKeyStore: keyStoreShown,
  UpdateKeyDescription: ({ keyId }) => ({ requestParameters: { keyId, description: 'a' } }),
  Verify: ({ keyId }) => ({
    requestParameters: { keyId, messageType: 'RAW', signingAlgorithm: 'ECDSA_SHA_256' },
  }),
  VerifyMac: ({ keyId }) => ({ requestParameters: { keyId, macAlgorithm: 'HMAC_SHA_256' } }),
}

/** AWS KMS API reference, GetKeyLastUsage. */
const USES_KEY: readonly OperationName[] = [
  'Decrypt',
  'DeriveSharedSecret',
  'Encapsulate',
  'Decapsulate',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'ReEncrypt',
  'Sign',
  'Verify',
  'VerifyMac',
]
const CHANGES =
  /^(Cancel|Connect|Create|Delete|Disable|Disconnect|Enable|Import|Put|Replicate|Retire|Revoke|Rotate|Schedule|Tag|Untag|Update)/
/** Those that show the key that was made, or that are recorded in two Regions, have tests of their own. */
const SPECIAL: readonly OperationName[] = ['CreateKey', 'ReplicateKey', 'UpdatePrimaryRegion']

const resource = (ARN: string) => ({ ARN, accountId: ACCOUNT, type: 'AWS::KMS::Key' })

describe('the event of a call that succeeded', () => {
  it.each(operationNames.filter((name) => !SPECIAL.includes(name)))(
    '%s is one, and shows what AWS shows',
    async (name) => {
      const subject = await newSubject(kms, name)
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

  it('ReplicateKey shows the replica, and is followed in its Region by CreateKey of the same caller', async () => {
    const { keyId, arn, ...subject } = await newSubject(kms, 'ReplicateKey')
    const replicaArn = arn.replace(REGION, FREE_REGION)
    const caller = kms.caller()
    const [event, ...more] = await eventsOf(kms, () =>
      kms.call('ReplicateKey', inputFor('ReplicateKey', { keyId, arn, ...subject }), caller),
    )
    expect(more).toEqual([])
    expect(event).toMatchObject({ outcome: 'ok', resources: [arn], keyUse: false, readOnly: false })
    expect(event?.record).toMatchObject({
      requestParameters: {
        keyId,
        replicaRegion: FREE_REGION,
        description: '',
        bypassPolicyLockoutSafetyCheck: false,
      },
      responseElements: {
        replicaKeyMetadata: {
          aWSAccountId: ACCOUNT,
          arn: replicaArn,
          creationDate: 'Jan 1, 2026, 12:00:00 AM',
          enabled: false,
          keyState: 'Creating',
          multiRegionConfiguration: { multiRegionKeyType: 'REPLICA', primaryKey: { arn, region: REGION } },
        },
        replicaPolicy: defaultKeyPolicyText(ACCOUNT),
      },
    })
    const [created, synchronized] = await kms.events({ region: FREE_REGION })
    expect(created && envelopeOf(created).record).toMatchObject({
      awsRegion: FREE_REGION,
      eventName: 'CreateKey',
      requestID: caller.request.id,
      userIdentity: { type: 'Root' },
      requestParameters: { multiRegion: true, keySpec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS' },
      responseElements: { keyMetadata: { arn: replicaArn, keyState: 'Creating' } },
      resources: [resource(replicaArn)],
    })
    expect(synchronized && envelopeOf(synchronized).record).toMatchObject({
      awsRegion: FREE_REGION,
      eventName: 'SynchronizeMultiRegionKey',
      eventType: 'AwsApiCall',
      requestID: expect.stringMatching(/./),
      userIdentity: { invokedBy: 'AWS Internal' },
      resources: [resource(replicaArn)],
    })
  })

  it('UpdatePrimaryRegion is recorded in the Regions of both keys', async () => {
    const subject = await newSubject(kms, 'UpdatePrimaryRegion')
    const promotedArn = subject.arn.replace(REGION, OTHER_REGION)
    const caller = kms.caller()
    const before = (await kms.events({ region: OTHER_REGION })).length
    const input = inputFor('UpdatePrimaryRegion', subject)
    const [here, synchronized, ...more] = await eventsOf(kms, () => kms.call('UpdatePrimaryRegion', input, caller))
    const [there, ...moreThere] = (await kms.events({ region: OTHER_REGION })).slice(before)
    expect([...more, ...moreThere]).toEqual([])
    expect(here).toMatchObject({ outcome: 'ok', keyUse: false, readOnly: false, requestId: caller.request.id })
    expect(here?.record).toMatchObject({
      awsRegion: REGION,
      requestParameters: { keyId: subject.keyId, primaryRegion: OTHER_REGION },
    })
    expect(here?.resources[0]).toBe(subject.arn)
    expect(synchronized).toMatchObject({ eventName: 'SynchronizeMultiRegionKey', resources: [subject.arn] })
    expect(there).toMatchObject({ eventName: 'UpdatePrimaryRegion', outcome: 'ok', resources: [promotedArn] })
    expect(there && envelopeOf(there).record).toMatchObject({
      awsRegion: OTHER_REGION,
      requestID: caller.request.id,
      requestParameters: { keyId: promotedArn, primaryRegion: OTHER_REGION },
      responseElements: { keyId: promotedArn },
    })
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
