import { beforeAll, describe, expect, it } from 'vitest'
import { parseBlob } from '#crypto/ciphertext-blob.ts'
import type { Principal } from '#kernel/principal.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'

let kms: Harness
let subject: Subject
let other: Subject

beforeAll(async () => {
  kms = await openHarness()
  subject = await newSubject(kms)
  other = await newSubject(kms)
})

const INVALID = { code: 'InvalidCiphertextException', message: '' }
const INCORRECT = {
  code: 'IncorrectKeyException',
  message: 'The key ID in the request does not identify a CMK that can perform this operation.',
}
const denied = ({ arn }: Pick<Principal, 'arn'>) => ({
  code: 'AccessDeniedException',
  message: `User: ${arn} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
})
const ROOT = { arn: `arn:aws:iam::${ACCOUNT}:root` }

/** Bytes 5 to 20 of a blob are its key id, byte 4 says whether it is of a multi-Region key. */
const namesKey = (index: number) => index >= 5 && index < 21
const flipped = (bytes: Uint8Array, index: number, mask: number) =>
  Buffer.from(bytes.map((byte, at) => (at === index ? byte ^ mask : byte)))

describe('Decrypt', () => {
  it('finds the key in the ciphertext and names it, its material and the algorithm', async () => {
    const { Plaintext, ...answer } = await kms.call('Decrypt', { CiphertextBlob: subject.ciphertext })
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('attack at dawn')
    expect(answer).toEqual({
      KeyId: subject.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: subject.key.CurrentKeyMaterialId,
    })
  })

  it('refuses a ciphertext of another key than the one named', async () => {
    for (const KeyId of [other.keyId, other.arn, other.alias]) {
      expect(await kms.refusal('Decrypt', { CiphertextBlob: subject.ciphertext, KeyId })).toMatchObject(INCORRECT)
    }
  })

  it('does not open a blob in which any byte was changed', async () => {
    const { ciphertext, keyId } = subject
    for (const index of ciphertext.keys()) {
      for (const mask of [1, 0x80]) {
        const CiphertextBlob = flipped(ciphertext, index, mask)
        const named = await kms.refusal('Decrypt', { CiphertextBlob, KeyId: keyId })
        const otherKey = namesKey(index) || parseBlob(CiphertextBlob)?.multiRegion
        expect(named, `byte ${index}`).toMatchObject(otherKey ? INCORRECT : INVALID)
        const unnamed = await kms.refusal('Decrypt', { CiphertextBlob })
        expect(unnamed, `byte ${index}`).toMatchObject(otherKey ? denied(ROOT) : INVALID)
      }
    }
  })

  it('does not open a blob that was cut short or made longer', async () => {
    const { ciphertext, keyId } = subject
    const cut = Array.from({ length: ciphertext.length - 1 }, (_, length) => ciphertext.subarray(0, length + 1))
    const longer = [1, 16, 500].map((more) => Buffer.concat([ciphertext, Buffer.alloc(more)]))
    for (const CiphertextBlob of [...cut, ...longer]) {
      expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject(INVALID)
      expect(await kms.refusal('Decrypt', { CiphertextBlob, KeyId: keyId })).toMatchObject(INVALID)
    }
  })

  it('does not open a blob put together from two good ones', async () => {
    const again = (await newSubject(kms)).ciphertext
    for (const at of [21, 53, 77, subject.ciphertext.length - 16]) {
      const CiphertextBlob = Buffer.concat([subject.ciphertext.subarray(0, at), again.subarray(at)])
      expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject(INVALID)
    }
  })

  it('refuses no blob, and one that is longer than any', async () => {
    expect(await kms.refusal('Decrypt', {})).toMatchObject({
      code: 'ValidationException',
      message: 'CiphertextBlob is required.',
    })
    const tooLong = await kms.refusal('Decrypt', { CiphertextBlob: Buffer.alloc(6145) })
    expect(tooLong).toMatchObject({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint: Member must have length less than or equal to 6144",
    })
  })

  it('refuses an algorithm that the key has not', async () => {
    const input = { CiphertextBlob: subject.ciphertext, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } as const
    expect(await kms.refusal('Decrypt', input)).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: 'Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.',
    })
  })
})

describe('a key that the ciphertext names and the caller cannot see', () => {
  it.each([
    ['another Region', { region: OTHER_REGION }],
    ['another account', { account: OTHER_ACCOUNT }],
  ])('is refused in %s as if it did not exist', async (_, as) => {
    const caller = kms.caller(as)
    const error = await kms.refusal('Decrypt', { CiphertextBlob: subject.ciphertext }, caller)
    expect(error).toMatchObject(denied(caller.principal))
  })

  it('is refused when it was deleted, and the event says that it was denied', async () => {
    const gone = await newSubject(kms)
    const record = await kms.ports.store.key(kms.caller().scope, gone.key.KeyId as never)
    if (!record) throw new Error('no key')
    const { key } = record
    await kms.ports.store.commit({ writes: [{ act: 'remove', table: 'key', key, version: key.version }], events: [] })
    const [event] = await eventsOf(kms, async () => {
      expect(await kms.refusal('Decrypt', { CiphertextBlob: gone.ciphertext })).toMatchObject(denied(ROOT))
    })
    expect(event).toMatchObject({
      outcome: 'denied',
      resources: [],
      decisions: [{ outcome: 'implicitly-denied', missing: 'resource' }],
    })
  })

  it('tells a caller without permission nothing of the ciphertext', async () => {
    const caller = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    const good = await kms.refusal('Decrypt', { CiphertextBlob: subject.ciphertext }, caller)
    const broken = await kms.refusal('Decrypt', { CiphertextBlob: flipped(subject.ciphertext, 80, 1) }, caller)
    expect(good.code).toBe('AccessDeniedException')
    expect(broken).toMatchObject({ code: good.code, message: good.message })
  })
})
