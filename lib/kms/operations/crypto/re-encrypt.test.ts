import { beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'

let kms: Harness
let source: Subject
let target: Subject

beforeEach(async () => {
  kms = await openHarness()
  source = await newSubject(kms)
  target = await newSubject(kms)
})

const reEncrypt = (more: Partial<Input<'ReEncrypt'>> = {}) =>
  kms.call('ReEncrypt', { CiphertextBlob: source.ciphertext, DestinationKeyId: target.keyId, ...more })
const refusal = (more: Partial<Input<'ReEncrypt'>>) =>
  kms.refusal('ReEncrypt', { CiphertextBlob: source.ciphertext, DestinationKeyId: target.keyId, ...more })
const context = (name: string, value: string) => new Map([[name, value]])

describe('ReEncrypt', () => {
  it('moves a ciphertext to another key and says from where to where', async () => {
    const { CiphertextBlob, ...answer } = await reEncrypt({ DestinationKeyId: target.alias })
    expect(answer).toEqual({
      SourceKeyId: source.arn,
      KeyId: target.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: source.key.CurrentKeyMaterialId,
      DestinationKeyMaterialId: target.key.CurrentKeyMaterialId,
    })
    const opened = await kms.call('Decrypt', { CiphertextBlob: CiphertextBlob ?? Buffer.alloc(1), KeyId: target.keyId })
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('attack at dawn')
  })

  it('exchanges one encryption context for another', async () => {
    const first = await reEncrypt({ DestinationEncryptionContext: context('a', '1') })
    const blob = first.CiphertextBlob ?? Buffer.alloc(1)
    const without = await refusal({ CiphertextBlob: blob })
    expect(without).toMatchObject({ code: 'InvalidCiphertextException', message: '' })
    const SourceEncryptionContext = context('a', '1')
    const second = await reEncrypt({
      CiphertextBlob: blob,
      SourceEncryptionContext,
      DestinationEncryptionContext: context('b', '2'),
    })
    const CiphertextBlob = second.CiphertextBlob ?? Buffer.alloc(1)
    await kms.call('Decrypt', { CiphertextBlob, EncryptionContext: context('b', '2') })
    expect((await kms.refusal('Decrypt', { CiphertextBlob, EncryptionContext: context('a', '1') })).code).toBe(
      'InvalidCiphertextException',
    )
  })

  it('moves a ciphertext to the current material of its own key', async () => {
    await kms.call('RotateKeyOnDemand', { KeyId: source.keyId })
    const answer = await reEncrypt({ DestinationKeyId: source.keyId })
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: source.keyId })
    expect(answer.SourceKeyMaterialId).toBe(source.key.CurrentKeyMaterialId)
    expect(answer.DestinationKeyMaterialId).toBe(KeyMetadata?.CurrentKeyMaterialId)
    expect(answer.DestinationKeyMaterialId).not.toBe(answer.SourceKeyMaterialId)
  })

  it('refuses a source key that is not the ciphertext’s', async () => {
    expect(await refusal({ SourceKeyId: target.keyId })).toMatchObject({
      code: 'IncorrectKeyException',
      message: 'The key ID in the request does not identify a CMK that can perform this operation.',
    })
  })

  it.each(['SourceEncryptionAlgorithm', 'DestinationEncryptionAlgorithm'])('refuses another %s', async (member) => {
    expect(await refusal({ [member]: 'RSAES_OAEP_SHA_1' })).toMatchObject({
      code: 'InvalidKeyUsageException',
      message: 'Algorithm RSAES_OAEP_SHA_1 is incompatible with key spec SYMMETRIC_DEFAULT.',
    })
  })

  it('refuses a blob that is none, without a message', async () => {
    for (const more of [{}, { SourceKeyId: source.keyId }]) {
      const error = await refusal({ CiphertextBlob: Buffer.from('not a blob'), ...more })
      expect(error).toMatchObject({ code: 'InvalidCiphertextException', message: '' })
    }
  })

  it('names both keys in its event, the source first, and both materials', async () => {
    const [event] = await eventsOf(kms, () => reEncrypt())
    expect(event).toMatchObject({ resources: [source.arn, target.arn], keyUse: true })
    expect(event?.decisions).toHaveLength(2)
    expect(event?.record.additionalEventData).toEqual({
      sourceKeyMaterialId: source.key.CurrentKeyMaterialId,
      destinationKeyMaterialId: target.key.CurrentKeyMaterialId,
    })
  })
})

describe('the two permissions of ReEncrypt', () => {
  const userWith = (name: string, statements: readonly object[]) => {
    const Statement = statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement }))
    return kms.caller({ principal: kms.identities.user(ACCOUNT, name, { Version: '2012-10-17', Statement }) })
  }
  const as = (caller: ReturnType<typeof userWith>, more: Partial<Input<'ReEncrypt'>> = {}) => {
    const input = { CiphertextBlob: source.ciphertext, DestinationKeyId: target.keyId, ...more }
    return kms.call('ReEncrypt', input, caller).then(
      () => 'allowed',
      (error: Error) => error.message,
    )
  }

  it('are both needed, each on its own key', async () => {
    const from = { Action: 'kms:ReEncryptFrom', Resource: source.arn }
    const to = { Action: 'kms:ReEncryptTo', Resource: target.arn }
    expect(await as(userWith('both', [from, to]))).toBe('allowed')
    expect(await as(userWith('only-from', [from]))).toContain('kms:ReEncryptTo on resource')
    expect(await as(userWith('only-to', [to]))).toContain('kms:ReEncryptFrom on the resource associated with')
    expect(await as(userWith('all-of-it', [{ Action: 'kms:ReEncrypt*' }]))).toBe('allowed')
    expect(await as(userWith('neither', [{ Action: 'kms:ReEncrypt' }]))).toContain('kms:ReEncryptFrom')
  })

  it('each see their own encryption context, algorithm and alias', async () => {
    const conditioned = (Action: string, key: string, value: string) => ({
      Action,
      Condition: { StringEquals: { [key]: value } },
    })
    const caller = userWith('careful', [
      conditioned('kms:ReEncryptFrom', 'kms:EncryptionAlgorithm', 'SYMMETRIC_DEFAULT'),
      conditioned('kms:ReEncryptTo', 'kms:EncryptionContext:to', 'there'),
    ])
    const DestinationEncryptionContext = context('to', 'there')
    expect(await as(caller, { DestinationEncryptionContext })).toBe('allowed')
    expect(await as(caller, { SourceEncryptionContext: context('to', 'there') })).toContain('kms:ReEncryptTo')
    const byAlias = userWith('by-alias', [
      { Action: 'kms:ReEncryptFrom' },
      conditioned('kms:ReEncryptTo', 'kms:RequestAlias', target.alias),
    ])
    expect(await as(byAlias, { DestinationKeyId: target.alias })).toBe('allowed')
    expect(await as(byAlias)).toContain('kms:ReEncryptTo')
  })

  it('can be given for one and the same key only', async () => {
    const same = userWith('same-key', [
      { Action: 'kms:ReEncrypt*', Condition: { Bool: { 'kms:ReEncryptOnSameKey': 'true' } } },
    ])
    expect(await as(same, { DestinationKeyId: source.keyId })).toBe('allowed')
    expect(await as(same)).toContain('not authorized')
  })
})
