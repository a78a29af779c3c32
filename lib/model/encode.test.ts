import { describe, expect, it } from 'vitest'
import { utf8 } from '#kernel/bytes.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { type OperationName, operationNames } from './api.ts'
import { decodeBody } from './decode.ts'
import { encodeBody } from './encode.ts'
import { sample } from './sample.ts'
import { operations } from './shapes.ts'

const encodeOutput = (name: OperationName, output: unknown) => encodeBody(operations[name].output, output)

describe('encodeBody', () => {
  it('writes blobs as base64', () => {
    expect(encodeOutput('GenerateRandom', { Plaintext: new Uint8Array([1, 2, 255]).subarray(1) })).toBe(
      '{"Plaintext":"Av8="}',
    )
  })

  it.each([
    [1_700_000_000_123, '1700000000.123'],
    [1_700_000_000_000, '1700000000'],
    [1, '0.001'],
    [4_102_444_799_999, '4102444799.999'],
  ])('writes the time %i as %s', (millis, text) => {
    const output = { KeyId: 'k', ParametersValidTo: millis as EpochMillis }
    expect(encodeOutput('GetParametersForImport', output)).toBe(`{"KeyId":"k","ParametersValidTo":${text}}`)
  })

  it('leaves out absent members, null ones and those that are not in the model', () => {
    const output: object = { KeyId: undefined, Policy: null, secret: 's' }
    expect(encodeOutput('GetKeyPolicy', output)).toBe('{}')
  })

  it('writes every key of a map', () => {
    const EncryptionContextSubset = new Map([
      ['__proto__', '"'],
      ['b', '\ud800'],
      ['1', ''],
    ])
    expect(encodeOutput('ListGrants', { Grants: [{ Constraints: { EncryptionContextSubset } }] })).toBe(
      '{"Grants":[{"Constraints":{"EncryptionContextSubset":{"__proto__":"\\"","b":"\\ud800","1":""}}}]}',
    )
  })

  it.each([{ KeyMetadata: 1 }, { KeyMetadata: { KeyId: 1 } }, { KeyMetadata: { CreationDate: Number.NaN } }, null])(
    'throws TypeError for %o, which is not of the shape',
    (output) => {
      expect(() => encodeOutput('DescribeKey', output)).toThrow(TypeError)
    },
  )

  it('gives an empty body to exactly the operations that have one', () => {
    const empty = operationNames.filter((name) => encodeOutput(name, {}) === '')
    expect(empty).toEqual([
      'CreateAlias',
      'DeleteAlias',
      'DisableKey',
      'DisableKeyRotation',
      'EnableKey',
      'EnableKeyRotation',
      'PutKeyPolicy',
      'RetireGrant',
      'RevokeGrant',
      'TagResource',
      'UntagResource',
      'UpdateAlias',
      'UpdateKeyDescription',
      'UpdatePrimaryRegion',
    ])
  })

  it.each(operationNames.filter((name) => operations[name].output))('writes all of a full %s answer', (name) => {
    const full = sample(operations[name].output ?? '', true)
    const text = encodeOutput(name, full)
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(Object(full)))
    expect(text).not.toContain('null')
  })

  it('writes what decodeBody reads', () => {
    const Plaintext = new Uint8Array([0, 128, 255])
    const text = encodeOutput('Decrypt', { KeyId: 'ké😀', Plaintext })
    expect(decodeBody(operations.Encrypt.input, utf8(text))).toEqual({
      KeyId: 'ké😀',
      Plaintext: Buffer.from(Plaintext),
    })
  })
})
