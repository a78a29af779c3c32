import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OperationName, operationNames } from '#model/api.ts'
import { inputShape, isSensitive, memberShape, shapeOf } from '#model/schema.ts'
import type { Shape } from '#model/schema-types.ts'
import { operations } from '#model/shapes.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { requestParameters } from './request-parameters.ts'
import { responseElements } from './response-elements.ts'

const FILE = 'aws/cloudtrail-events.json'
const CANARY = 'CANARYcanaryCANARYcanary'
const CANARY_FORMS = [CANARY, Buffer.from(CANARY).toString('base64'), Buffer.from(CANARY).toString('hex')]

/** `keyId` → `KeyId`, all the way down but in maps of the caller's own. */
function upperCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(upperCamel)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      /encryptionContext/i.test(name) ? new Map(Object.entries(Object(member))) : upperCamel(member),
    ]),
  )
}

interface Sample {
  readonly eventSource: string
  readonly eventType: string
  readonly eventName: OperationName
  readonly requestParameters: { readonly validTo?: string } | null
}

const samples = (): readonly Sample[] => {
  if (!hasShared(FILE)) return []
  const file = readSharedJson(FILE) as { docExamples: Record<string, Sample[]>; '2026': Record<string, Sample> }
  return [...Object.values(file.docExamples).flat(), ...Object.values(file['2026'])].filter(
    ({ eventSource, eventType, eventName }) =>
      eventSource === 'kms.amazonaws.com' && eventType === 'AwsApiCall' && operationNames.includes(eventName),
  )
}

/** A value of the shape that carries the canary wherever a secret may stand, and `plain` elsewhere. */
function planted(shape: Shape): unknown {
  switch (shape.type) {
    case 'blob':
      return Buffer.from(CANARY)
    case 'string':
      return isSensitive(shape) ? CANARY : 'plain'
    case 'boolean':
      return true
    case 'integer':
    case 'timestamp':
      return 1
    case 'list':
      return [planted(shapeOf(shape.member))]
    case 'map':
      return new Map([['plain', planted(shapeOf(shape.value))]])
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, type]) => [
          name,
          /^GrantTokens?$/.test(name) ? (name === 'GrantToken' ? CANARY : [CANARY]) : planted(shapeOf(type)),
        ]),
      )
  }
}

describe('request parameters', () => {
  it.skipIf(!hasShared(FILE))('are those of every sample of AWS', () => {
    expect(samples().length).toBeGreaterThan(50)
    for (const { eventName, requestParameters: sample } of samples()) {
      const { validTo, clusterId, ...expected } = (sample ?? {}) as Record<string, unknown>
      expect(typeof (validTo ?? clusterId ?? '')).toBe('string')
      const given = requestParameters(eventName, upperCamel(expected))
      if (sample !== null) expect(given ?? {}).toMatchObject(expected)
    }
  })

  it.each<[OperationName, unknown, unknown]>([
    ['Decrypt', { CiphertextBlob: Buffer.from('x') }, { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }],
    [
      'Encrypt',
      { KeyId: 'alias/a', EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
      { keyId: 'alias/a', encryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
    ],
    ['ListKeys', {}, null],
    ['GenerateRandom', { NumberOfBytes: 32 }, null],
    [
      'ImportKeyMaterial',
      { KeyId: 'k', ValidTo: 1_609_531_200_000 },
      { keyId: 'k', validTo: 'Jan 1, 2021, 8:00:00 PM' },
    ],
    [
      'PutKeyPolicy',
      { KeyId: 'k', Policy: '{}' },
      { keyId: 'k', policy: '{}', policyName: 'default', bypassPolicyLockoutSafetyCheck: false },
    ],
    ['Encrypt', { KeyId: 'k', DryRun: true }, { keyId: 'k', dryRun: true, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }],
  ])('%s %j', (operation, input, expected) => expect(requestParameters(operation, input)).toEqual(expected))

  it('show the same spec under both names', () => {
    const { keySpec, customerMasterKeySpec } = requestParameters('CreateKey', {
      CustomerMasterKeySpec: 'RSA_2048',
    }) as Record<string, string>
    expect([keySpec, customerMasterKeySpec]).toEqual(['RSA_2048', 'RSA_2048'])
  })

  it('keep the encryption context whole, whatever its names', () => {
    const context = new Map([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['10', 'c'],
      ['9', 'd'],
    ])
    const kept = requestParameters('GenerateDataKey', { EncryptionContext: context }) as { encryptionContext: object }
    expect(Object.entries(kept.encryptionContext)).toEqual(expect.arrayContaining([...context]))
    expect(Object.keys(kept.encryptionContext)).toHaveLength(4)
  })
})

describe('secrets', () => {
  it('stand somewhere in the input of these operations, so that the next test can fail', () => {
    const texts = operationNames.filter((name) => JSON.stringify(planted(inputShape(name))).includes(CANARY))
    const blobs = operationNames.filter((name) => /"type":"Buffer"/.test(JSON.stringify(planted(inputShape(name)))))
    expect(texts.length).toBeGreaterThan(15)
    expect(blobs.length).toBeGreaterThan(10)
    expect(memberShape('Encrypt', 'Plaintext')).toMatchObject({ type: 'blob', sensitive: true })
  })

  it.each(operationNames)('of %s never reach the record', (operation) => {
    const input = planted(inputShape(operation))
    const { output } = operations[operation]
    const text = JSON.stringify([
      requestParameters(operation, input),
      responseElements(operation, output === undefined ? undefined : planted(shapeOf(output)), 'arn'),
    ])
    for (const form of CANARY_FORMS) expect(text).not.toContain(form)
  })

  it.each(operationNames)('of %s never reach the record in the wrong type either', (operation) => {
    const { members } = inputShape(operation)
    for (const [name, type] of Object.entries(members)) {
      const secret = isSensitive(shapeOf(type)) || shapeOf(type).type === 'blob' || /^GrantToken/.test(name)
      if (!secret) continue
      for (const value of [CANARY, [CANARY], { x: CANARY }, new Map([['x', CANARY]])]) {
        expect(JSON.stringify(requestParameters(operation, { [name]: value }))).not.toContain(CANARY)
      }
    }
  })
})

describe('hostile input', () => {
  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    [1],
    new Map([['KeyId', 'x']]),
    { keyId: 'lower' },
    { KeyId: { a: 1 } },
    { KeyId: null },
  ])('of the wrong kind is dropped: %j', (input) => expect(requestParameters('DescribeKey', input)).toBeNull())

  it('keeps unknown members and wrong types out, wherever they stand', () => {
    expect(
      requestParameters('TagResource', { KeyId: 'k', Extra: 1, Tags: [{ TagKey: 'a', TagValue: 1, X: 2 }, 'no'] }),
    ).toEqual({
      keyId: 'k',
      tags: [{ tagKey: 'a' }],
    })
    const context = new Map<string, unknown>([
      ['a', 1],
      ['b', 'c'],
    ])
    expect(requestParameters('Encrypt', { EncryptionContext: context })).toMatchObject({
      encryptionContext: { b: 'c' },
    })
  })

  it.each<[string, unknown]>([
    ['one text', { KeyId: 'x'.repeat(5_000_000) }],
    [
      'many texts',
      { EncryptionContext: new Map(Array.from({ length: 50_000 }, (_, n) => [`key ${n}`, 'v'.repeat(99)])) },
    ],
    ['many empty items', { EncryptionContext: new Map(Array.from({ length: 500_000 }, (_, n) => [String(n), ''])) }],
  ])('is cut to size: %s', (_, input) => {
    const text = JSON.stringify(requestParameters('Encrypt', input))
    expect(text.length).toBeGreaterThan(30_000)
    expect(text.length).toBeLessThan(1_000_000)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operationNames), fc.anything(), (operation, value) => {
        const { members } = inputShape(operation)
        const input = Object.fromEntries(Object.keys(members).map((name) => [name, value]))
        expect(() => requestParameters(operation, input)).not.toThrow()
      }),
    )
  })
})
