import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseBlob } from '#crypto/ciphertext-blob.ts'
import type { Input, KeyMetadata } from '#model/api.ts'
import { encrypted } from '#testing/calls.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

const PLAINTEXT = Buffer.from('attack at dawn')
const ROUNDS = 500

let kms: Harness
let key: KeyMetadata

beforeAll(async () => {
  kms = await openHarness()
  key = await kms.newKey()
})

const encrypt = async (more: Partial<Input<'Encrypt'>> = {}) => {
  const { CiphertextBlob } = await kms.call('Encrypt', { KeyId: key.KeyId, Plaintext: PLAINTEXT, ...more })
  if (!CiphertextBlob) throw new Error('no blob')
  return CiphertextBlob
}
const decrypt = async (input: Input<'Decrypt'>) => Buffer.from((await kms.call('Decrypt', input)).Plaintext ?? [])
const invalid = (message: string) => ({ code: 'ValidationException', message })

describe('Encrypt', () => {
  it('answers the key ARN, whatever form named the key', async () => {
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: key.KeyId })
    for (const KeyId of [key.KeyId, key.Arn ?? '', 'alias/app']) {
      const answer = await kms.call('Encrypt', { KeyId, Plaintext: PLAINTEXT })
      expect(answer).toMatchObject({ KeyId: key.Arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    }
  })

  it('gives a blob that only the same encryption context opens, in any order', async () => {
    const EncryptionContext = new Map([
      ['a', '1'],
      ['b', '2'],
    ])
    const CiphertextBlob = await encrypt({ EncryptionContext })
    const turned = new Map([...EncryptionContext].toReversed())
    expect(await decrypt({ CiphertextBlob, EncryptionContext: turned })).toEqual(PLAINTEXT)
    const other = await kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext: new Map([['a', '1']]) })
    expect(other).toMatchObject({ code: 'InvalidCiphertextException', message: '' })
  })

  it('gives back any plaintext under any encryption context', async () => {
    const text = fc.string({ unit: 'grapheme' })
    const context = fc.array(fc.tuple(text, text), { maxLength: 8 }).map((pairs) => new Map(pairs))
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 4096 }), context, async (bytes, EncryptionContext) => {
        const CiphertextBlob = await encrypt({ Plaintext: bytes, EncryptionContext })
        expect(await decrypt({ CiphertextBlob, EncryptionContext })).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 100 },
    )
  })

  it('never uses a nonce twice, nor gives the same blob for the same plaintext', async () => {
    const blobs = await Promise.all(Array.from({ length: ROUNDS }, () => encrypt()))
    const nonces = blobs.map((blob) => parseBlob(blob)?.nonce.toString('hex'))
    expect(new Set(nonces).size).toBe(ROUNDS)
    expect(nonces).not.toContain(undefined)
    expect(new Set(blobs.map((blob) => Buffer.from(blob).toString('hex'))).size).toBe(ROUNDS)
  })

  it('takes from 1 to 4,096 bytes, and gives a blob that Decrypt takes', async () => {
    for (const length of [1, 4096]) {
      const CiphertextBlob = await encrypt({ Plaintext: Buffer.alloc(length, 7) })
      expect(CiphertextBlob.length).toBeLessThanOrEqual(6144)
      expect(await decrypt({ CiphertextBlob })).toEqual(Buffer.alloc(length, 7))
    }
    for (const [length, constraint] of [
      [0, 'greater than or equal to 1'],
      [4097, 'less than or equal to 4096'],
    ] as const) {
      const error = await kms.refusal('Encrypt', { KeyId: key.KeyId, Plaintext: Buffer.alloc(length) })
      expect(error).toMatchObject(
        invalid(
          `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length ${constraint}`,
        ),
      )
    }
  })

  it('refuses an algorithm that the key has not', async () => {
    for (const EncryptionAlgorithm of ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'] as const) {
      const error = await kms.refusal('Encrypt', { KeyId: key.KeyId, Plaintext: PLAINTEXT, EncryptionAlgorithm })
      expect(error).toMatchObject({
        code: 'InvalidKeyUsageException',
        message: `Algorithm ${EncryptionAlgorithm} is incompatible with key spec SYMMETRIC_DEFAULT.`,
      })
    }
  })
})

describe('an encryption context', () => {
  it.each([['__proto__'], ['constructor'], ['toString'], [''], ['ключ'], ['e\u0301']])(
    'counts the name %j as any other',
    async (name) => {
      const EncryptionContext = new Map([[name, 'evil']])
      const CiphertextBlob = await encrypt({ EncryptionContext })
      expect(await decrypt({ CiphertextBlob, EncryptionContext })).toEqual(PLAINTEXT)
      for (const other of [new Map(), new Map([[name, 'good']]), new Map([[`${name}x`, 'evil']])]) {
        const error = await kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext: other })
        expect(error.code).toBe('InvalidCiphertextException')
      }
    },
  )

  it.each([
    ['upper and lower case', [['Dept', 'IT']], [['dept', 'IT']]],
    ['composed and decomposed letters', [['\u00e9', '']], [['e\u0301', '']]],
    ['name and value, run together', [['ab', 'c']], [['a', 'bc']]],
    [
      'one pair and two',
      [['a', 'b']],
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
  ])('tells apart %s', async (_, sealed, asked) => {
    const CiphertextBlob = await encrypt({ EncryptionContext: new Map(sealed as [string, string][]) })
    const EncryptionContext = new Map(asked as [string, string][])
    const error = await kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext })
    expect(error).toMatchObject({ code: 'InvalidCiphertextException', message: '' })
  })

  it('that is empty is the same as none', async () => {
    const CiphertextBlob = await encrypt({ EncryptionContext: new Map() })
    expect(await decrypt({ CiphertextBlob })).toEqual(PLAINTEXT)
  })

  it.each([
    ['a name', ['\ud800', '']],
    ['a value', ['a', 'x\udfff']],
  ])('with half a character in %s is refused everywhere', async (_, pair) => {
    const EncryptionContext = new Map([pair as [string, string]])
    const CiphertextBlob = await encrypted(kms, key.KeyId, 'x')
    const { KeyId } = key
    const errors = [
      await kms.refusal('Encrypt', { KeyId, Plaintext: PLAINTEXT, EncryptionContext }),
      await kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext }),
      await kms.refusal('GenerateDataKey', { KeyId, KeySpec: 'AES_128', EncryptionContext }),
      await kms.refusal('GenerateDataKeyWithoutPlaintext', { KeyId, KeySpec: 'AES_128', EncryptionContext }),
      await kms.refusal('ReEncrypt', {
        CiphertextBlob,
        DestinationKeyId: KeyId,
        SourceEncryptionContext: EncryptionContext,
      }),
      await kms.refusal('ReEncrypt', {
        CiphertextBlob,
        DestinationKeyId: KeyId,
        DestinationEncryptionContext: EncryptionContext,
      }),
    ]
    for (const error of errors) {
      expect(error).toMatchObject(
        invalid('The encryption context must be well-formed Unicode text of at most 65,535 bytes a key or value.'),
      )
    }
  })
})
