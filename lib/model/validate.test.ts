import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isServiceError } from '#kernel/service-error.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { type OperationName, operationNames } from './api.ts'
import { casesOf } from './constraint-cases.ts'
import { sampleInput } from './sample.ts'
import { inputShape, lowerCamel, shapeOf } from './schema.ts'
import { inputProblems, validateInput } from './validate.ts'

function messageOf(name: OperationName, input: unknown): string {
  try {
    validateInput(name, input)
  } catch (error) {
    if (isServiceError(error) && error.code === 'ValidationException') return error.message
    throw error
  }
  return 'valid'
}

const KeyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
const failed = 'failed to satisfy constraint: Member must'

describe('messages', () => {
  const cases: readonly (readonly [OperationName, object, string])[] = [
    [
      'GenerateRandom',
      { NumberOfBytes: 0 },
      `Value '0' at 'numberOfBytes' ${failed} have value greater than or equal to 1`,
    ],
    [
      'GenerateRandom',
      { NumberOfBytes: 1025 },
      `Value '1025' at 'numberOfBytes' ${failed} have value less than or equal to 1024`,
    ],
    ['DescribeKey', {}, `Value null at 'keyId' ${failed} not be null`],
    ['DescribeKey', { KeyId: null }, `Value null at 'keyId' ${failed} not be null`],
    ['DescribeKey', { KeyId: '' }, `Value '' at 'keyId' ${failed} have length greater than or equal to 1`],
    ['Encrypt', { KeyId }, `Value at 'plaintext' ${failed} not be null`],
    [
      'Encrypt',
      { KeyId, Plaintext: new Uint8Array(4097) },
      `Value at 'plaintext' ${failed} have length less than or equal to 4096`,
    ],
    [
      'Decrypt',
      { CiphertextBlob: new Uint8Array() },
      `Value at 'ciphertextBlob' ${failed} have length greater than or equal to 1`,
    ],
    [
      'CreateKey',
      { KeyUsage: 'RANDOM' },
      `Value 'RANDOM' at 'keyUsage' ${failed} satisfy enum value set: [SIGN_VERIFY, ENCRYPT_DECRYPT, GENERATE_VERIFY_MAC, KEY_AGREEMENT, ENCAPSULATE_DECAPSULATE]`,
    ],
    [
      'DeleteAlias',
      { AliasName: 'alias/a b' },
      `Value 'alias/a b' at 'aliasName' ${failed} satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`,
    ],
    [
      'TagResource',
      {
        KeyId,
        Tags: [
          { TagKey: 'a', TagValue: '' },
          { TagKey: '', TagValue: 'b' },
        ],
      },
      `Value '' at 'tags.2.member.tagKey' ${failed} have length greater than or equal to 1`,
    ],
    ['TagResource', { KeyId, Tags: [{ TagKey: 'a' }] }, `Value null at 'tags.1.member.tagValue' ${failed} not be null`],
    [
      'UntagResource',
      { KeyId, TagKeys: ['a', ''] },
      `Value '[a, ]' at 'tagKeys' ${failed} satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must not be null]`,
    ],
    [
      'CreateGrant',
      { KeyId, Operations: ['Encrypt', null] },
      `Value '[Encrypt, null]' at 'operations' ${failed} satisfy constraint: [Member must satisfy enum value set: [${enumValues('GrantOperation')}], Member must not be null]`,
    ],
    [
      'DescribeKey',
      { KeyId, GrantTokens: Array(11).fill('t') },
      `Value '[t, t, t, t, t, t, t, t, t, t, t]' at 'grantTokens' ${failed} have length less than or equal to 10`,
    ],
    [
      'Encrypt',
      { KeyId, Plaintext: new Uint8Array(1), EncryptionContext: new Map([['a', null]]) },
      `Value '{a=null}' at 'encryptionContext' failed to satisfy constraint: Map value must satisfy constraint: [Member must not be null]`,
    ],
    [
      'CreateGrant',
      { KeyId, Operations: [], Constraints: { SourceArn: '' } },
      `Value '' at 'constraints.sourceArn' ${failed} have length greater than or equal to 1`,
    ],
  ]
  it.each(cases)('%s %o gives the words of AWS', (name, input, message) => {
    expect(messageOf(name, input)).toBe(`1 validation error detected: ${message}`)
  })

  it('joins several errors, in the order of the model', () => {
    expect(messageOf('CreateAlias', { AliasName: '' })).toBe(
      `3 validation errors detected: Value '' at 'aliasName' ${failed} have length greater than or equal to 1; ` +
        `Value '' at 'aliasName' ${failed} satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$; ` +
        `Value null at 'targetKeyId' ${failed} not be null`,
    )
  })

  it('never names more than ten errors', () => {
    const Tags = Array(500).fill({ TagKey: '', TagValue: 'v' })
    expect(messageOf('TagResource', { KeyId, Tags })).toMatch(
      /^10 validation errors detected: .*tags\.10\.member\.tagKey/,
    )
  })

  it('never repeat a sensitive value', () => {
    const secret = 'SECRET'
    const XksProxyAuthenticationCredential = { AccessKeyId: secret, RawSecretAccessKey: secret }
    const input = { CustomKeyStoreName: 'n', KeyStorePassword: secret, XksProxyAuthenticationCredential }
    expect(messageOf('CreateCustomKeyStore', input)).toContain("'xksProxyAuthenticationCredential.rawSecretAccessKey'")
    expect(messageOf('CreateCustomKeyStore', input)).not.toContain(secret)
  })
})

describe('constraints', () => {
  it('count Unicode characters, not UTF-16 units', () => {
    const tag = (TagKey: string) => ({ KeyId, Tags: [{ TagKey, TagValue: '' }] })
    expect(messageOf('TagResource', tag('😀'.repeat(128)))).toBe('valid')
    expect(messageOf('TagResource', tag('😀'.repeat(129)))).toContain('less than or equal to 128')
  })

  it('match patterns against the whole value', () => {
    expect(messageOf('GetKeyPolicy', { KeyId, PolicyName: 'default' })).toBe('valid')
    expect(messageOf('GetKeyPolicy', { KeyId, PolicyName: 'default!' })).toContain('pattern: [\\w]+')
    expect(messageOf('DeleteAlias', { AliasName: 'alias/a\n' })).toContain('pattern')
  })

  it('take only ASCII white space for \\s, as Java does', () => {
    const input = { ...sampleInput('ImportKeyMaterial'), KeyMaterialDescription: 'a b\tc' }
    expect(messageOf('ImportKeyMaterial', input)).toBe('valid')
    expect(messageOf('ImportKeyMaterial', { ...input, KeyMaterialDescription: 'a\u00a0b' })).toContain('pattern')
  })

  it.each(operationNames)('%s accepts its samples', (name) => {
    expect(messageOf(name, sampleInput(name))).toBe('valid')
    expect(messageOf(name, sampleInput(name, true))).toBe('valid')
  })

  it.each(operationNames)('%s refuses a value beyond each constraint of each member, by path, and no other', (name) => {
    for (const { path, text, breaks, fits } of casesOf(name)) {
      expect(messagesAt(path, name, breaks), path).toContain(text)
      expect(messagesAt(path, name, fits), path).not.toContain(text)
    }
  })

  it('are of every kind', () => {
    const all = operationNames.flatMap((name) => [...casesOf(name)])
    const kinds = ['not be null', 'length less', 'length greater', 'value less', 'value greater', 'enum', 'pattern']
    for (const kind of kinds) expect(all.filter(({ text }) => text.includes(kind)).length, kind).toBeGreaterThan(3)
    expect(all.length).toBeGreaterThan(500)
  })
})

it('takes any value at all and throws nothing but ValidationException', () => {
  const member = (name: OperationName) => fc.constantFrom(...Object.keys(inputShape(name).members))
  const inputs = fc
    .constantFrom(...operationNames)
    .chain((name) => fc.tuple(fc.constant(name), fc.oneof(fc.anything(), fc.dictionary(member(name), fc.anything()))))
  fc.assert(
    fc.property(inputs, ([name, input]) => messageOf(name, input).length > 0),
    { numRuns: 2000 },
  )
})

it('names the problems of each member as if the others were right, in the order of the model', () => {
  const spoilt = fc.constantFrom(...operationNames).chain((name) => {
    const members = Object.keys(inputShape(name).members)
    const breaking = (member: string) =>
      [...casesOf(name)].flatMap(({ path, breaks }) =>
        path.split('.')[0] === lowerCamel(member) ? [Object(breaks)[member]] : [],
      )
    const values = members.map((member) => [member, breaking(member)] as const).filter(([, list]) => list.length > 0)
    const record = Object.fromEntries(values.map(([member, list]) => [member, fc.constantFrom(...list)]))
    return fc.tuple(fc.constant(name), fc.record(record, { requiredKeys: [] }))
  })
  fc.assert(
    fc.property(spoilt, ([name, values]) => {
      const valid = sampleInput(name, true)
      const expected = Object.keys(inputShape(name).members)
        .filter((member) => member in values)
        .flatMap((member) => inputProblems(name, { ...valid, [member]: values[member] }))
      expect(inputProblems(name, { ...valid, ...values })).toEqual(expected.slice(0, 10))
    }),
    { numRuns: 1000 },
  )
})

it('takes cyclic values', () => {
  const cycle: unknown[] = []
  cycle.push(cycle)
  expect(messageOf('UntagResource', { KeyId: cycle, TagKeys: cycle })).toContain("at 'keyId'")
})

it('never alters its input', () => {
  const input = Object.freeze({
    KeyId: 'k',
    EncryptionContext: new Map([['__proto__', '\ud800']]),
    Plaintext: new Uint8Array(1),
  })
  expect(messageOf('Encrypt', input)).toBe('valid')
  expect(input.EncryptionContext.get('__proto__')?.isWellFormed()).toBe(false)
})

describe.skipIf(!hasShared('aws/recorded-errors.json'))('recorded from AWS', () => {
  const inputs: Readonly<Record<string, readonly [OperationName, object]>> = {
    'test_generate_random_invalid_number_of_bytes[0]': ['GenerateRandom', { NumberOfBytes: 0 }],
    'test_generate_random_invalid_number_of_bytes[1025]': ['GenerateRandom', { NumberOfBytes: 1025 }],
    keySpec: ['CreateKey', { KeySpec: 'HMAC_random' }],
    keyUsage: ['CreateKey', { KeyUsage: 'RANDOM' }],
    keyAgreementAlgorithm: [
      'DeriveSharedSecret',
      { ...sampleInput('DeriveSharedSecret'), KeyAgreementAlgorithm: 'INVALID' },
    ],
    macAlgorithm: ['GenerateMac', { ...sampleInput('GenerateMac'), MacAlgorithm: 'INVALID' }],
    'tags.1.member.tagKey': ['CreateKey', { Tags: [{ TagKey: 'a'.repeat(129), TagValue: '' }] }],
    'tags.1.member.tagValue': ['TagResource', { KeyId, Tags: [{ TagKey: 'a', TagValue: 'v'.repeat(257) }] }],
    plaintext: ['Encrypt', { KeyId, Plaintext: new Uint8Array(4097) }],
  }
  const recorded = hasShared('aws/recorded-errors.json') ? readSharedJson('aws/recorded-errors.json') : []
  const messages = (recorded as readonly { message: string; test: string }[]).filter(({ message }) =>
    message.includes('validation error detected'),
  )

  it.each(messages)('$message', ({ message, test }) => {
    const path = /at '([^']*)'/.exec(message)?.[1] ?? ''
    const [name, input] = inputs[test] ?? inputs[path] ?? []
    if (name === undefined) throw new Error(`no input for ${path}`)
    const given = messageOf(name, input)
    // The values of an enum have grown since, and AWS lists them in no order.
    const [head = '', set = ''] = message.split(': [')
    expect(given.split(': [')[0]).toBe(head)
    for (const value of set.replace(']', '').split(', ')) expect(given).toContain(value)
  })
})

function messagesAt(path: string, name: OperationName, input: unknown): string {
  const problems = inputProblems(name, input).filter((problem) => problem.path === path)
  return problems.map(({ message }) => message).join('; ')
}

function enumValues(name: string): string {
  const shape = shapeOf(name)
  return shape.type === 'string' ? (shape.enum ?? []).join(', ') : ''
}
