import { beforeAll, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

const ML_KEM = { EncapsulationAlgorithm: 'ML_KEM' } as const

let kms: Harness
let KeyId: string
let Arn: string

beforeAll(async () => {
  kms = await openHarness()
  const key = await kms.newKey({ KeySpec: 'ML_KEM_768', KeyUsage: 'ENCAPSULATE_DECAPSULATE' })
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
})

const encapsulate = async () => {
  const answer = await kms.call('Encapsulate', { KeyId, ...ML_KEM })
  const { SharedSecret = Buffer.alloc(0), SharedSecretCiphertextBlob = Buffer.alloc(0) } = answer
  return { SharedSecret, SharedSecretCiphertextBlob }
}
const decapsulate = (SharedSecretCiphertextBlob: Uint8Array, more: Partial<Input<'Decapsulate'>> = {}) =>
  kms.call('Decapsulate', { KeyId, ...ML_KEM, SharedSecretCiphertextBlob, ...more })

describe('Encapsulate', () => {
  it('answers the key ARN, a secret of 32 bytes, what it comes from and the algorithm, and nothing more', async () => {
    const answer = await kms.call('Encapsulate', { KeyId, ...ML_KEM })
    expect(Object.keys(answer).sort()).toEqual(
      ['EncapsulationAlgorithm', 'KeyId', 'SharedSecret', 'SharedSecretCiphertextBlob'].sort(),
    )
    expect(answer).toMatchObject({ KeyId: Arn, ...ML_KEM })
    expect([answer.SharedSecret?.length, answer.SharedSecretCiphertextBlob?.length]).toEqual([32, 1088])
  })

  it('gives another secret each time, and Decapsulate gives it back', async () => {
    const [first, second] = [await encapsulate(), await encapsulate()]
    expect(first.SharedSecret).not.toEqual(second.SharedSecret)
    for (const { SharedSecret, SharedSecretCiphertextBlob } of [first, second]) {
      const opened = await decapsulate(SharedSecretCiphertextBlob)
      expect(opened).toMatchObject({ KeyId: Arn, SharedSecret })
    }
  })

  it('records no secret', async () => {
    let secret = ''
    const [event] = await eventsOf(kms, async () => {
      secret = Buffer.from((await encapsulate()).SharedSecret).toString('base64')
    })
    expect(event?.record).toMatchObject({ responseElements: null })
    expect(event?.text).not.toContain(secret)
  })

  it('refuses a key of another usage', async () => {
    const key = await kms.newKey()
    expect(await kms.refusal('Encapsulate', { KeyId: key.KeyId, ...ML_KEM })).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: `${key.Arn} key usage is ENCRYPT_DECRYPT which is not valid for Encapsulate.`,
    })
  })

  it('as a dry run makes nothing', async () => {
    const error = await kms.refusal('Encapsulate', { KeyId, ...ML_KEM, DryRun: true })
    expect(error.code).toBe('DryRunOperationException')
  })
})

describe('Decapsulate', () => {
  it('gives another secret for a changed ciphertext, always the same, and no error', async () => {
    const { SharedSecret, SharedSecretCiphertextBlob } = await encapsulate()
    const changed = Buffer.from(SharedSecretCiphertextBlob)
    changed[5] = (changed[5] ?? 0) ^ 1
    const [first, second] = [await decapsulate(changed), await decapsulate(changed)]
    expect(first.SharedSecret).not.toEqual(SharedSecret)
    expect(first.SharedSecret).toEqual(second.SharedSecret)
  })

  it.each([768, 1087, 1089])('refuses a ciphertext of %s bytes without words', async (length) => {
    const input = { KeyId, ...ML_KEM, SharedSecretCiphertextBlob: Buffer.alloc(length) }
    expect(await kms.refusal('Decapsulate', input)).toMatchObject({ code: 'InvalidCiphertextException', message: '' })
  })

  it('counts as a use of the key', async () => {
    const { SharedSecretCiphertextBlob } = await encapsulate()
    await decapsulate(SharedSecretCiphertextBlob)
    const { KeyLastUsage } = await kms.call('GetKeyLastUsage', { KeyId })
    expect(KeyLastUsage?.Operation).toBe('Decapsulate')
  })
})
