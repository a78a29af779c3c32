import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Input, KeyMetadata } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { importMaterial, newExternalKey } from '#testing/imports.ts'

type Algorithm = Input<'GenerateMac'>['MacAlgorithm']

const Message = Buffer.from('some important message')
const BITS = [224, 256, 384, 512] as const

let kms: Harness
const keys = new Map<number, KeyMetadata>()

beforeAll(async () => {
  kms = await openHarness()
  for (const bits of BITS) {
    keys.set(bits, await kms.newKey({ KeySpec: `HMAC_${bits}`, KeyUsage: 'GENERATE_VERIFY_MAC' }))
  }
})

const keyOf = (bits: number) => ({ KeyId: keys.get(bits)?.KeyId ?? '', Arn: keys.get(bits)?.Arn })
const asked = (bits: number, more: Partial<Input<'GenerateMac'>> = {}): Input<'GenerateMac'> => ({
  KeyId: keyOf(bits).KeyId,
  Message,
  MacAlgorithm: `HMAC_SHA_${bits}` as Algorithm,
  ...more,
})
const macOf = async (bits: number) => (await kms.call('GenerateMac', asked(bits))).Mac ?? Buffer.alloc(0)
const BAD = { code: 'KMSInvalidMacException', message: '' }

describe.each(BITS)('HMAC_%s', (bits) => {
  it('answers a whole MAC, the algorithm and the key ARN, and nothing more', async () => {
    const { Mac, ...rest } = await kms.call('GenerateMac', asked(bits))
    expect(Mac).toHaveLength(bits / 8)
    expect(rest).toStrictEqual({ MacAlgorithm: `HMAC_SHA_${bits}`, KeyId: keyOf(bits).Arn })
  })

  it('verifies its own MAC, and fails without words for any other', async () => {
    const Mac = await macOf(bits)
    expect(await kms.call('VerifyMac', { ...asked(bits), Mac })).toStrictEqual({
      MacValid: true,
      MacAlgorithm: `HMAC_SHA_${bits}`,
      KeyId: keyOf(bits).Arn,
    })
    const changed = Buffer.from(Mac)
    changed[0] = (changed[0] ?? 0) ^ 1
    for (const more of [
      { Mac: changed },
      { Mac: Mac.subarray(1) },
      { Mac: Buffer.concat([Mac, Buffer.alloc(1)]) },
      { Mac, Message: Buffer.from('some different important message') },
    ]) {
      expect(await kms.refusal('VerifyMac', { ...asked(bits), ...more })).toMatchObject(BAD)
    }
  })
})

describe('GenerateMac', () => {
  it('is HMAC under the imported key', async () => {
    const material = Buffer.alloc(32, 7)
    const { KeyId } = await newExternalKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    await importMaterial(kms, KeyId, material)
    const { Mac } = await kms.call('GenerateMac', asked(256, { KeyId }))
    expect(Buffer.from(Mac ?? [])).toEqual(createHmac('sha256', material).update(Message).digest())
  })

  it.each([
    ['GenerateMac', 224, 'HMAC_SHA_256'],
    ['VerifyMac', 256, 'HMAC_SHA_512'],
  ] as const)('%s refuses the algorithm of another spec, in AWS’s words', async (name, bits, MacAlgorithm) => {
    const input = { ...asked(bits, { MacAlgorithm }), Mac: Buffer.alloc(64) }
    expect(await kms.refusal(name, input)).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: `Algorithm ${MacAlgorithm} is incompatible with key spec HMAC_${bits}.`,
    })
  })

  it('refuses a key of another usage, in AWS’s words', async () => {
    const key = await kms.newKey()
    expect(await kms.refusal('GenerateMac', asked(256, { KeyId: key.KeyId }))).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: `${key.Arn} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.`,
    })
  })

  it('takes 4,096 bytes and not one more', async () => {
    await kms.call('GenerateMac', asked(256, { Message: Buffer.alloc(4096) }))
    expect(await kms.refusal('GenerateMac', asked(256, { Message: Buffer.alloc(4097) }))).toMatchObject({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length less than or equal to 4096",
    })
  })

  it('records neither message nor MAC', async () => {
    const [event] = await eventsOf(kms, () => macOf(256))
    expect(event?.record).toMatchObject({
      readOnly: true,
      requestParameters: { keyId: keyOf(256).KeyId, macAlgorithm: 'HMAC_SHA_256' },
      responseElements: null,
    })
    expect(event?.text).not.toContain(Message.toString('base64'))
  })

  it('as a dry run makes nothing', async () => {
    expect((await kms.refusal('GenerateMac', asked(256, { DryRun: true }))).code).toBe('DryRunOperationException')
  })
})
