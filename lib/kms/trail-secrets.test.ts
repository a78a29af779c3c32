import { beforeEach, describe, expect, it } from 'vitest'
import { operationNames } from '#model/api.ts'
import { inputShape, isSensitive, shapeOf } from '#model/schema.ts'
import { FREE_REGION, inputFor, newSubject } from '#testing/calls.ts'
import { GRANTEE, MESSAGE } from '#testing/earlier-calls.ts'
import { type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

describe('secrets', () => {
  const CANARY = MESSAGE
  const logged = async () => {
    const regions = [REGION, OTHER_REGION, FREE_REGION].map((region) => kms.events({ region }))
    return (await Promise.all(regions))
      .flat()
      .map(({ text }) => text)
      .join('\n')
  }
  /** All the ways in which bytes are usually written. A part of them is enough. */
  const writings = (bytes: Uint8Array) => {
    const part = Buffer.from(bytes).subarray(0, 24)
    return (['latin1', 'base64', 'base64url', 'hex'] as const).map((encoding) => part.toString(encoding))
  }

  it.each(operationNames)('of %s stand in no event, be they sent or answered', async (name) => {
    const input: object = inputFor(name, await newSubject(kms, name))
    for (const [member, value] of Object.entries(input)) {
      const type = inputShape(name).members[member]
      if (value instanceof Uint8Array && type && isSensitive(shapeOf(type))) expect(value).toEqual(CANARY)
    }
    const answer: unknown = await kms.call(name, input as never)
    const failed = { ...input, GrantTokens: [CANARY.toString('latin1')] }
    if ('GrantTokens' in inputShape(name).members) await kms.refusal(name, failed as never)
    const sent = [...Object.values(input), ...Object.values(Object(answer))]
    const blobs = sent.filter((value) => value instanceof Uint8Array)
    const texts = await logged()
    for (const secret of [CANARY, ...blobs])
      for (const writing of writings(secret)) expect(texts).not.toContain(writing)
    expect(texts).not.toMatch(
      /"(plaintext|message|ciphertextBlob|signature|mac|sharedSecret|encryptedKeyMaterial|importToken|publicKey|grantTokens?|recipient)"/i,
    )
  })

  it('of a grant, its token, stand in no event either', async () => {
    const terms = { GranteePrincipal: GRANTEE, Operations: ['DescribeKey'] } as const
    const { GrantToken = '' } = await kms.call('CreateGrant', { KeyId: (await kms.newKey()).KeyId, ...terms })
    await kms.call('RetireGrant', { GrantToken })
    await kms.refusal('RetireGrant', { GrantToken })
    const texts = await logged()
    expect(GrantToken).not.toBe('')
    for (const token of [GrantToken, Buffer.from(GrantToken, 'base64').toString('latin1')]) {
      expect(texts).not.toContain(token)
      expect(texts).not.toContain(token.slice(12, 36))
    }
  })

  it('are looked for in a way that finds them', async () => {
    const { KeyId } = await kms.newKey()
    await kms.call('UpdateKeyDescription', { KeyId, Description: CANARY.toString('base64') })
    const texts = await logged()
    expect(writings(CANARY).some((writing) => texts.includes(writing))).toBe(true)
  })
})
