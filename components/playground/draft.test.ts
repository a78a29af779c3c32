import { describe, expect, it } from 'vitest'
import { type Asked, buildCall, emptyDraft, type KeyKind, limitsAsked, wireBody, withBytes } from './draft.ts'
import { lengthWarning, limitOf } from './limits.ts'
import { firstOp, formOf, kindReason, OPERATIONS } from './operations.ts'

const key = (spec: string, usage: string, ...algorithms: string[]): KeyKind => ({
  ...{ keyId: '7f3a91c2-5d1e-4b8a-9c64-2e0b7d41aa90', aliases: ['alias/a'], state: 'Enabled', origin: 'AWS_KMS' },
  ...{ spec, usage, algorithms },
})
const SYMMETRIC = key('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'SYMMETRIC_DEFAULT')
const RSA = key('RSA_2048', 'ENCRYPT_DECRYPT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256')
const MESSAGE = withBytes(emptyDraft, {
  message: { form: 'text', text: 'hi' },
  plaintext: { form: 'text', text: 'hi' },
})
const asked = (more: Partial<Asked>): Asked => ({ choice: { op: 'Encrypt' }, draft: MESSAGE, key: SYMMETRIC, ...more })

describe('the call of a form', () => {
  it('names its key by an alias, and its context', () => {
    const context = [
      { key: 'purpose', value: 'settlement' },
      { key: '', value: '' },
    ]
    const built = buildCall(asked({ draft: { ...MESSAGE, context, grantTokens: ' a\nb ', dryRun: true } }))
    expect('call' in built && JSON.parse(wireBody(built.call))).toEqual({
      ...{ KeyId: 'alias/a', Plaintext: 'aGk=', EncryptionContext: { purpose: 'settlement' } },
      ...{ GrantTokens: ['a', 'b'], DryRun: true },
    })
  })

  it('has a context only where ciphertexts are bound to one', () => {
    const built = buildCall(asked({ key: RSA, draft: { ...MESSAGE, context: [{ key: 'a', value: 'b' }] } }))
    expect('call' in built && built.call.input).toEqual({
      ...{ KeyId: 'alias/a', EncryptionAlgorithm: 'RSAES_OAEP_SHA_256', Plaintext: new TextEncoder().encode('hi') },
    })
  })

  it('keeps a member of a context that is named like what objects have', () => {
    const built = buildCall(asked({ draft: { ...MESSAGE, context: [{ key: '__proto__', value: 'x' }] } }))
    expect('call' in built && wireBody(built.call)).toContain('{"__proto__":"x"}')
  })

  it.each<[string, Partial<Asked>, string]>([
    ['no key', { key: undefined }, 'Choose a key'],
    ['a key for something else', { choice: { op: 'Sign' } }, 'This key is for: encrypt, decrypt'],
    ['nothing to encrypt', { draft: emptyDraft }, 'Plaintext: It is empty'],
    [
      'a key twice',
      {
        draft: {
          ...MESSAGE,
          context: [
            { key: 'a', value: '1' },
            { key: 'a', value: '2' },
          ],
        },
      },
      'The key a is there twice',
    ],
    [
      'no destination',
      { choice: { op: 'ReEncrypt' }, draft: withBytes(emptyDraft, { ciphertext: { form: 'hex', text: '00' } }) },
      'Choose the key to encrypt under',
    ],
    ['too much chance', { choice: { op: 'GenerateRandom', numberOfBytes: '1025' } }, '1 to 1,024 bytes'],
  ])('is none with %s', (_, more, problem) => {
    expect(buildCall(asked(more))).toEqual({ problem })
  })

  it('is made with a length that the service refuses, and the field says so', () => {
    const draft = withBytes(emptyDraft, { plaintext: { form: 'text', text: 'x'.repeat(191) } })
    expect(buildCall(asked({ key: RSA, draft }))).toHaveProperty('call')
    const limit = limitOf('plaintext', limitsAsked({ op: 'Encrypt' }, RSA))
    expect(lengthWarning(191, limit)).toBe('This will be refused: at most 190 bytes')
    expect([lengthWarning(190, limit), lengthWarning(0, limit)]).toEqual([undefined, undefined])
    expect(lengthWarning(47, { exactly: 48 })).toBe('This will be refused: it has to be 48 bytes')
  })

  it('of GenerateRandom has no options: it takes none', () => {
    const built = buildCall(asked({ choice: { op: 'GenerateRandom' }, draft: { ...MESSAGE, dryRun: true } }))
    expect('call' in built && built.call.input).toEqual({ NumberOfBytes: 32 })
  })

  it('says what of a message is signed', () => {
    const built = buildCall(asked({ choice: { op: 'Sign' }, key: key('ML_DSA_65', 'SIGN_VERIFY', 'ML_DSA_SHAKE_256') }))
    expect('call' in built && built.call.input).toMatchObject({
      MessageType: 'RAW',
      SigningAlgorithm: 'ML_DSA_SHAKE_256',
    })
  })
})

it('every operation has a form, and says which keys do not do it', () => {
  expect(OPERATIONS).toHaveLength(16)
  expect(firstOp(SYMMETRIC)).toBe('Encrypt')
  expect(firstOp(key('HMAC_256', 'GENERATE_VERIFY_MAC'))).toBe('GenerateMac')
  expect(kindReason('GenerateDataKey', RSA)).toBe('Only symmetric encryption keys make data keys')
  expect(kindReason('GenerateRandom', RSA)).toBeUndefined()
  expect(formOf('Verify').fields.map(({ member }) => member)).toEqual(['Message', 'Signature'])
})
