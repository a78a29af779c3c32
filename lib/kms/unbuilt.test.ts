import { beforeEach, describe, expect, it } from 'vitest'
import type { OperationName } from '#model/api.ts'
import { lowerCamel, memberShape } from '#model/schema.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'
import { builtOperations } from './registry.ts'

const having = (member: string) => builtOperations.filter((name) => memberShape(name, member) !== undefined)

let kms: Harness
let subject: Subject

beforeEach(async () => {
  kms = await openHarness()
  subject = await newSubject(kms)
})

const withMember = <N extends OperationName>(name: N, member: object) => ({ ...inputFor(name, subject), ...member })
/** All that is stored of keys, to see that nothing was written. */
const everything = () => kms.ports.store.keyRecords(kms.caller().scope)

describe('DryRun', () => {
  const operations = having('DryRun')
  it('is a member of five built operations', () => expect(operations).toHaveLength(5))

  it.each(operations)('of %s that would succeed says so as an error, and is recorded', async (name) => {
    const before = await everything()
    const events = await eventsOf(kms, async () => {
      expect(await kms.refusal(name, withMember(name, { DryRun: true }))).toMatchObject({
        code: 'DryRunOperationException',
        message: 'The request would have succeeded, but the DryRun option is set.',
      })
    })
    expect(events).toMatchObject([
      {
        eventName: name,
        outcome: 'error',
        keyUse: false,
        record: { errorCode: 'DryRunOperationException', requestParameters: { dryRun: true }, responseElements: null },
      },
    ])
    expect(events[0]?.decisions).not.toEqual([])
    expect(await everything()).toEqual(before)
  })

  it.each(operations)('of %s that is false changes nothing of the call', async (name) => {
    await kms.call(name, withMember(name, { DryRun: false }))
  })

  it.each(operations)('of %s gives the error that the call would have given', async (name) => {
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'nobody') })
    const denied = await kms.refusal(name, withMember(name, { DryRun: true }), nobody)
    expect(denied.code).toBe('AccessDeniedException')
    await kms.call('DisableKey', { KeyId: subject.keyId })
    const disabled = await kms.refusal(name, withMember(name, { DryRun: true }))
    expect(disabled).toMatchObject({ code: 'DisabledException', message: `${subject.arn} is disabled.` })
  })

  it('of Decrypt tells a ciphertext that would not open', async () => {
    const EncryptionContext = new Map([['other', 'context']])
    const input = { CiphertextBlob: subject.ciphertext, EncryptionContext, DryRun: true }
    expect((await kms.refusal('Decrypt', input)).code).toBe('InvalidCiphertextException')
  })
})

const RECIPIENT = { KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256', AttestationDocument: Buffer.from('attestation') }
const REFUSED = [
  ['Recipient', RECIPIENT, 3, 'UnsupportedOperationException', 'Keystead does not offer Recipient yet.'],
  [
    'DryRunModifiers',
    ['IGNORE_CIPHERTEXT'],
    2,
    'UnsupportedOperationException',
    'Keystead does not offer DryRunModifiers yet.',
  ],
  ['GrantTokens', ['AQpAM2RhZTk1MGMyNTk2ZmZmMzEy'], 6, 'InvalidGrantTokenException', ''],
] as const

describe.each(REFUSED)('%s', (member, value, count, code, message) => {
  const operations = having(member)
  it(`is a member of ${count} built operations`, () => expect(operations).toHaveLength(count))

  it.each(operations)('of %s is refused rather than ignored, and recorded without what may be secret', async (name) => {
    const events = await eventsOf(kms, async () => {
      expect(await kms.refusal(name, withMember(name, { [member]: value }))).toMatchObject({ code, message })
    })
    expect(events).toMatchObject([{ eventName: name, outcome: 'error', record: { errorCode: code } }])
    const recorded = Object.keys(events[0]?.record.requestParameters ?? {})
    expect(recorded.includes(lowerCamel(member))).toBe(member === 'DryRunModifiers')
  })
})

describe('no grant tokens', () => {
  it.each(having('GrantTokens'))('are no reason to refuse %s', async (name) => {
    await kms.call(name, withMember(name, { GrantTokens: [] }))
  })
})
