import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '#kernel/bytes.ts'
import { isServiceError } from '#kernel/service-error.ts'
import { type Input, type OperationName, operationNames } from './api.ts'
import { decodeBody } from './decode.ts'
import { inputShape } from './schema.ts'
import { operations } from './shapes.ts'
import { validateInput } from './validate.ts'

const decodeInput = <N extends OperationName>(name: N, body: Uint8Array) =>
  decodeBody(operations[name].input, body) as Input<N>
const decodeText = <N extends OperationName>(name: N, text: string) => decodeInput(name, utf8(text))

function refusal(name: OperationName, body: Uint8Array): string {
  try {
    decodeInput(name, body)
  } catch (error) {
    if (isServiceError(error) && error.code === 'SerializationException') return error.message
    throw error
  }
  return 'decoded'
}

describe('a good body', () => {
  it('gives bytes, maps, lists, numbers and milliseconds', () => {
    const text = `{"KeyId":"k","ImportToken":"AQI=","EncryptedKeyMaterial":"/w==","ValidTo":1700000000.123}`
    expect(decodeText('ImportKeyMaterial', text)).toEqual({
      KeyId: 'k',
      ImportToken: Buffer.from([1, 2]),
      EncryptedKeyMaterial: Buffer.from([255]),
      ValidTo: 1_700_000_000_123,
    })
    expect(decodeText('Encrypt', '{"EncryptionContext":{"a":"b"},"GrantTokens":["t"],"DryRun":false}')).toEqual({
      EncryptionContext: new Map([['a', 'b']]),
      GrantTokens: ['t'],
      DryRun: false,
    })
  })

  it('may be empty', () => {
    expect(decodeText('ListKeys', '')).toEqual({})
  })

  it('loses null and unknown members, and of a repeated one all but the last', () => {
    expect(decodeText('ListKeys', '{"Limit":null,"Extra":{"a":[1]},"Marker":"a","Marker":"b"}')).toEqual({
      Marker: 'b',
    })
  })

  it('keeps every key of an encryption context', () => {
    const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '1', '\u0000', '__defineGetter__']
    const text = `{"EncryptionContext":{${keys.map((key) => `${JSON.stringify(key)}:"v"`).join(',')}}}`
    const { EncryptionContext } = decodeText('Encrypt', text)
    expect([...(EncryptionContext?.keys() ?? [])].toSorted()).toEqual(keys.toSorted())
  })

  it('cannot name members through __proto__', () => {
    expect(Object.keys(decodeText('DescribeKey', '{"__proto__":{"KeyId":"k"}}'))).toEqual([])
  })

  it('keeps lone surrogates as they are', () => {
    const { EncryptionContext } = decodeText('Encrypt', '{"EncryptionContext":{"a":"\\ud800"}}')
    expect(EncryptionContext?.get('a')).toBe('\ud800')
  })
})

describe('a bad body', () => {
  it.each([
    ['[]', 'Start of list found where not expected'],
    ['{"Limit":"1"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"Limit":1.5}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"Limit":2147483648}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"Limit":1e400}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"Limit":true}', 'TRUE_VALUE can not be converted to an Integer'],
    ['{"Limit":[1]}', 'Start of list found where not expected'],
    ['{"Limit":{}}', 'Start of structure or map found where not expected.'],
    ['{"Marker":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Marker":false}', 'FALSE_VALUE can not be converted to a String'],
  ])('ListKeys %s: %s', (text, message) => {
    expect(refusal('ListKeys', utf8(text))).toBe(message)
  })

  it.each([
    ['{"DryRun":"true"}', 'STRING_VALUE can not be converted to an Boolean'],
    ['{"GrantTokens":"t"}', 'Expected list or null'],
    ['{"GrantTokens":{}}', 'Start of structure or map found where not expected.'],
    ['{"GrantTokens":[null]}', 'NULL_VALUE found where not expected'],
    ['{"EncryptionContext":"a"}', 'Expected map or null'],
    ['{"EncryptionContext":[]}', 'Start of list found where not expected'],
    ['{"EncryptionContext":{"a":null}}', 'NULL_VALUE found where not expected'],
    ['{"EncryptionContext":{"a":1}}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Recipient":"a"}', 'Expected null'],
    ['{"Recipient":[]}', 'Start of list found where not expected'],
    ['{"CiphertextBlob":1}', 'NUMBER_VALUE can not be converted to a Blob'],
  ])('Decrypt %s: %s', (text, message) => {
    expect(refusal('Decrypt', utf8(text))).toBe(message)
  })

  it.each(['A', 'AA', 'AAA', 'A===', 'AA=A', 'AA==AA==', '_-__', ' AAAA', 'AAAA\\n', 'AAA\\u0000'])(
    'is refused for the base64 %j, which is not repeated',
    (text) => {
      const message = refusal('Decrypt', utf8(`{"CiphertextBlob":"${text}"}`))
      expect(message).toBe('STRING_VALUE can not be converted to a Blob')
    },
  )

  it.each(['1e300', '-1e300', '"2026-01-01T00:00:00Z"'])('is refused for the time %s', (text) => {
    expect(refusal('ImportKeyMaterial', utf8(`{"ValidTo":${text}}`))).toContain('a Timestamp')
  })

  it.each(['{', 'null', '"x"', '1', '{"KeyId":"a",}', '{} {}', "{'KeyId':1}", '\ufeff{}', '{"a":NaN}'])(
    'that is no JSON object has no message: %s',
    (text) => {
      expect(refusal('DescribeKey', utf8(text))).toBe('')
    },
  )

  it('that is not UTF-8 is refused', () => {
    expect(refusal('DescribeKey', Buffer.from('{"KeyId":"\xff"}', 'latin1'))).toBe('')
    expect(refusal('DescribeKey', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]))).toBe('')
  })

  it('may nest as deep as a body can be long', () => {
    const depth = 250_000
    expect(refusal('DescribeKey', utf8(`{"KeyId":${'['.repeat(depth)}${']'.repeat(depth)}}`))).toBe(
      'Start of list found where not expected',
    )
    expect(refusal('DescribeKey', utf8('['.repeat(depth)))).toBe('')
  })
})

describe('any body', () => {
  const names = fc.constantFrom(...operationNames)

  it('of JSON gives a value or a ServiceError, and so does its validation', () => {
    const members = (name: OperationName) => fc.constantFrom('__proto__', ...Object.keys(inputShape(name).members))
    const cases = names.chain((name) =>
      fc.tuple(fc.constant(name), fc.oneof(fc.json(), fc.dictionary(members(name), fc.jsonValue()).map(toJson))),
    )
    fc.assert(
      fc.property(cases, ([name, text]) => survives(name, utf8(text))),
      { numRuns: 2000 },
    )
  })

  it('of bytes gives a value or a ServiceError', () => {
    fc.assert(fc.property(names, fc.uint8Array(), survives), { numRuns: 2000 })
  })

  it('keeps what an encryption context says', () => {
    const text = fc.oneof(fc.constant('__proto__'), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const json = `{"EncryptionContext":{${pairs.map(([key, value]) => `${toJson(key)}:${toJson(value)}`).join(',')}}}`
        expect(new Map(decodeText('Decrypt', json).EncryptionContext)).toEqual(new Map(pairs))
      }),
    )
  })
})

function toJson(value: unknown): string {
  return JSON.stringify(value)
}

/** Whether all types are right once it is decoded: then `Member must be a string` and its like are said to nobody. */
function survives(name: OperationName, body: Uint8Array): boolean {
  try {
    validateInput(name, decodeInput(name, body))
  } catch (error) {
    return isServiceError(error) && !error.message.includes('Member must be ')
  }
  return true
}
