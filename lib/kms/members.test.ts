import { beforeEach, describe, expect, it } from 'vitest'
import { type OperationName, operationNames } from '#model/api.ts'
import { keyStateTable } from '#model/key-states.ts'
import { memberShape } from '#model/schema.ts'
import { inputFor, newSubject } from '#testing/calls.ts'
import { GRANTEE } from '#testing/earlier-calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { storedOf } from '#testing/stored.ts'

const having = (member: string) => operationNames.filter((name) => memberShape(name, member) !== undefined)

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

/** A call that would succeed, with one more member. */
const withMember = async <N extends OperationName>(name: N, member: object) => ({
  ...inputFor(name, await newSubject(kms, name)),
  ...member,
})
const DRY_RUN = {
  code: 'DryRunOperationException',
  message: 'The request would have succeeded, but the DryRun option is set.',
}

describe('DryRun', () => {
  const operations = having('DryRun')
  it('is a member of 17 built operations', () => expect(operations).toHaveLength(17))

  it.each(operations)('of %s that would succeed says so as an error, changes nothing and is recorded', async (name) => {
    const input = await withMember(name, { DryRun: true })
    const before = await storedOf(kms)
    const events = await eventsOf(kms, async () => {
      expect(await kms.refusal(name, input)).toMatchObject(DRY_RUN)
    })
    const requestParameters = name === 'RetireGrant' ? null : { dryRun: true }
    expect(events).toMatchObject([
      {
        eventName: name,
        outcome: 'error',
        keyUse: false,
        record: { errorCode: 'DryRunOperationException', requestParameters, responseElements: null },
      },
    ])
    expect(events[0]?.decisions).not.toEqual([])
    expect(await storedOf(kms)).toEqual(before)
  })

  it.each(operations)('of %s that is false changes nothing of the call', async (name) => {
    await kms.call(name, await withMember(name, { DryRun: false }))
  })

  it.each(operations)('of %s gives the error that the call would have given', async (name) => {
    const subject = await newSubject(kms, name)
    const input = { ...inputFor(name, subject), DryRun: true }
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    expect((await kms.refusal(name, input, nobody)).code).toBe('AccessDeniedException')
    await kms.call('DisableKey', { KeyId: subject.keyId })
    const { outcome } = keyStateTable[name as keyof typeof keyStateTable].Disabled
    const disabled = { code: 'DisabledException', message: `${subject.arn} is disabled.` }
    expect(await kms.refusal(name, input)).toMatchObject(outcome === 'fails' ? disabled : DRY_RUN)
  })

  it.each<[OperationName, object, string]>([
    ['Decrypt', { EncryptionContext: new Map([['other', 'context']]) }, 'InvalidCiphertextException'],
    ['ReEncrypt', { SourceEncryptionContext: new Map([['other', 'context']]) }, 'InvalidCiphertextException'],
    ['Verify', { Message: Buffer.from('another message') }, 'KMSInvalidSignatureException'],
    ['VerifyMac', { Message: Buffer.from('another message') }, 'KMSInvalidMacException'],
    ['Decapsulate', { SharedSecretCiphertextBlob: Buffer.from('short') }, 'InvalidCiphertextException'],
    ['DeriveSharedSecret', { PublicKey: Buffer.from('no key') }, 'ValidationException'],
    ['RevokeGrant', { GrantId: '0'.repeat(64) }, 'NotFoundException'],
  ])('of %s tells what would not have been accepted', async (name, member, code) => {
    const input = await withMember(name, { ...member, DryRun: true })
    expect((await kms.refusal(name, input)).code).toBe(code)
  })
})

describe('DryRunModifiers', () => {
  const operations = having('DryRunModifiers')
  it('is a member of 2 built operations', () => expect(operations).toEqual(['Decrypt', 'ReEncrypt']))

  /** A dry run that leaves the ciphertext out and names its key. */
  const asking = async (name: OperationName) => {
    const subject = await newSubject(kms, name)
    const { CiphertextBlob: _, ...input } = Object(inputFor(name, subject))
    const named = name === 'Decrypt' ? { KeyId: subject.keyId } : { SourceKeyId: subject.keyId }
    return { subject, input: { ...input, ...named, DryRunModifiers: ['IGNORE_CIPHERTEXT'], DryRun: true } as never }
  }

  it.each(operations)('of %s ask whether the call may be made, whatever the ciphertext', async (name) => {
    const { subject, input } = await asking(name)
    expect(await kms.refusal(name, input)).toMatchObject(DRY_RUN)
    const unreadable = { ...Object(input), CiphertextBlob: Buffer.from('no ciphertext') }
    expect(await kms.refusal(name, unreadable)).toMatchObject(DRY_RUN)
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    expect((await kms.refusal(name, input, nobody)).code).toBe('AccessDeniedException')
    await kms.call('DisableKey', { KeyId: subject.keyId })
    expect((await kms.refusal(name, input)).code).toBe('DisabledException')
  })

  it.each(operations)('of %s are recorded', async (name) => {
    const { input } = await asking(name)
    const [event] = await eventsOf(kms, () => kms.refusal(name, input))
    expect(event?.record.requestParameters).toMatchObject({ dryRun: true, dryRunModifiers: ['IGNORE_CIPHERTEXT'] })
  })

  it.each(operations)('of %s are for dry runs only, and need the key', async (name) => {
    const { input } = await asking(name)
    const invalid = async (change: object) =>
      expect((await kms.refusal(name, { ...Object(input), ...change })).code).toBe('ValidationException')
    await invalid({ DryRun: false })
    await invalid({ DryRun: undefined })
    await invalid(name === 'Decrypt' ? { KeyId: undefined } : { SourceKeyId: undefined })
    await invalid({ DryRunModifiers: [] })
  })
})

describe('grant tokens', () => {
  const operations = having('GrantTokens')
  it('are a member of 17 built operations', () => expect(operations).toHaveLength(17))

  /** A token that was given out, for a grant on a key of its own. */
  const given = async (caller = kms.caller()) => {
    const { KeyId } = await kms.newKey({}, caller)
    const terms = { GranteePrincipal: GRANTEE, Operations: ['DescribeKey'] } as const
    const { GrantToken = '', GrantId = '' } = await kms.call('CreateGrant', { KeyId, ...terms }, caller)
    return { KeyId, GrantId, GrantToken }
  }
  const REFUSED = { code: 'InvalidGrantTokenException', message: '' }

  it.each(operations)('that were given out change nothing of %s, nor does an empty list', async (name) => {
    const input = await withMember(name, {})
    const { GrantToken } = await given()
    const events = await eventsOf(kms, () => kms.call(name, { ...input, GrantTokens: [GrantToken] }))
    expect(Object.keys(events[0]?.record.requestParameters ?? {})).not.toContain('grantTokens')
    expect(events[0]?.text).not.toContain(GrantToken)
    await kms.call(name, await withMember(name, { GrantTokens: [] }))
  })

  it.each(operations)('that were never given out are refused by %s and not recorded', async (name) => {
    const never = 'AQpAM2RhZTk1MGMyNTk2ZmZmMzEy'
    const { GrantToken } = await given()
    const input = await withMember(name, {})
    for (const GrantTokens of [[never], [GrantToken, never]]) {
      const before = await storedOf(kms)
      const events = await eventsOf(kms, async () => {
        expect(await kms.refusal(name, { ...input, GrantTokens })).toMatchObject(REFUSED)
      })
      expect(events).toMatchObject([{ eventName: name, outcome: 'error', record: { errorCode: REFUSED.code } }])
      expect(Object.keys(events[0]?.record.requestParameters ?? {})).not.toContain('grantTokens')
      expect(await storedOf(kms)).toEqual(before)
    }
  })

  const describeWith = async (token: string) => {
    const { KeyId } = await kms.newKey()
    return kms.refusal('DescribeKey', { KeyId, GrantTokens: [token] })
  }

  it('are refused when a character is another, is missing or is too many', async () => {
    const { GrantToken: token } = await given()
    const flip = (at: number) => `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
    for (const changed of [flip(0), flip(5), flip(20), flip(token.length - 5), token.slice(0, -4), `${token}AAAA`]) {
      expect(await describeWith(changed), changed).toMatchObject(REFUSED)
    }
  })

  it('are good in their Region only, but for callers of every account', async () => {
    const [abroad, foreign] = [kms.caller({ region: OTHER_REGION }), kms.caller({ account: OTHER_ACCOUNT })]
    expect(await describeWith((await given(abroad)).GrantToken)).toMatchObject(REFUSED)
    const { KeyId } = await kms.newKey()
    await kms.call('DescribeKey', { KeyId, GrantTokens: [(await given(foreign)).GrantToken] })
  })

  it('are no right: only the grantee is allowed what the grant says', async () => {
    const { KeyId, GrantToken } = await given()
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    const error = await kms.refusal('DescribeKey', { KeyId, GrantTokens: [GrantToken] }, nobody)
    expect(error.code).toBe('AccessDeniedException')
  })
})
