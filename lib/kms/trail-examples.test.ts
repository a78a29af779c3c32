import { beforeEach, describe, expect, it } from 'vitest'
import type { CloudTrailRecord, Json, JsonObject } from '#audit/record.ts'
import { DAY } from '#kernel/clock.ts'
import type { OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { GRANTEE } from '#testing/earlier-calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { clusterStore, connect, externalKey, newCluster, newKeyStore } from '#testing/key-stores.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'

const FILE = 'aws/cloudtrail-events.json'

/** A record of AWS: `<file of the developer guide>#<number in it>`, or `2026 <name>`. */
interface Example {
  readonly id: string
  readonly record: CloudTrailRecord
}

/** Examples of what is not built, and records that are no answer to a call. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/enclave/, 'domain/recipient.test.ts compares them'],
  [/^update-primary-region#1$/, 'has a test of its own: it stands in the log of another Region'],
]

function examples(): readonly Example[] {
  if (!hasShared(FILE)) return []
  const { docExamples, '2026': templates } = readSharedJson(FILE) as Record<string, Record<string, unknown>>
  const documented = Object.entries(docExamples ?? {}).flatMap(([file, records]) =>
    (records as readonly CloudTrailRecord[]).map((record, index) => ({ id: `${file}#${index}`, record })),
  )
  const written = Object.entries(templates ?? {}).map(([name, record]) => {
    return { id: `2026 ${name}`, record: record as CloudTrailRecord }
  })
  return [...documented, ...written].filter(({ record }) => record.eventSource === 'kms.amazonaws.com')
}

/** Of all examples of the same operation and outcome the newest. */
function newest(all: readonly Example[]): readonly Example[] {
  const kept = new Map<string, Example>()
  for (const example of all) {
    const { eventName, errorCode = '' } = example.record
    const before = kept.get(`${eventName} ${errorCode}`)
    if (!before || ageOf(before.record) <= ageOf(example.record)) kept.set(`${eventName} ${errorCode}`, example)
  }
  return [...kept.values()]
}

const ageOf = ({ eventVersion, eventTime }: CloudTrailRecord) => `${eventVersion.padStart(5, '0')} ${eventTime}`

let kms: Harness
beforeEach(async () => {
  kms = await openHarness()
})

interface Difference {
  readonly more?: readonly string[]
  readonly fewer?: readonly string[]
  readonly why: string
}

const KEY_ARN: Difference = {
  more: ['responseElements.keyId'],
  fewer: ['responseElements'],
  why: 'the guide of today: since December 2022 the response elements name the key',
}
const MATERIAL: Difference = {
  more: ['additionalEventData.keyMaterialId'],
  why: 'the guide of 2025: cryptography with a symmetric key tells which material was used',
}

const SIMULATED: Difference = {
  more: ['additionalEventData.simulatedCluster'],
  why: 'ours: every record that tells of a cluster says that it is software',
}

/** Where our record has more or fewer members than the example, and why that is right. */
const DIFFERENCES: { readonly [id: string]: Difference } = {
  'connect-keystore#0': SIMULATED,
  'delete-keystore#0': SIMULATED,
  'disconnect-keystore#0': SIMULATED,
  'update-keystore#0': SIMULATED,
  'createalias#0': KEY_ARN,
  'creategrant#0': { ...KEY_ARN, fewer: [] },
  'deletealias#0': KEY_ARN,
  'disablekey#0': KEY_ARN,
  'enablekey#0': KEY_ARN,
  'enablekeyrotation#0': KEY_ARN,
  'tagresource#0': KEY_ARN,
  'untagresource#0': KEY_ARN,
  'update-primary-region#0': KEY_ARN,
  'updatealias#0': KEY_ARN,
  '2026 Encrypt': MATERIAL,
  'generatedatakeypair#0': MATERIAL,
  'generatedatakeypairwithoutplaintext#0': MATERIAL,
  'importkeymaterial#0': {
    more: ['additionalEventData.keyMaterialId', 'responseElements.keyId', 'responseElements.keyMaterialId'],
    fewer: ['responseElements'],
    why: 'the guide of 2025: the key and its new material are named',
  },
  'replicate-key#0': {
    more: ['responseElements.replicaKeyMetadata.currentKeyMaterialId'],
    why: 'the API reference of 2025: the metadata of a key name its material',
  },
  '2026 ReEncrypt': { fewer: ['additionalEventData._note'], why: 'a remark of the template, no member' },
  '2026 AccessDenied': {
    more: ['requestParameters.encryptionAlgorithm', 'requestParameters.keyId'],
    fewer: ['requestParameters'],
    why: 'AWS may leave them out of a refusal; here they stay, since the refusal is explained from its event',
  },
}

describe.skipIf(!hasShared(FILE))('the record of a call beside the newest example of AWS', () => {
  const known: readonly string[] = operationNames
  const left = (id: string) => LEFT_OUT.some(([pattern]) => pattern.test(id))
  const chosen = newest(examples().filter(({ id, record }) => !left(id) && known.includes(record.eventName)))

  it.each(chosen.map((example) => [example.id, example] as const))('%s', async (id, { record: sample }) => {
    const ours = await recordLike(id, sample)
    const { more = [], fewer = [] } = DIFFERENCES[id] ?? {}
    const expected = membersOf(sample).filter((path) => !fewer.includes(path))
    expect(membersOf(ours)).toEqual([...expected, ...more].sort())
    expect(ours).toMatchObject({ readOnly: sample.readOnly, eventType: sample.eventType })
  })

  it('is compared with each of them, and every exception names one', () => {
    const ids = chosen.map(({ id }) => id)
    expect(ids.length).toBeGreaterThanOrEqual(40)
    expect(ids).toEqual(expect.arrayContaining([...Object.keys(DIFFERENCES), ...Object.keys(SPECIAL)]))
    for (const [pattern] of LEFT_OUT) expect(examples().some(({ id }) => pattern.test(id))).toBe(true)
  })

  it('is compared in a way that sees a member too many and one too few', () => {
    const record = { requestParameters: { keyId: 'x', tags: [{ tagKey: 'a' }] }, responseElements: null, resources: [] }
    const paths = membersOf(record as never)
    expect(paths).toEqual(['requestParameters.keyId', 'requestParameters.tags[].tagKey', 'responseElements'])
    expect(membersOf({ ...record, requestParameters: { keyId: 'x' } } as never)).not.toEqual(paths)
    expect(membersOf({ ...record, responseElements: { keyId: 'x' } } as never)).not.toEqual(paths)
  })
})

describe.skipIf(!hasShared(FILE))('the record of UpdatePrimaryRegion in the other Region', () => {
  it('is that of the example: the service goes on with the call', async () => {
    const sample = examples().find(({ id }) => id === 'update-primary-region#1')?.record
    const subject = await newSubject(kms, 'UpdatePrimaryRegion')
    const call = () => kms.call('UpdatePrimaryRegion', inputFor('UpdatePrimaryRegion', subject))
    const [event] = await eventsOf(kms, call, { region: OTHER_REGION })
    const ours = event?.record
    expect(ours?.requestParameters).toEqual({
      keyId: subject.arn.replace(REGION, OTHER_REGION),
      primaryRegion: OTHER_REGION,
    })
    expect(ours?.userIdentity.invokedBy).toBe(sample?.userIdentity.invokedBy)
    // The example names no resource and, as all before December 2022, no key; ours is found by the key that it made primary.
    expect(ours).toMatchObject({ responseElements: { keyId: event?.resources[0] } })
  })
})

/** The record of a call that is made like that of an example. */
async function recordLike(id: string, sample: CloudTrailRecord): Promise<CloudTrailRecord> {
  const name = sample.eventName as OperationName
  const { subject, input, only = false } = await (SPECIAL[id] ?? likeExample)(name, sample)
  const caller = sample.errorCode === 'AccessDenied' ? nobody() : kms.caller()
  const called = sample.errorCode === undefined ? kms.call : kms.refusal
  const full = only ? input : { ...inputFor(name, subject), ...input }
  const [event] = await eventsOf(kms, () => called(name, full as never, caller))
  if (!event) throw new Error(`${name} left no event`)
  return event.record
}

interface Likeness {
  readonly subject: Subject
  /** Beside the members that the operation needs; all of them where it is `only` these. */
  readonly input: object
  readonly only?: boolean
}

const nobody = () => kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })

/** With the members that AWS shows and the operation does not need. */
async function likeExample(name: OperationName, { requestParameters }: CloudTrailRecord): Promise<Likeness> {
  const subject = await newSubject(kms, name)
  const needed = Object.keys(inputFor(name, subject))
  const shown = Object.entries(Object(requestParameters) as JsonObject)
  const more = shown.filter(([member]) => !needed.includes(upperCamel(member)))
  return {
    subject,
    input: Object.fromEntries(more.map(([member, value]) => [upperCamel(member), asInput(member, value)])),
  }
}

const upperCamel = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
const asInput = (member: string, value: Json) => (/context$/i.test(member) ? mapOf(value) : value)
const mapOf = (value: Json) => new Map(Object.entries(Object(value) as Record<string, string>))

const CONTEXT = new Map([['Department', 'Engineering']])

/** A symmetric key, with something encrypted under it in a context. */
async function inContext(): Promise<{ readonly subject: Subject; readonly CiphertextBlob: Uint8Array }> {
  const subject = await newSubject(kms)
  const input = { KeyId: subject.keyId, Plaintext: Buffer.from('x'), EncryptionContext: CONTEXT }
  const { CiphertextBlob = new Uint8Array() } = await kms.call('Encrypt', input)
  return { subject, CiphertextBlob }
}

/** A key store on a cluster. */
async function onCluster() {
  const { trustAnchor, ...cluster } = await newCluster(kms, kms.caller().scope)
  const CustomKeyStoreId = await newKeyStore(kms, clusterStore({ ...cluster, trustAnchor }))
  return { subject: await newSubject(kms), input: { CustomKeyStoreId }, only: true, trustAnchor }
}

/** Calls whose members must fit what is there. */
const SPECIAL: { readonly [id: string]: (name: OperationName, sample: CloudTrailRecord) => Promise<Likeness> } = {
  'connect-keystore#0': onCluster,
  async 'create-keystore#0'() {
    const cluster = await newCluster(kms, kms.caller().scope)
    const { CustomKeyStoreType: _, ...input } = clusterStore(cluster)
    return { subject: await newSubject(kms), input, only: true }
  },
  'delete-keystore#0': onCluster,
  'describe-keystores#0': onCluster,
  async 'disconnect-keystore#0'() {
    const { trustAnchor: _, ...likeness } = await onCluster()
    await connect(kms, likeness.input.CustomKeyStoreId)
    return likeness
  },
  async 'update-keystore#0'() {
    const { trustAnchor, input, ...likeness } = await onCluster()
    const { clusterId } = await newCluster(kms, kms.caller().scope, { clusterId: 'cluster-newerbackup', trustAnchor })
    return { ...likeness, input: { ...input, CloudHsmClusterId: clusterId } }
  },
  async 'decrypt#4'() {
    const { KeyId } = await externalKey(kms)
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') })
    return { subject: await newSubject(kms), input: { CiphertextBlob, KeyId, EncryptionContext: CONTEXT }, only: true }
  },
  async '2026 CreateKey'() {
    return { subject: await newSubject(kms), input: {} }
  },
  async 'creategrant#0'(name) {
    const Constraints = { EncryptionContextSubset: CONTEXT }
    return { subject: await newSubject(kms, name), input: { Constraints } }
  },
  async '2026 Decrypt'() {
    const { subject, CiphertextBlob } = await inContext()
    return { subject, input: { CiphertextBlob, EncryptionContext: CONTEXT } }
  },
  async 'decrypt#1'() {
    const { subject, CiphertextBlob } = await inContext()
    const { KeyId } = await kms.newKey()
    return { subject, input: { CiphertextBlob, KeyId, EncryptionContext: CONTEXT } }
  },
  async 'generatedatakeyplaintext#0'() {
    return { subject: await newSubject(kms, 'Sign'), input: { EncryptionContext: CONTEXT } }
  },
  async 'importkeymaterial#0'(name) {
    const ValidTo = kms.clock.now() + DAY
    return { subject: await newSubject(kms, name), input: { ValidTo, ExpirationModel: 'KEY_MATERIAL_EXPIRES' } }
  },
  async 'listaliases#0'() {
    const subject = await newSubject(kms)
    await kms.call('CreateAlias', { AliasName: 'alias/second', TargetKeyId: subject.keyId })
    const { NextMarker } = await kms.call('ListAliases', { Limit: 1 })
    return { subject, input: { Limit: 1, Marker: NextMarker } }
  },
  async 'listgrants#0'() {
    const subject = await newSubject(kms)
    const KeyId = subject.keyId
    for (const Operations of [['Encrypt'], ['Decrypt']] as const) {
      await kms.call('CreateGrant', { KeyId, GranteePrincipal: GRANTEE, Operations: [...Operations] })
    }
    const { NextMarker } = await kms.call('ListGrants', { KeyId, Limit: 1 })
    return { subject, input: { Limit: 1, Marker: NextMarker } }
  },
  async '2026 ReEncrypt'() {
    const { subject, CiphertextBlob } = await inContext()
    const contexts = { SourceEncryptionContext: CONTEXT, DestinationEncryptionContext: CONTEXT }
    return { subject, input: { CiphertextBlob, ...contexts } }
  },
  async 'schedule-key-deletion#1'(name) {
    return { subject: await newSubject(kms, name, { MultiRegion: true }), input: { PendingWindowInDays: 30 } }
  },
}

/** Every member of what an example and our record are compared in; names inside maps are the caller's own. */
function membersOf({
  requestParameters,
  responseElements,
  additionalEventData,
  resources,
  serviceEventDetails,
}: CloudTrailRecord) {
  const types = (resources ?? []).map(({ ARN }) => `resource ${ARN.split(':').at(-1)?.split('/')[0]}`)
  const parts = { requestParameters, responseElements, additionalEventData, serviceEventDetails }
  return [...Object.entries(parts).flatMap(([name, value]) => pathsOf(value, name)), ...types].sort()
}

function pathsOf(value: Json | undefined, path: string): readonly string[] {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null || /encryptionContext\w*$/i.test(path)) return [path]
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => pathsOf(item, `${path}[]`)))]
  return Object.entries(value).flatMap(([name, member]) => pathsOf(member, `${path}.${name}`))
}
