import { beforeAll, describe, expect, it } from 'vitest'
import type { Input, KeyMetadata } from '#model/api.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

let kms: Harness
let key: KeyMetadata

beforeAll(async () => {
  kms = await openHarness()
  key = await kms.newKey()
})

type Asked = Omit<Input<'GenerateDataKey'>, 'KeyId'>
const BOTH = ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'] as const
const NO_BLOB = Buffer.alloc(1)
const open = async (CiphertextBlob: Uint8Array = NO_BLOB, more: Partial<Input<'Decrypt'>> = {}) =>
  Buffer.from((await kms.call('Decrypt', { CiphertextBlob, ...more })).Plaintext ?? [])
const EITHER = { code: 'ValidationException', message: 'Please specify either number of bytes or key spec.' }

describe.each(BOTH)('%s', (name) => {
  const make = (asked: Asked) => kms.call(name, { KeyId: key.KeyId, ...asked })

  it.each<[string, Asked, number]>([
    ['AES_128', { KeySpec: 'AES_128' }, 16],
    ['AES_256', { KeySpec: 'AES_256' }, 32],
    ['1 byte', { NumberOfBytes: 1 }, 1],
    ['1,024 bytes', { NumberOfBytes: 1024 }, 1024],
  ])('makes a data key of %s that Decrypt gives back', async (_, asked, length) => {
    const answer = await make(asked)
    expect(answer).toMatchObject({ KeyId: key.Arn, KeyMaterialId: key.CurrentKeyMaterialId })
    const opened = await open(answer.CiphertextBlob)
    expect(opened).toHaveLength(length)
    if (length > 1) expect(opened).not.toEqual(Buffer.alloc(length))
    if ('Plaintext' in answer) expect(Buffer.from(answer.Plaintext ?? [])).toEqual(opened)
  })

  it.each<[string, Asked]>([
    ['neither a spec nor a length', {}],
    ['both', { KeySpec: 'AES_256', NumberOfBytes: 32 }],
  ])('refuses %s', async (_, asked) => {
    expect(await kms.refusal(name, { KeyId: key.KeyId, ...asked })).toMatchObject(EITHER)
  })

  it.each([
    [0, 'greater than or equal to 1'],
    [1025, 'less than or equal to 1024'],
  ])('refuses %s bytes', async (NumberOfBytes, constraint) => {
    expect(await kms.refusal(name, { KeyId: key.KeyId, NumberOfBytes })).toMatchObject({
      code: 'ValidationException',
      message: `1 validation error detected: Value '${NumberOfBytes}' at 'numberOfBytes' failed to satisfy constraint: Member must have value ${constraint}`,
    })
  })

  it('binds the data key to its encryption context', async () => {
    const EncryptionContext = new Map([['volume', '1']])
    const { CiphertextBlob = NO_BLOB } = await make({ KeySpec: 'AES_256', EncryptionContext })
    await open(CiphertextBlob, { EncryptionContext })
    expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject({ code: 'InvalidCiphertextException' })
  })

  it('makes another data key each time', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => make({ KeySpec: 'AES_128' })))
    const opened = await Promise.all(
      made.map(async ({ CiphertextBlob }) => (await open(CiphertextBlob)).toString('hex')),
    )
    expect(new Set(opened).size).toBe(50)
  })
})

describe('GenerateRandom', () => {
  it.each([1, 32, 1024])('gives %s bytes', async (NumberOfBytes) => {
    const answer = await kms.call('GenerateRandom', { NumberOfBytes })
    expect(Object.keys(answer)).toEqual(['Plaintext'])
    expect(answer.Plaintext).toHaveLength(NumberOfBytes)
  })

  it.each<[string, Input<'GenerateRandom'>, string]>([
    ['no length', {}, 'NumberOfBytes is required.'],
    [
      '0 bytes',
      { NumberOfBytes: 0 },
      "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      '1,025 bytes',
      { NumberOfBytes: 1025 },
      "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ],
  ])('refuses %s', async (_, input, message) => {
    expect(await kms.refusal('GenerateRandom', input)).toMatchObject({ code: 'ValidationException', message })
  })

  it('does not repeat itself', async () => {
    const made = await Promise.all(Array.from({ length: 200 }, () => kms.call('GenerateRandom', { NumberOfBytes: 16 })))
    expect(new Set(made.map(({ Plaintext }) => Buffer.from(Plaintext ?? []).toString('hex'))).size).toBe(200)
  })
})
