import { beforeEach, describe, expect, it } from 'vitest'
import type { CloudTrailRecord } from '#audit/record.ts'
import { readRoots } from '#crypto/attestation/roots.ts'
import { type Input, type OperationName, operationNames } from '#model/api.ts'
import { memberShape } from '#model/schema.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import {
  attest,
  fieldsFor,
  makeEnclave,
  makeNitro,
  openForRecipient,
  pcr,
  recipientWith,
  signDocument,
} from '#testing/enclave.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { storedOf } from '#testing/stored.ts'

const NOW = Date.UTC(2026, 0, 1)
const nitro = makeNitro({ now: NOW })
const enclave = makeEnclave()
const document = attest(nitro, enclave)
const Recipient = recipientWith(document)
const attestationRoots = readRoots(nitro.rootPem) ?? []

const operations = operationNames.filter((name) => memberShape(name, 'Recipient') !== undefined)
/** What goes out in the clear without a recipient. */
const SECRETS = ['Plaintext', 'SharedSecret', 'PrivateKeyPlaintext'] as const

let kms: Harness
beforeEach(async () => {
  kms = await openHarness(undefined, { attestationRoots })
})

type Call = { readonly subject: Subject; readonly input: Input<OperationName> }

async function callOf(name: OperationName, more: object = { Recipient }): Promise<Call> {
  const subject = await newSubject(kms, name)
  return { subject, input: { ...inputFor(name, subject), ...more } }
}

const answerOf = async (name: OperationName, input: object) =>
  (await kms.call(name, input as never)) as Readonly<Record<string, unknown>>

/** What the enclave reads of an answer. */
const opened = ({ CiphertextForRecipient: sealed }: { readonly CiphertextForRecipient?: Uint8Array }) =>
  openForRecipient(enclave, sealed ?? new Uint8Array())

/** What a ciphertext under a key holds. */
async function decrypted(CiphertextBlob: Uint8Array = new Uint8Array()) {
  const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob })
  return Plaintext
}

/** The refusal of a call with a recipient whose document is these bytes. */
async function refusalOf(name: OperationName, AttestationDocument: Uint8Array) {
  const { input } = await callOf(name, { Recipient: recipientWith(AttestationDocument) })
  return kms.refusal(name, input)
}

describe('Recipient', () => {
  it('is a member of 5 operations', () =>
    expect(operations).toEqual([
      'Decrypt',
      'DeriveSharedSecret',
      'GenerateDataKey',
      'GenerateDataKeyPair',
      'GenerateRandom',
    ]))

  it.each(operations)(
    'of %s: the secret goes out to the enclave alone, and the key material is not named',
    async (name) => {
      const { input } = await callOf(name)
      const { Recipient: _, ...plain } = Object(input)
      const withoutIt = Object.keys(await answerOf(name, plain))
      const answer = await answerOf(name, input)
      const left = withoutIt.filter((member) => !SECRETS.some((one) => one === member) && member !== 'KeyMaterialId')
      expect(Object.keys(answer).sort()).toEqual([...left, 'CiphertextForRecipient'].sort())
      expect(opened(answer).length).toBeGreaterThan(0)
    },
  )

  it('of Decrypt gives what was encrypted', async () => {
    const { input } = await callOf('Decrypt')
    expect(opened(await kms.call('Decrypt', input as never)).toString()).toBe('attack at dawn')
  })

  it('of GenerateDataKey gives the key that the ciphertext holds', async () => {
    const { input } = await callOf('GenerateDataKey')
    const answer = await kms.call('GenerateDataKey', input as never)
    expect(opened(answer)).toEqual(await decrypted(answer.CiphertextBlob))
  })

  it('of GenerateDataKeyPair gives the private key that the ciphertext holds', async () => {
    const { input } = await callOf('GenerateDataKeyPair')
    const answer = await kms.call('GenerateDataKeyPair', input as never)
    expect(opened(answer)).toEqual(await decrypted(answer.PrivateKeyCiphertextBlob))
  })

  it('of DeriveSharedSecret gives the secret that the other side derives', async () => {
    const { input } = await callOf('DeriveSharedSecret')
    const { Recipient: _, ...plain } = Object(input)
    const { SharedSecret } = await kms.call('DeriveSharedSecret', plain)
    expect(opened(await kms.call('DeriveSharedSecret', input as never))).toEqual(SharedSecret)
  })

  it('of GenerateRandom gives as many bytes as were asked for', async () => {
    expect(opened(await kms.call('GenerateRandom', { NumberOfBytes: 1024, Recipient }))).toHaveLength(1024)
  })

  it.each(operations)('of %s counts in a dry run too', async (name) => {
    if (memberShape(name, 'DryRun') === undefined) return
    const { input } = await callOf(name, { Recipient, DryRun: true })
    expect((await kms.refusal(name, input)).code).toBe('DryRunOperationException')
    const bad = { ...input, Recipient: recipientWith(document.subarray(1)) }
    expect((await kms.refusal(name, bad as never)).code).toBe('ValidationException')
  })
})

describe('a document that proves nothing', () => {
  it.each(operations)('ends %s before anything is asked, changes nothing and is recorded without it', async (name) => {
    const { input } = await callOf(name, { Recipient: recipientWith(document.subarray(0, -1)) })
    const before = await storedOf(kms)
    const events = await eventsOf(kms, async () => {
      const message = 'The attestation document is malformed.'
      expect(await kms.refusal(name, input)).toMatchObject({ code: 'ValidationException', message })
    })
    expect(events).toMatchObject([{ eventName: name, outcome: 'error', decisions: [], keyUse: false }])
    expect(events[0]?.text).not.toMatch(/attestationDocument|"recipient"/)
    expect(await storedOf(kms)).toEqual(before)
  })

  const other = makeNitro({ now: NOW })
  const fields = () => fieldsFor(nitro, enclave.publicKey)
  it.each<readonly [string, Uint8Array]>([
    ['The attestation document is malformed.', Buffer.from('no document')],
    ['The attestation document does not come from a trusted root.', attest(other, enclave)],
    [
      'The certificates of the attestation document do not form a valid chain.',
      attest(nitro, enclave, { certificate: other.leaf.der }),
    ],
    ['The signature of the attestation document is not valid.', signDocument(other, fields())],
    ['The attestation document holds no public key.', attest(nitro, enclave, { public_key: null })],
    [
      'The public key in the attestation document is no RSA key of 2048 to 4096 bits.',
      attest(nitro, makeEnclave(1024)),
    ],
  ])('is told why: %s', async (message, bytes) => {
    expect(await refusalOf('GenerateRandom', bytes)).toMatchObject({ code: 'ValidationException', message })
  })

  it('is told why: it is used too late or too early, by the wall clock', async () => {
    kms.clock.advance(-2 * 3_600_000)
    const early = 'A certificate of the attestation document is not valid yet.'
    expect(await refusalOf('GenerateRandom', document)).toMatchObject({ code: 'ValidationException', message: early })
    kms.clock.advance(6 * 3_600_000)
    const late = 'A certificate of the attestation document has expired.'
    expect(await refusalOf('GenerateRandom', document)).toMatchObject({ code: 'ValidationException', message: late })
  })

  it('is not taken without the algorithm, nor the algorithm without it', async () => {
    const message = 'Recipient needs AttestationDocument and KeyEncryptionAlgorithm.'
    const { KeyEncryptionAlgorithm, AttestationDocument } = Recipient
    for (const part of [{ KeyEncryptionAlgorithm }, { AttestationDocument }, {}]) {
      const refusal = await kms.refusal('GenerateRandom', { NumberOfBytes: 1, Recipient: part })
      expect(refusal).toMatchObject({ code: 'ValidationException', message })
    }
  })

  it('is not looked at when it is longer than AWS allows', async () => {
    const long = await refusalOf('GenerateRandom', Buffer.alloc(262_145))
    expect(long.code).toBe('ValidationException')
    expect(long.message).toContain("at 'recipient.attestationDocument' failed to satisfy constraint")
  })
})

describe('a server without a root', () => {
  it.each(operations)('refuses a recipient of %s, and says what is missing', async (name) => {
    kms = await openHarness()
    const { input } = await callOf(name)
    const events = await eventsOf(kms, async () => {
      const message = 'Keystead does not take Recipient without an attestation root: KEYSTEAD_NITRO_ROOT is not set.'
      expect(await kms.refusal(name, input)).toMatchObject({ code: 'UnsupportedOperationException', message })
    })
    expect(events).toMatchObject([{ eventName: name, outcome: 'error' }])
    expect(Object.keys(events[0]?.record.requestParameters ?? {})).not.toContain('recipient')
  })
})

const hex = (index: number) => pcr(index).toString('hex')
const PREFIX = 'kms:RecipientAttestation:'

/** Lets only callers decrypt of whom the condition holds, and everyone administer. */
async function ciphertextUnder(condition: object) {
  const { KeyId } = await kms.newKey()
  const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('secret') })
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` }
  const Statement = [
    { Effect: 'Allow', Principal: root, NotAction: 'kms:Decrypt', Resource: '*' },
    { Effect: 'Allow', Principal: root, Action: 'kms:Decrypt', Resource: '*', Condition: condition },
  ]
  await kms.call('PutKeyPolicy', { KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })
  return CiphertextBlob
}

const codeOf = async (CiphertextBlob: Uint8Array | undefined, more: object) => {
  const input = { CiphertextBlob, ...more } as never
  return kms.call('Decrypt', input).then(
    () => 'allowed',
    (error: { readonly code: string }) => error.code,
  )
}

describe('the registers of a recipient', () => {
  it.each([
    [`${PREFIX}ImageSha384`, hex(0)],
    [`${PREFIX}PCR0`, hex(0)],
    [`${PREFIX}PCR3`, hex(3)],
    [`${PREFIX}PCR15`, hex(15)],
  ])('allow by %s, and deny where it is another, or there is no document', async (key, value) => {
    const right = await ciphertextUnder({ StringEqualsIgnoreCase: { [key]: value.toUpperCase() } })
    const wrong = await ciphertextUnder({ StringEquals: { [key]: hex(9) } })
    expect(await codeOf(right, { Recipient })).toBe('allowed')
    expect(await codeOf(wrong, { Recipient })).toBe('AccessDeniedException')
    expect(await codeOf(right, {})).toBe('AccessDeniedException')
  })

  it('are not there when the document does not hold them, nor those of NitroTPM', async () => {
    for (const key of ['PCR16', 'NitroTPMPCR0', 'NitroTPMPCR4']) {
      const ciphertext = await ciphertextUnder({ Null: { [PREFIX + key]: 'false' } })
      expect(await codeOf(ciphertext, { Recipient }), key).toBe('AccessDeniedException')
    }
  })

  it('of an instance with NitroTPM have keys of their own', async () => {
    const fields = fieldsFor(nitro, enclave.publicKey)
    fields.set('nitrotpm_pcrs', fields.get('pcrs'))
    fields.delete('pcrs')
    const instance = { Recipient: recipientWith(signDocument(nitro, fields)) }
    const right = await ciphertextUnder({ StringEquals: { [`${PREFIX}NitroTPMPCR4`]: hex(4) } })
    expect(await codeOf(right, instance)).toBe('allowed')
    expect(await codeOf(right, { Recipient })).toBe('AccessDeniedException')
    for (const key of ['PCR0', 'PCR4', 'ImageSha384']) {
      const other = await ciphertextUnder({ Null: { [PREFIX + key]: 'false' } })
      expect(await codeOf(other, instance), key).toBe('AccessDeniedException')
    }
  })

  it.each(operations)('take part in every decision about %s', async (name) => {
    const { input } = await callOf(name)
    const guest = (value: string) => {
      const Condition = { StringEquals: { [`${PREFIX}PCR2`]: value } }
      const Statement = [{ Effect: 'Allow', Action: `kms:${name}`, Resource: '*', Condition }]
      return kms.caller({ principal: kms.identities.user(ACCOUNT, 'guest', { Version: '2012-10-17', Statement }) })
    }
    expect(await kms.call(name, input, guest(hex(2)))).toHaveProperty('CiphertextForRecipient')
    expect((await kms.refusal(name, input, guest(hex(3)))).code).toBe('AccessDeniedException')
  })
})

describe('the record of a call for a recipient', () => {
  it.each(operations)('of %s names the module and its registers, and nothing that was secret', async (name) => {
    const { input } = await callOf(name)
    const [event] = await eventsOf(kms, () => kms.call(name, input))
    expect(event?.record.additionalEventData).toMatchObject({
      recipient: {
        attestationDocumentModuleId: 'i-1234567890abcdef0-enc1234567890abcdef',
        attestationDocumentEnclaveImageDigest: hex(0),
        ...Object.fromEntries([1, 2, 3, 4, 8].map((i) => [`attestationDocumentEnclavePCR${i}`, hex(i)])),
      },
    })
    expect(event?.text).not.toContain(hex(5))
    expect(event?.text).not.toMatch(/ciphertextForRecipient|keyEncryptionAlgorithm/i)
    const sent = document.toString('base64')
    expect(event?.text).not.toContain(sent.slice(100, 140))
  })

  it('of NitroTPM names its own registers, as far as the document holds them', async () => {
    const fields = fieldsFor(nitro, enclave.publicKey)
    fields.set('nitrotpm_pcrs', new Map([4, 7, 23].map((index) => [index, pcr(index)])))
    fields.delete('pcrs')
    const input = { NumberOfBytes: 1, Recipient: recipientWith(signDocument(nitro, fields)) }
    const [event] = await eventsOf(kms, () => kms.call('GenerateRandom', input))
    expect(event?.record.additionalEventData).toEqual({
      recipient: {
        attestationDocumentModuleId: 'i-1234567890abcdef0-enc1234567890abcdef',
        ...Object.fromEntries([4, 7, 23].map((i) => [`attestationDocumentNitroTPMPCR${i}`, hex(i)])),
      },
    })
  })
})

const EXAMPLES = 'aws/cloudtrail-events.json'

describe.skipIf(!hasShared(EXAMPLES))('the record of AWS for an enclave', () => {
  const { docExamples } = readSharedJson(EXAMPLES) as { docExamples: Record<string, readonly CloudTrailRecord[]> }
  const examples = Object.entries(docExamples ?? {}).filter(([file]) => file.includes('enclave'))
  it('is there three times', () => expect(examples).toHaveLength(3))

  it.each(examples)('%s has no member that ours lacks, in the same form', async (_, [sample]) => {
    const name = sample?.eventName as OperationName
    const { input } = await callOf(name)
    const [event] = await eventsOf(kms, () => kms.call(name, input))
    const { recipient } = Object(event?.record.additionalEventData)
    const theirs: Record<string, string> = Object(sample?.additionalEventData).recipient
    expect(Object.keys(recipient)).toEqual(expect.arrayContaining(Object.keys(theirs)))
    const digest = 'attestationDocumentEnclaveImageDigest'
    expect([recipient[digest], theirs[digest]]).toEqual([expect.stringMatching(/^[0-9a-f]{96}$/), expect.any(String)])
    expect(theirs[digest]).toMatch(/^[0-9a-f]{96}$/)
    expect(event?.record).toMatchObject({ readOnly: sample?.readOnly, responseElements: null })
  })
})
