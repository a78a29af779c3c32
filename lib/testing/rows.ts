import type { EventDraft } from '#audit/event.ts'
import type { AccountId, AliasName, EpochMillis, KeyId, KeyMaterialId, Region, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type {
  AliasRow,
  ClusterRow,
  GrantRow,
  KeyRow,
  KeyStoreRow,
  MaterialRow,
  PolicyRow,
  SessionRow,
  TagRow,
} from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import { insert } from '#kms/domain/writes.ts'

// Rows and events for the store's own tests.

export const NOW = 1_790_000_000_000 as EpochMillis

export const keyIdOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as KeyId
export const materialIdOf = (n: number) => String(n).padStart(64, '0') as KeyMaterialId
export const arnOfKey = (n: number) => `arn:aws:kms:us-east-1:111122223333:key/${keyIdOf(n)}`
export const aliasNameOf = (name: string) => `alias/${name}` as AliasName

let sandboxes = 0

/** A scope that nothing else uses: tests that share a store do not see one another's rows. */
export function freshScope(): Scope {
  sandboxes += 1
  const sandbox = `sandbox-${sandboxes}` as SandboxId
  return { sandbox, account: '111122223333' as AccountId, region: 'us-east-1' as Region }
}

/** Makes rows and events in a scope; `n` and names tell them apart. */
export function samplesIn(scope: Scope) {
  const keyRow = (n: number, change: Partial<KeyRow> = {}): KeyRow => ({
    ...scope,
    keyId: keyIdOf(n),
    createdAt: NOW,
    description: '',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    manager: 'CUSTOMER',
    state: 'Enabled',
    resumesAs: null,
    deletionAt: null,
    pendingWindowInDays: null,
    currentMaterialId: materialIdOf(n),
    expirationModel: null,
    validTo: null,
    rotationPeriodInDays: null,
    nextRotationAt: null,
    onDemandRotations: 0,
    policyVersion: 1,
    primaryRegion: null,
    replicaRegions: null,
    grantCount: 0,
    customKeyStoreId: null,
    xksKeyId: null,
    dueAt: null,
    ...change,
  })
  const materialRow = (n: number, change: Partial<MaterialRow> = {}): MaterialRow => {
    const wrapped = Uint8Array.from({ length: 169 }, (_, index) => (index * 7 + n) % 256)
    const of = { keyId: keyIdOf(n), materialId: materialIdOf(n) }
    const times = { createdAt: NOW, rotationType: null, rotatedAt: null, validTo: null }
    return { ...scope, ...of, number: 1, ...times, wrapped, publicKey: null, description: null, ...change }
  }
  const policyRow = (n: number, change: Partial<PolicyRow> = {}): PolicyRow => {
    return { ...scope, keyId: keyIdOf(n), number: 1, createdAt: NOW, document: '{"Statement":[]}', ...change }
  }
  const tagRow = (n: number, tagKey: string): TagRow => ({ ...scope, keyId: keyIdOf(n), tagKey, tagValue: 'v' })
  const aliasRow = (name: string, n: number): AliasRow => {
    return { ...scope, name: aliasNameOf(name), keyId: keyIdOf(n), createdAt: NOW, updatedAt: NOW }
  }
  const grantRow = (n: number, grantId: string, change: Partial<GrantRow> = {}): GrantRow => ({
    ...scope,
    keyId: keyIdOf(n),
    grantId,
    name: '',
    issuer: scope.account,
    grantee: 'arn:aws:iam::444455556666:root',
    retiree: null,
    operations: 'Encrypt Decrypt',
    constraints: null,
    createdAt: NOW,
    endedAt: null,
    ...change,
  })
  const keyStoreRow = (number: number, change: Partial<KeyStoreRow> = {}): KeyStoreRow => ({
    ...scope,
    number,
    customKeyStoreId: `cks-${number}`,
    name: `store ${number}`,
    type: 'EXTERNAL_KEY_STORE',
    createdAt: NOW,
    state: 'CONNECTED',
    errorCode: null,
    keyCount: 0,
    clusterId: null,
    trustAnchor: null,
    connectivity: 'PUBLIC_ENDPOINT',
    uriEndpoint: 'https://xks.example.com',
    uriPath: `/${number}/kms/xks/v1`,
    vpcServiceName: null,
    vpcServiceOwner: null,
    accessKeyId: 'PROXYACCESSKEY234567',
    secret: Uint8Array.of(number, 255),
    ...change,
  })
  const clusterRow = (clusterId: string, change: Partial<ClusterRow> = {}): ClusterRow => ({
    ...scope,
    clusterId,
    createdAt: NOW,
    state: 'ACTIVE',
    zones: 'us-east-1a us-east-1b',
    trustAnchor: '-----BEGIN CERTIFICATE-----',
    fault: null,
    password: Uint8Array.of(7, 255),
    ...change,
  })
  /** What makes a whole key. */
  const newKey = (n: number, change: Partial<KeyRow> = {}): Write[] => {
    return [insert('key', keyRow(n, change)), insert('material', materialRow(n)), insert('policy', policyRow(n))]
  }
  const eventDraft = (id: string, change: Partial<EventDraft> = {}): EventDraft => ({
    ...scope,
    eventId: `event-${id}`,
    requestId: `request-${id}` as EventDraft['requestId'],
    eventTime: NOW,
    eventName: 'Encrypt',
    principal: 'arn:aws:iam::111122223333:root',
    readOnly: true,
    outcome: 'ok',
    resources: [arnOfKey(1)],
    keyUse: true,
    decisions: [],
    wallTime: NOW,
    record: recordOf(id),
    ...change,
  })
  return {
    scope,
    keyRow,
    materialRow,
    policyRow,
    tagRow,
    aliasRow,
    grantRow,
    keyStoreRow,
    clusterRow,
    newKey,
    eventDraft,
  }
}

export function sessionRow(id: string, change: Partial<SessionRow> = {}): SessionRow {
  const { sandbox, account } = freshScope()
  const principalArn = `arn:aws:iam::${account}:root`
  const times = { createdAt: NOW, seenAt: NOW, revokedAt: null, mfaAt: null, steppedUpAt: NOW }
  const from = { method: 'password', sourceIp: '192.0.2.1', userAgent: 'browser' } as const
  const role = { roleKeyId: null, roleToken: null }
  const who = { sandbox, account, userName: 'admin', principalArn, principalId: account }
  return { id, ...who, ...times, ...from, ...role, ...change }
}

export function recordOf(id: string): EventDraft['record'] {
  return {
    awsRegion: 'us-east-1',
    eventCategory: 'Management',
    eventID: `event-${id}`,
    eventName: 'Encrypt',
    eventSource: 'kms.amazonaws.com',
    eventTime: '2026-09-21T14:13:20Z',
    eventType: 'AwsApiCall',
    eventVersion: '1.11',
    managementEvent: true,
    readOnly: true,
    recipientAccountId: '111122223333',
    requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyId: arnOfKey(1) },
    responseElements: null,
    sourceIPAddress: '127.0.0.1',
    userAgent: 'aws-cli/2.0',
    userIdentity: { accountId: '111122223333', type: 'Root' },
  }
}
